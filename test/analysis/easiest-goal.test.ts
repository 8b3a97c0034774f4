import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestPaths } from '../../server/analysis/best-paths.ts'
import { easiestGoals } from '../../server/analysis/easiest-goal.ts'
import { kindOf } from '../../server/graph/node-table.ts'
import { statesOf } from '../../server/graph/state-rows.ts'
import { compiled } from '../draw.ts'
import { cutOf, denseArrows, drawArrows } from './random-graphs.ts'

test('the easiest goal of everyone is the one that a search from each finds', async () => {
  const gates = fc.constantFrom('count' as const, 'open' as const, 'hold' as const)
  const chosen = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(denseArrows, gates, chosen, fc.nat(2), async (arrows, gate, goalNodes, basis) => {
      const drawing = drawArrows(arrows)
      const graph = await compiled(drawing)
      const cut = cutOf(
        graph,
        drawing,
        arrows.flatMap((arrow, i) => (arrow.cut ? [i] : [])),
      )
      const options = { gates: gate, cut, basis: basis as 0 | 1 | 2 }
      const goals = goalNodes.flatMap((node) => statesOf(graph, node).slice(-1))
      const easiest = easiestGoals(graph, goals, options)
      for (let start = 0; start < graph.nodes.count; start++) {
        if (goalNodes.includes(start) || kindOf(graph.nodes, start) !== 'Identity') continue
        const walk = bestPaths(graph, [start], options)
        const found = goals
          .filter((state) => walk.levelAt(state) !== 0)
          .map((state) => ({ node: graph.nodeOf[state]!, ease: walk.crossings.levels.value[walk.levelAt(state)]! }))
          .sort((a, b) => b.ease - a.ease || a.node - b.node)
        expect(easiest(start)).toEqual(found[0])
      }
    }),
    { numRuns: 1_000 },
  )
})
