import { UnitedSets } from '../model/united-sets.ts'

/**
 * Ids that name one thing: each other id → its canonical one, given the ends of what says so. The resolve step gives one
 * arrow for each; where a file states some of its own, chains and rings are one thing too, whatever order they came in.
 */
export function unitedIds(stated: readonly (readonly [from: string, to: string])[]): ReadonlyMap<string, string> {
  const sorted = stated.toSorted(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : b > d ? 1 : 0))
  const sets = new UnitedSets<string>()
  for (const [from, to] of sorted) sets.unite(to, from)
  return sets.tops()
}
