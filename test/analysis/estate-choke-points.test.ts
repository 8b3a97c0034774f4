import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EstateChokeOptions, estateChokePoints } from '../../server/analysis/choke-points/estate-choke-points.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { edgeIdOf } from '../../server/graph/edge-lookup.ts'
import { isPrincipal } from '../../server/graph/node-table.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveParts } from './naive-blast.ts'
import { denseArrows, drawArrows, without } from './random-graphs.ts'

const all = 200

async function choked(drawing: Drawing, options: Partial<EstateChokeOptions> = {}) {
  const graph = await compiled(drawing)
  const found = estateChokePoints(graph, { limit: all, budget: Number.POSITIVE_INFINITY, ...options })
  const principals = [...graph.nodes.kinds.keys()].filter((node) => isPrincipal(graph.nodes, node))
  return {
    found,
    nodes: found.nodes.points.map(({ at, ...point }) => ({ id: graph.nodes.ids.at(at) as string, ...point })),
    edges: found.edges.points.map(({ at, ...point }) => ({ id: edgeIdOf(graph, at), ...point })),
    principals: principals.map((node) => graph.nodes.ids.at(node) as string),
  }
}

/** What all others lose when those edges go, by scoring each of them twice. */
function naiveLoss(drawing: Drawing, principals: readonly string[], gone: readonly number[], itself?: string) {
  const losses = principals.map((start) => {
    if (start === itself) return 0
    const before = naiveParts(drawing, start, 0)
    const after = naiveParts(without(drawing, gone), start, 0)
    return [...before].reduce((sum, [id, part]) => sum + part - after.get(id)!, 0)
  })
  return { carries: losses.reduce((a, b) => a + b, 0), identities: losses.filter((loss) => loss > 1e-12).length }
}

function naiveChokePoints(drawing: Drawing, principals: readonly string[]) {
  const { nodes, edges } = drawing
  const ofNodes = nodes.map(({ id }) => {
    const at = [...edges.keys()].filter((i) => edges[i]!.from === id)
    return { id: id as string, ...naiveLoss(drawing, principals, at, id) }
  })
  const cuttable = [...edges.keys()].filter((i) => edgeKinds.get(edges[i]!.kind)!.cuttable !== false)
  const ofEdges = cuttable.map((i) => ({ id: edgeId(edges[i]!) as string, ...naiveLoss(drawing, principals, [i]) }))
  return new Map([...ofNodes, ...ofEdges].filter(({ carries }) => carries > 1e-9).map((it) => [it.id, it]))
}

test('every node and edge carries what all identities lose without it, and none that carries is left out', async () => {
  let seen = 0
  const agrees = fc.asyncProperty(denseArrows, async (arrows) => {
    const drawing = drawArrows(arrows)
    const { nodes, edges, principals, found } = await choked(drawing)
    const expected = naiveChokePoints(drawing, principals)
    const carried = new Map([...nodes, ...edges].map((point) => [point.id, point]))
    expect([...carried.keys()].sort()).toEqual([...expected.keys()].sort())
    for (const [id, { carries, identities }] of expected) {
      expect(carried.get(id)!.carries).toBeCloseTo(carries, 9)
      expect(carried.get(id)!.identities).toBe(identities)
    }
    expect(found.read).toBe(found.reaching)
    seen += expected.size
  })
  await fc.assert(agrees, { numRuns: 120 })
  expect(seen).toBeGreaterThan(200)
})

test('a short list holds the largest of the long one, though not every candidate is tried', async () => {
  const agrees = fc.asyncProperty(denseArrows, fc.integer({ min: 1, max: 3 }), async (arrows, limit) => {
    const drawing = drawArrows(arrows)
    const [long, short] = [await choked(drawing), await choked(drawing, { limit })]
    for (const list of ['nodes', 'edges'] as const) {
      const amounts = long[list].slice(0, limit).map(({ carries }) => carries)
      expect(short[list]).toHaveLength(amounts.length)
      for (const [i, { carries }] of short[list].entries()) expect(carries).toBeCloseTo(amounts[i]!, 9)
    }
  })
  await fc.assert(agrees, { numRuns: 120 })
})

/** Forty bots reach the estate over one role, each a few more things of its own. */
const estate = draw(
  ...Array.from({ length: 60 }, (_, i) => `bot${i} -CAN_ASSUME-> role`),
  ...Array.from({ length: 60 }, (_, i) => `bot${i} -CAN_READ-> Resource:own${i}@3`),
  'role -CAN_CONTROL-> Resource:prod@0',
)

test('where only some identities are read to choose what to try, what is tried is exact all the same', async () => {
  const { found, nodes } = await choked(estate, { limit: 1, reading: 10 })
  expect(found.read).toBeLessThan(found.reaching)
  const [exact] = (await choked(estate, { limit: 1 })).nodes
  expect(nodes).toEqual([exact])
  expect(exact).toMatchObject({ id: 'role', identities: 60 })
  expect(exact!.carries).toBeCloseTo(60 * -Math.log1p(-0.8), 9)
})

test('candidates that the budget left untried are counted, with what they carry at most', async () => {
  const { found } = await choked(estate, { budget: 1 })
  expect(found.edges.points).toHaveLength(1)
  const { edges } = await choked(estate)
  expect(found.edges.untried).toBe(edges.length - 1)
  expect(found.edges.untriedAtMost).toBeGreaterThanOrEqual(edges[1]!.carries - 1e-9)
})
