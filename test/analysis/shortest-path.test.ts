import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortestPath } from '../../server/analysis/shortest-path.ts'
import { startStates } from '../../server/analysis/starts.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveReach } from './naive-reach.ts'
import { cutOf, denseArrows, drawArrows, without } from './random-graphs.ts'

/** Fewest rounds of naive expansion from any start until something of a target is held. */
function naiveHops(drawing: Drawing, from: readonly string[], to: readonly string[]): number | undefined {
  const goals = to.filter((id) => !from.includes(id)).map((id) => `${id} `)
  for (let hops = 1; hops <= 8 * 4; hops++) {
    const held = from.flatMap((start) => [...naiveReach(drawing, start, hops)])
    if (held.some((state) => goals.some((goal) => state.startsWith(goal)))) return hops
  }
  return undefined
}

/** The state in which a way over those arcs ends, each crossed from what the one before gave. */
function endOf(graph: PrivilegeGraph, starts: readonly number[], arcs: readonly number[]): number {
  let held = startStates(graph, starts)
  for (const arc of arcs) {
    expect(held.some((state) => graph.rowStart[state]! <= arc && arc < graph.rowEnd[state]!)).toBe(true)
    held = [graph.heads[arc]!]
  }
  return held[0]!
}

test('no way is shorter, from many starts to many ends, under every cut and basis, and with none', async () => {
  const nodes = fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(
      denseArrows,
      nodes,
      nodes,
      fc.tuple(fc.boolean(), fc.boolean()),
      async (arrows, from, to, [granted, masked]) => {
        const drawing = drawArrows(arrows)
        const graph = await compiled(drawing)
        const cuts = arrows.flatMap(({ cut }, i) => (cut && masked ? [i] : []))
        const { nodes: all, edges } = without(drawing, cuts)
        const firm = edges.filter((it) => it.verdict === 'allowed' && it.confidence === 'granted')
        const expected = naiveHops({ nodes: all, edges: granted ? firm : edges }, from.map(String), to.map(String))
        const at = (ids: readonly number[]) => ids.map((id) => graph.nodes.indexOf(String(id))!)
        const cut = masked ? cutOf(graph, drawing, cuts) : undefined
        const options = { cut, basis: granted ? 0 : 2 } as const
        const found = shortestPath(graph, at(from), at(to), options)
        expect(found?.length).toBe(expected)
        if (!found) return
        for (const arc of found) expect(cut?.[graph.edgeOf[arc]!]).not.toBe(1)
        expect(at(to)).toContain(graph.nodeOf[endOf(graph, at(from), found)])
      },
    ),
    { numRuns: 500 },
  )
})

test('what is held already needs no way', async () => {
  const graph = await compiled(draw('a -CAN_ASSUME-> b', 'b -CAN_ASSUME-> a'))
  expect(shortestPath(graph, [0, 1], [1])).toBeUndefined()
})
