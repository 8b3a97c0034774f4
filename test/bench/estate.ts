import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** A seeded generator of numbers in [0, 1): mulberry32, so that the same seed gives the same estate everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface EstateSize {
  readonly nodes: number
  readonly edges: number
  readonly seed: number
}

const kinds = [
  { kind: 'Identity', type: 'service_account', share: 0.28 },
  { kind: 'Group', type: 'group', share: 0.06 },
  { kind: 'Secret', type: 'access_key', share: 0.16 },
  { kind: 'Tool', type: 'tool', share: 0.02 },
  { kind: 'Resource', type: 'bucket', share: 0.48 },
] as const

/** Which edges occur between which kinds, by weight; most stay inside a team. */
const shapes = [
  ['Identity', 'MEMBER_OF', 'Group', 20],
  ['Group', 'CAN_READ', 'Resource', 18],
  ['Identity', 'CAN_READ', 'Resource', 20],
  ['Identity', 'CAN_WRITE', 'Resource', 8],
  ['Group', 'CAN_CONTROL', 'Resource', 4],
  ['Identity', 'USES_SECRET', 'Secret', 10],
  ['Secret', 'AUTHENTICATES_AS', 'Identity', 8],
  ['Identity', 'CAN_ASSUME', 'Identity', 6],
  ['Resource', 'RUNS_AS', 'Identity', 4],
  ['Identity', 'CAN_CALL', 'Tool', 1],
  ['Tool', 'ACTS_ON', 'Resource', 1],
] as const

/**
 * Writes an estate as a `facts` file, line by line: teams of power-law size, what only reads often crosses teams,
 * what conveys control hardly ever.
 */
export async function writeEstate(path: string, { nodes, edges, seed }: EstateSize): Promise<void> {
  const random = seeded(seed)
  const out = createWriteStream(path)
  const line = async (value: unknown) => {
    if (!out.write(`${JSON.stringify(value)}\n`)) await once(out, 'drain')
  }
  await line({ scope: 'facts:estate' })
  const teams = Math.max(4, Math.floor(Math.sqrt(nodes) / 2))
  const members = new Map<string, string[][]>(kinds.map(({ kind }) => [kind, Array.from({ length: teams }, () => [])]))
  const teamOf = () => Math.floor(teams * random() ** 2)
  for (const { kind, type, share } of kinds) {
    for (let i = 0; i < Math.floor(nodes * share); i++) {
      const id = `estate:${kind.toLowerCase()}:${i}`
      const tier = kind === 'Resource' && random() < 0.0025 ? { tier: 1 } : {}
      members.get(kind)![teamOf()]!.push(id)
      await line({ node: { id, kind, type, name: `${type}-${i}`, ...tier } })
    }
  }
  const byWeight = shapes.flatMap((shape) => Array<(typeof shapes)[number]>(shape[3]).fill(shape))
  const pick = (kind: string, team: number): string => {
    for (let at = team; ; at = (at + 1) % teams) {
      const among = members.get(kind)![at]!
      if (among.length > 0) return among[Math.floor(among.length * random())]!
    }
  }
  const written = new Set<string>()
  while (written.size < edges) {
    const [from, kind, to] = byWeight[Math.floor(random() * byWeight.length)]!
    const team = teamOf()
    const across = random() < (kind === 'CAN_READ' ? 0.05 : 0.0005)
    const ends = [pick(from, team), pick(to, across ? teamOf() : team)] as const
    const key = `${kind} ${ends.join(' ')}`
    if (ends[0] === ends[1] || written.has(key)) continue
    written.add(key)
    await line({ edge: { kind, from: ends[0], to: ends[1], confidence: 'granted', verdict: 'allowed' } })
  }
  out.end()
  await once(out, 'finish')
}
