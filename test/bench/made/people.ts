import type { Draft } from './draft.ts'

const share = {
  human: 0.08,
  service_account: 0.12,
  app: 0.06,
  agent: 0.04,
  workload: 0.06,
  secret: 0.2,
  group: 0.06,
  role: 0.08,
  grant: 0.08,
  tool: 0.04,
  resource: 0.18,
} as const
export type MadeKind = keyof typeof share
export const madeKinds = Object.keys(share) as MadeKind[]

const NODES_A_TEAM = 220
/** Team sizes fall as one over the square root of their rank; this many ranks of the steep beginning are left out. */
const FLAT = 8

/**
 * Who there is, by kind and team. Kinds are ranges of node numbers; inside a kind numbers are dealt at random, so that
 * a team is scattered over the estate as it is in real exports.
 */
export class People {
  readonly teams: number
  readonly nodes: number
  readonly start: Readonly<Record<MadeKind, number>>
  readonly #end: Readonly<Record<MadeKind, number>>
  readonly #number: Uint32Array
  readonly #draft: Draft

  constructor(nodes: number, draft: Draft) {
    this.nodes = nodes
    this.teams = Math.max(24, Math.round(nodes / NODES_A_TEAM))
    this.#draft = draft
    const ends = madeKinds.map((_, i) =>
      Math.round(nodes * madeKinds.slice(0, i + 1).reduce((sum, kind) => sum + share[kind], 0)),
    )
    const byKind = (at: (i: number) => number) =>
      Object.fromEntries(madeKinds.map((kind, i) => [kind, at(i)])) as Record<MadeKind, number>
    this.start = byKind((i) => (i === 0 ? 0 : ends[i - 1]!))
    this.#end = byKind((i) => ends[i]!)
    this.#number = new Uint32Array(nodes)
    for (let i = 0; i < nodes; i++) this.#number[i] = i
    for (const kind of madeKinds) this.#deal(this.start[kind], this.#end[kind])
  }

  /** Those that are asked about: the non-human identities, from the first to the one behind the last. */
  get identities(): readonly [number, number] {
    return [this.start.service_account, this.#end.workload]
  }

  range(kind: MadeKind): readonly [number, number] {
    return [this.start[kind], this.#end[kind]]
  }

  *of(kind: MadeKind, team: number): Generator<number> {
    for (let i = this.#from(kind, team); i < this.#from(kind, team + 1); i++) yield this.#number[i]!
  }

  /** One of the team's, those in front more often the larger `skew` is; −1 where it has none. */
  one(kind: MadeKind, team: number, skew = 1): number {
    const first = this.#from(kind, team)
    const count = this.#from(kind, team + 1) - first
    return count === 0 ? -1 : this.#number[first + Math.floor(count * this.#draft.random() ** skew)]!
  }

  /** The role through which a core administers the team. */
  adminOf(team: number): number {
    const first = this.#from('role', team)
    return first === this.#from('role', team + 1) ? -1 : this.#number[first]!
  }

  #from(kind: MadeKind, team: number): number {
    const part = (Math.sqrt(team + FLAT) - Math.sqrt(FLAT)) / (Math.sqrt(this.teams + FLAT) - Math.sqrt(FLAT))
    return this.start[kind] + Math.floor((this.#end[kind] - this.start[kind]) * part)
  }

  /** Fisher and Yates. */
  #deal(first: number, end: number): void {
    const number = this.#number
    for (let i = end - 1; i > first; i--) {
      const j = first + this.#draft.below(i - first + 1)
      const other = number[i]!
      number[i] = number[j]!
      number[j] = other
    }
  }
}
