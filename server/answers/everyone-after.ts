import { type RankedColumns, rankedAt } from '../analysis/rank/columns.ts'
import { rankAfterCut } from '../analysis/rank-after-cut.ts'
import { sumOf } from '../analysis/sum.ts'
import type { WhatIf } from '../api/contract.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Asked } from './context.ts'
import { nodeRef } from './node-ref.ts'
import { Turns } from './turns.ts'

/** Of those whose score falls, so many are named. */
const NAMED = 10

/** What a cut does to everyone's score, out of the ranking before it. */
export async function everyoneAfter(
  graph: PrivilegeGraph,
  before: RankedColumns,
  cut: Uint8Array,
  { asOf, walk }: Asked,
): Promise<NonNullable<WhatIf['everyone']>> {
  const work = rankAfterCut(graph, before, cut, asOf.getTime(), walk)
  const turns = new Turns()
  let step = work.next()
  for (; !step.done; step = work.next()) await turns.next()
  const { columns: after, anew } = step.value
  const lost = (row: number) => before.sum[row]! - after.sum[row]!
  const fallen = anew.filter((row) => lost(row) > 0)
  const most = fallen.toSorted((a, b) => lost(b) - lost(a) || a - b).slice(0, NAMED)
  const told = (columns: RankedColumns, row: number) => {
    const { score, sum, reached } = rankedAt(columns, row)
    return { score, sum, reached }
  }
  return {
    ranked: before.node.length,
    falls: fallen.length,
    sum: { before: sumOf(before.sum), after: sumOf(after.sum) },
    most: most.map((row) => ({
      ...nodeRef(graph.nodes, before.node[row]!),
      before: told(before, row),
      after: told(after, row),
    })),
  }
}
