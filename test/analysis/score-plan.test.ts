import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blast } from '../../server/analysis/blast.ts'
import { planUnder, type ScorePlanOptions } from '../../server/analysis/cuts/score-plan.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { edgeIdOf } from '../../server/graph/edge-lookup.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveSum } from './naive-blast.ts'
import { denseArrows, drawArrows } from './random-graphs.ts'

const naiveScore = (drawing: Drawing, start: string) => -100 * Math.expm1(-naiveSum(drawing, start, 2))

/** What the cheapest plan costs, by trying all sets of edges; Infinity where none suffices. */
function cheapest(drawing: Drawing, start: string, under: number, priceOf: (id: string) => number): number {
  // Several facts may be one edge, and go together.
  const kinds = new Map(drawing.edges.map((edge) => [edgeId(edge), edgeKinds.get(edge.kind)!]))
  const free = [...kinds].flatMap(([id, { cuttable, crossings }]) =>
    cuttable !== false && crossings.length > 0 && priceOf(id) < 99 ? [id] : [],
  )
  let least = Number.POSITIVE_INFINITY
  for (let chosen = 0; chosen < 1 << free.length; chosen++) {
    const gone = new Set(free.filter((_, i) => chosen & (1 << i)))
    const price = gone.values().reduce((sum, id) => sum + priceOf(id), 0)
    if (price >= least) continue
    const kept = { nodes: drawing.nodes, edges: drawing.edges.filter((edge) => !gone.has(edgeId(edge))) }
    if (naiveScore(kept, start) < under) least = price
  }
  return least
}

async function planned(drawing: Drawing, start: string, under: number, options: ScorePlanOptions = {}) {
  const graph = await compiled(drawing)
  const at = [graph.nodes.indexOf(start)!]
  const plan = planUnder(graph, at, under, { basis: 2, ...options })
  const cut = new Uint8Array(graph.edges.count)
  for (const edge of plan.edges ?? []) cut[edge] = 1
  return { graph, plan, left: blast(graph, at, { basis: 2, cut }).score }
}

const few = denseArrows.map((arrows) =>
  arrows
    .filter(({ kind }) => edgeKinds.get(kind)!.crossings.length > 0)
    .slice(0, 11)
    // From 0 on, so that most of them are reached.
    .map((it, i) => ({ ...it, from: i < 4 ? 0 : it.from })),
)
const unders = fc.constantFrom(0.37, 2.9, 7.3, 21.7, 43.1)
/** By the first digit of an edge's id; one in sixteen is not for sale. */
const priceOf = (dear: boolean) => (id: string) =>
  id[1] === 'f' ? 99 : dear ? 1 + (Number.parseInt(id[1]!, 16) % 3) : 1

test('the cheapest plan under a score costs what trying all sets of edges finds, and it suffices', async () => {
  let several = 0
  const agrees = fc.asyncProperty(few, unders, fc.boolean(), async (arrows, under, dear) => {
    const drawing = drawArrows(arrows)
    const { nodes, edges } = await compiled(drawing)
    const graph = { nodes, edges } as Parameters<typeof edgeIdOf>[0]
    const costOf = (edge: number) => priceOf(dear)(edgeIdOf(graph, edge))
    const keep = new Set(edges.from.keys().filter((edge) => costOf(edge) === 99))
    const { plan, left } = await planned(drawing, '0', under, { keep, costOf })
    const expected = cheapest(drawing, '0', under, priceOf(dear))
    expect(plan.edges === undefined).toBe(expected === Number.POSITIVE_INFINITY)
    if (plan.edges === undefined) return
    expect(plan.edges.reduce((sum, edge) => sum + costOf(edge), 0)).toBe(expected)
    expect(plan.lowerBound).toBe(expected)
    expect(left).toBeLessThan(under)
    if (plan.edges.length > 1) several++
  })
  await fc.assert(agrees, { numRuns: 250 })
  expect(several).toBeGreaterThan(20) // Else it agreed about nothing.
})

test('where the budget ends the search, the plan suffices and the bound does not claim what was not shown', async () => {
  const agrees = fc.asyncProperty(few, unders, async (arrows, under) => {
    const drawing = drawArrows(arrows)
    const exact = (await planned(drawing, '0', under)).plan
    const { plan, left } = await planned(drawing, '0', under, { budget: 0 })
    expect(plan.edges === undefined).toBe(exact.edges === undefined)
    if (plan.edges === undefined) return
    expect(plan.lowerBound).toBeLessThanOrEqual(exact.edges!.length)
    expect(plan.edges.length).toBeGreaterThanOrEqual(exact.edges!.length)
    expect(left).toBeLessThan(under)
  })
  await fc.assert(agrees, { numRuns: 120 })
})

test('what cannot be cut may keep every plan above the target, and how high is told', async () => {
  const whole = draw('Resource:account@4 -CONTAINS-> Resource:prod@0', 'Resource:account -CONTAINS-> Resource:data@1')
  const { plan } = await planned(whole, 'account', 50)
  expect(plan.edges).toBeUndefined()
  expect(plan.floor).toBeCloseTo(100 * (1 - 0.2 * 0.7), 9)
})
