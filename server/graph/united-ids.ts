import type { FactSource } from './fact-source.ts'

/**
 * Ids that name one thing: each other id → its canonical one. The resolve step gives one arrow for each; where a file
 * states some of its own, chains and rings are one thing too, whatever order they came in.
 */
export async function unitedIds(source: Pick<FactSource, 'edges'>): Promise<ReadonlyMap<string, string>> {
  const stated: (readonly [from: string, to: string])[] = []
  for await (const chunk of source.edges({ types: ['SAME_AS'], withoutEvidence: true })) {
    for (const { edge } of chunk) stated.push([edge.from, edge.to])
  }
  stated.sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : b > d ? 1 : 0))
  const above = new Map<string, string>()
  const top = (id: string): string => {
    let at = id
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next
    for (let next = above.get(id); next !== undefined && next !== at; next = above.get(id)) {
      above.set(id, at)
      id = next
    }
    return at
  }
  for (const [from, to] of stated) if (top(from) !== top(to)) above.set(top(from), top(to))
  return new Map([...above.keys()].map((id) => [id, top(id)]))
}
