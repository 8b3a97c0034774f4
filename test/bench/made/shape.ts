// Estates of the project's own: what they are like, and how large. The same shape, size and seed give the same estate.

export interface Shape {
  readonly says: string
  /** Teams that administer other teams: a platform, a build system, an identity provider. */
  readonly cores: number
  /** By how many of them a team is administered that is administered at all. */
  readonly coresOfTeam: number
  readonly administered: number
  /** How likely a team is to leave a core's secret lying open, once and once more. */
  readonly leaky: number
  /** Whether a team may leak that a core administers: then the cores lead to one another and are one. */
  readonly leaksFromAdministered: boolean
  /** Share of the roles that may assume a role of one of the teams behind their own. */
  readonly sideways: number
}

export const shapes = {
  /** One core that a sixth of the identities reach, and then a third of everything. */
  core: {
    says: 'one core',
    cores: 1,
    coresOfTeam: 1,
    administered: 0.75,
    leaky: 0.09,
    leaksFromAdministered: true,
    sideways: 0.001,
  },
  /** Nothing that many reach: an identity leads on to a few teams, each to others. */
  'no-core': {
    says: 'no core',
    cores: 0,
    coresOfTeam: 0,
    administered: 0,
    leaky: 0,
    leaksFromAdministered: false,
    sideways: 0.03,
  },
  /** Twelve cores, none of which leads to another; each pair administers many teams together. */
  hubs: {
    says: 'twelve overlapping cores',
    cores: 12,
    coresOfTeam: 3,
    administered: 0.7,
    leaky: 0.4,
    leaksFromAdministered: false,
    sideways: 0.001,
  },
} as const satisfies Record<string, Shape>
export type ShapeName = keyof typeof shapes

export const sizes = {
  S: { nodes: 10_000, edges: 42_500 },
  M: { nodes: 100_000, edges: 850_000 },
  L: { nodes: 1_000_000, edges: 8_500_000 },
  // 85 million of them are left when those that are drawn twice are one.
  XL: { nodes: 10_000_000, edges: 87_500_000 },
} as const
export type SizeName = keyof typeof sizes

export interface MadeName {
  readonly shape: ShapeName
  readonly size: SizeName
}

/** `hubs:M` → twelve overlapping cores at 100,000 nodes; undefined where it is no such name. */
export function madeName(name: string): MadeName | undefined {
  const [shape, size] = name.split(':') as [string, string | undefined]
  if (!Object.hasOwn(shapes, shape) || size === undefined || !Object.hasOwn(sizes, size)) return undefined
  return { shape: shape as ShapeName, size: size as SizeName }
}
