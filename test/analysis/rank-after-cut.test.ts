import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rank } from '../../server/analysis/rank.ts'
import { rankAfterCut } from '../../server/analysis/rank-after-cut.ts'
import { reach } from '../../server/analysis/reach.ts'
import { unionOf, type WalkOptions } from '../../server/analysis/walk-options.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { crossedEstate } from '../answers/crossed-estate.ts'
import { compiled, draw } from '../draw.ts'
import { cutOf, denseArrows, drawArrows } from './random-graphs.ts'

function finished<T>(work: Generator<unknown, T>): T {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

const sharing = { searchEach: false }
const everyone = (graph: PrivilegeGraph, options: WalkOptions) => finished(rank(graph, 0, { ...options, ...sharing }))

/** By forward search: whether a compromise of the node comes to the tail of a cut edge that it could cross. */
function comesToCut(graph: PrivilegeGraph, node: number, cut: Uint8Array, options: WalkOptions): boolean {
  const { rowStart, rowEnd, edgeOf } = graph
  return reach(graph, [node], options).order.some((state) => {
    for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++)
      if (cut[edgeOf[arc]!] === 1 && options.cut?.[edgeOf[arc]!] !== 1) return true
    return false
  })
}

test('after a cut everyone is ranked as from the beginning, and only who comes to the cut is ranked anew', async () => {
  const gates = fc.constantFrom('count' as const, 'open' as const, 'hold' as const)
  const places = fc.array(fc.nat(27), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(denseArrows, gates, places, async (arrows, gate, positions) => {
      const drawing = drawArrows(arrows)
      const graph = await compiled(drawing)
      const over = cutOf(
        graph,
        drawing,
        arrows.flatMap(({ cut }, i) => (cut ? [i] : [])),
      )
      const options = { gates: gate, cut: over }
      const cut = cutOf(graph, drawing, [...new Set(positions.map((position) => position % arrows.length))])
      const before = everyone(graph, options)
      const { columns, anew } = finished(rankAfterCut(graph, before, cut, 0, { ...options, ...sharing }))
      expect(columns).toEqual(everyone(graph, { ...options, cut: unionOf(over, cut) }))
      for (const row of anew) expect(comesToCut(graph, before.node[row]!, cut, options)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('a cut that many come to is ranked after as from the beginning too', async () => {
  const graph = await crossedEstate(900)
  const before = everyone(graph, {})
  for (const share of [3, 40, 2_000]) {
    const cut = Uint8Array.from({ length: graph.edges.count }, (_, edge) => (edge % share === 1 ? 1 : 0))
    const { columns, anew } = finished(rankAfterCut(graph, before, cut, 0, sharing))
    expect(columns).toEqual(everyone(graph, { cut }))
    expect(anew.length).toBeGreaterThan(100)
  }
  expect(before).toEqual(everyone(graph, {}))
})

test('a cut that nobody comes to leaves the ranking as it is', async () => {
  const graph = await compiled(
    draw('a -CAN_CONTROL-> Resource:r@0', 'Resource:x -RUNS_AS-> a', 'b -CAN_READ-> Resource:r'),
  )
  const before = everyone(graph, {})
  const none = new Uint8Array(graph.edges.count)
  expect(finished(rankAfterCut(graph, before, none, 0))).toEqual({ columns: before, anew: [] })
})
