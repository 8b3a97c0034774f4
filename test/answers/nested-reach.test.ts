import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestPaths } from '../../server/analysis/best-paths.ts'
import { blast, reachedNodes } from '../../server/analysis/blast.ts'
import { nestedReach, totalOf, totalsOf } from '../../server/answers/nested-reach.ts'
import { GRANTED, WITH_CONDITIONAL, WITH_INFERRED } from '../../server/graph/look.ts'
import { cutOf, denseArrows, drawArrows } from '../analysis/random-graphs.ts'
import { compiled } from '../draw.ts'

test('each of the nested totals is what a search over its facts alone says, however few searches are made', async () => {
  const gates = fc.constantFrom('count' as const, 'open' as const, 'hold' as const)
  await fc.assert(
    fc.asyncProperty(denseArrows, fc.nat(7), gates, async (arrows, start, gate) => {
      const drawing = drawArrows(arrows)
      const graph = await compiled(drawing)
      const cut = cutOf(
        graph,
        drawing,
        arrows.flatMap((arrow, i) => (arrow.cut ? [i] : [])),
      )
      const options = { gates: gate, cut }
      let read: unknown
      const nested = nestedReach(graph, [start], options, (_walk, granted) => {
        read = granted
      })
      const over = (basis: 0 | 1 | 2) => totalOf(blast(graph, [start], { ...options, basis }))
      expect(totalsOf(nested)).toEqual({
        granted: over(GRANTED),
        withInferred: over(WITH_INFERRED),
        withConditional: over(WITH_CONDITIONAL),
      })
      expect(nested.granted).toEqual(blast(graph, [start], options))
      expect(read).toBe(nested.granted)
      for (const [basis, { nodes }] of [
        [WITH_INFERRED, nested.inferred],
        [WITH_CONDITIONAL, nested.conditional],
      ] as const) {
        const walk = bestPaths(graph, [start], { ...options, basis })
        expect(nodes.toSorted((a, b) => a - b)).toEqual(reachedNodes(graph, [start], walk).sort((a, b) => a - b))
      }
    }),
    { numRuns: 500 },
  )
})
