import { UnitedSets } from '../model/united-sets.ts'
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
  const sets = new UnitedSets<string>()
  for (const [from, to] of stated) sets.unite(to, from)
  return sets.tops()
}
