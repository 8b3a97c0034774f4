import type { Facts, Snapshot } from '../../server/store/store.ts'
import { edge, node } from '../store/sample-facts.ts'

const NODES = 10_000
const EDGES = 40_000
export const FACTS = NODES + EDGES
export const SCOPE = 'killed'

/** 50,000 facts that all carry one number, so that a mixture of two batches shows. */
export function* numberedBatch(number: number): Generator<Facts> {
  const carried = { name: `${number}` }
  const nodes = Array.from({ length: NODES }, (_, i) => node(`n${i}`, carried))
  yield { nodes, edges: [] }
  for (let from = 0; from < EDGES; from += 5_000) {
    const numbers = Array.from({ length: 5_000 }, (_, i) => from + i)
    const edges = numbers.map((i) =>
      edge(`n${i % NODES} CAN_ASSUME n${(i * 7) % NODES}`, { key: `${i}`, note: `${number}` }),
    )
    yield { nodes: [], edges }
  }
}

/** The number that all of the scope's facts carry at a revision; of an empty revision 0; else it says what is wrong. */
export async function numberIn(snapshot: Snapshot): Promise<number | string> {
  const filter = { scopes: [SCOPE] }
  const counts = new Map<string, number>()
  const count = (number: string | undefined) => counts.set(`${number}`, (counts.get(`${number}`) ?? 0) + 1)
  for await (const chunk of snapshot.nodes(filter)) for (const { node: it } of chunk) count(it.name)
  for await (const chunk of snapshot.edges(filter)) for (const { edge: it } of chunk) count(it.note)
  const [[number, facts] = ['0', FACTS], ...others] = [...counts]
  if (others.length === 0 && facts === FACTS) return Number(number)
  return `revision ${snapshot.revision} holds ${JSON.stringify([...counts])}`
}
