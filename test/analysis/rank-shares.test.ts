import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RankedColumns, rankedColumns } from '../../server/analysis/rank/columns.ts'
import { principalsOf, rank } from '../../server/analysis/rank.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { compiled } from '../draw.ts'
import { denseArrows, drawArrows } from './random-graphs.ts'

type RankOptions = NonNullable<Parameters<typeof rank>[2]>

function alone(graph: PrivilegeGraph, options: RankOptions): RankedColumns {
  const work = rank(graph, 0, options)
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

test('the parts of a ranking, made in any order, are together the one that is made at once', async () => {
  const options = fc.constantFrom<RankOptions>(
    { searchEach: true },
    { searchEach: false },
    { searchEach: false, threshold: 0 },
    { searchEach: false, threshold: 0, mostBytes: 0 },
  )
  const turns = fc.infiniteStream(fc.nat(2))
  await fc.assert(
    fc.asyncProperty(denseArrows, options, turns, async (arrows, hubs, turn) => {
      const graph = await compiled(drawArrows(arrows))
      const columns = rankedColumns(principalsOf(graph))
      const working = [0, 1, 2].map((part) => rank(graph, 0, { ...hubs, share: { columns, part, parts: 3 } }))
      while (working.length > 0) {
        const at = turn.next().value! % working.length
        if (working[at]!.next().done) working.splice(at, 1)
      }
      expect(columns).toEqual(alone(graph, hubs))
    }),
    { numRuns: 500 },
  )
})
