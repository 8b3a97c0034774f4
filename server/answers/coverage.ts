import type { CoverageNote } from '../api/contract.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

/** What the scopes behind some nodes did not get to see: it stands beside every number it could change. */
export function coverageOf({ nodes, scopes, strays }: PrivilegeGraph, touched: Iterable<number>): CoverageNote[] {
  const sets = new Set<number>()
  for (const node of touched) sets.add(nodes.scopeSetOf[node]!)
  const wanted = new Set([...sets].flatMap((set) => nodes.scopeSets[set]!))
  const notes: CoverageNote[] = []
  for (const { scope, complete, coverage } of scopes) {
    if (!wanted.has(scope) && !scope.startsWith('derived:')) continue
    if (!complete)
      notes.push({ scope, missing: 'its newest import was partial; older facts are carried forward', settledBy: null })
    for (const { missing, settledBy } of coverage) notes.push({ scope, missing, settledBy: settledBy ?? null })
  }
  if (strays > 0) {
    const missing = `${strays} ends of edges are named by no source any more`
    notes.push({ scope: 'all', missing, settledBy: 'import the source that described them' })
  }
  return notes
}
