import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChokeOptions, chokePoints } from '../../server/analysis/choke-points/choke-points.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { edgeIdOf } from '../../server/graph/edge-lookup.ts'
import type { Basis } from '../../server/graph/look.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveParts } from './naive-blast.ts'
import { denseArrows, drawArrows, without } from './random-graphs.ts'

const all = 100

async function choked(drawing: Drawing, start: string, options: ChokeOptions) {
  const graph = await compiled(drawing)
  const found = chokePoints(graph, [graph.nodes.indexOf(start)!], options)
  const nodes = found.nodes.points.map(({ at, ...point }) => ({ id: graph.nodes.ids.at(at), ...point }))
  const edges = found.edges.points.map(({ at, ...point }) => ({ id: edgeIdOf(graph, at), ...point }))
  return { found, nodes, edges }
}

/** What everything but `itself` loses when those edges go, by scoring twice. */
function naiveLoss(drawing: Drawing, start: string, basis: Basis, positions: readonly number[], itself?: string) {
  const before = naiveParts(drawing, start, basis)
  const after = naiveParts(without(drawing, positions), start, basis)
  const others = [...before].filter(([id]) => id !== itself)
  return {
    carries: others.reduce((sum, [id, part]) => sum + part - after.get(id)!, 0),
    cutOff: others.filter(([id, part]) => part > 0 && after.get(id) === 0).length,
  }
}

function naiveChokePoints(drawing: Drawing, start: string, basis: Basis) {
  const { nodes, edges } = drawing
  const nodeLoss = nodes.flatMap(({ id }) => {
    if (id === start) return []
    const at = [...edges.keys()].filter((i) => edges[i]!.from === id || edges[i]!.to === id)
    return [{ id, ...naiveLoss(drawing, start, basis, at, id) }]
  })
  const cuttable = [...edges.keys()].filter((i) => edgeKinds.get(edges[i]!.kind)!.cuttable !== false)
  const edgeLoss = cuttable.map((i) => ({ id: edgeId(edges[i]!), ...naiveLoss(drawing, start, basis, [i]) }))
  const once = new Map([...nodeLoss, ...edgeLoss].map((it) => [it.id, it]))
  return [...once.values()].filter(({ carries }) => carries > 1e-12)
}

const cases = [denseArrows, fc.constantFrom('0', '3', '5'), fc.constantFrom<Basis>(0, 1, 2)] as const

test('every node and edge carries what all other targets lose without it, and none that carries is left out', async () => {
  let seen = 0
  const agrees = fc.asyncProperty(...cases, async (arrows, start, basis) => {
    const drawing = drawArrows(arrows)
    const { nodes, edges } = await choked(drawing, start, { limit: all, basis })
    const carried = new Map([...nodes, ...edges].map((point) => [point.id, point]))
    const expected = naiveChokePoints(drawing, start, basis)
    expect([...carried.keys()].sort()).toEqual(expected.map(({ id }) => id).sort())
    for (const { id, carries, cutOff } of expected) {
      expect(carried.get(id)!.carries).toBeCloseTo(carries, 9)
      expect(carried.get(id)!.cutOff).toBe(cutOff)
    }
    seen += expected.length
  })
  await fc.assert(agrees, { numRuns: 500 })
  expect(seen).toBeGreaterThan(200) // Else it agreed about nothing: most random starts lead nowhere over granted edges.
})

test('a short list holds the largest of the long one, though not every candidate is tried', async () => {
  const agrees = fc.asyncProperty(...cases, fc.integer({ min: 1, max: 3 }), async (arrows, start, basis, limit) => {
    const drawing = drawArrows(arrows)
    const long = await choked(drawing, start, { limit: all, basis })
    const short = await choked(drawing, start, { limit, basis })
    const amounts = (points: readonly { readonly carries: number }[]) => points.map(({ carries }) => carries)
    for (const list of ['nodes', 'edges'] as const) {
      const largest = amounts(long[list]).slice(0, limit)
      expect(short[list]).toHaveLength(largest.length)
      for (const [i, carries] of amounts(short[list]).entries()) expect(carries).toBeCloseTo(largest[i]!, 12)
      expect(short.found[list].untried).toBe(0)
    }
  })
  await fc.assert(agrees, { numRuns: 500 })
})

const estate = draw(
  'bot -CAN_ASSUME-> deployer',
  'bot -CAN_READ-> Secret:key@4',
  'Secret:key -AUTHENTICATES_AS-> deployer',
  'deployer -CAN_CONTROL-> Resource:prod@0',
  'deployer -CAN_READ-> Resource:data@1',
)

test('what two ways lead to hangs on neither, but on the node where they meet', async () => {
  const { nodes, edges } = await choked(estate, 'bot', { limit: all })
  expect(nodes).toMatchObject([{ id: 'deployer', cutOff: 2, weakened: 0 }])
  expect(nodes[0]!.carries).toBeCloseTo(-Math.log1p(-0.8) - Math.log1p(-0.15), 12)
  // Without the role's trust the way over the key is left: it is harder, and cuts nothing off.
  expect(edges.map(({ cutOff, weakened }) => [cutOff, weakened])).toEqual([
    [1, 0],
    [0, 3],
    [1, 0],
    [1, 0],
  ])
})

test('candidates that the budget left untried are counted, with what they carry at most', async () => {
  const { found } = await choked(estate, 'bot', { limit: all, budget: 1 })
  expect(found.edges.points).toHaveLength(1)
  const { edges } = await choked(estate, 'bot', { limit: all })
  expect(found.edges.untried).toBe(edges.length - 1)
  expect(found.edges.untriedAtMost).toBeGreaterThanOrEqual(edges[1]!.carries)
})
