import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edgesAt } from '../../server/graph/edges-at.ts'
import { denseArrows, drawArrows } from '../analysis/random-graphs.ts'
import { compiled } from '../draw.ts'

test('every edge is found at both its ends, once, whether or not anybody can cross it', async () => {
  const found = fc.asyncProperty(denseArrows, async (arrows) => {
    const graph = await compiled(drawArrows(arrows))
    const { count, from, to } = graph.edges
    const edges = Array.from({ length: count }, (_, edge) => edge)
    for (let node = 0; node < graph.nodes.count; node++) {
      expect([...edgesAt(graph, 'out', node)]).toEqual(edges.filter((edge) => from[edge] === node))
      expect([...edgesAt(graph, 'in', node)]).toEqual(edges.filter((edge) => to[edge] === node))
    }
  })
  await fc.assert(found, { numRuns: 500 })
})
