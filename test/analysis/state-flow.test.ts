import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UNCUTTABLE } from '../../server/analysis/cuts/max-flow.ts'
import { minCut } from '../../server/analysis/cuts/min-cut.ts'
import { reach } from '../../server/analysis/reach.ts'
import { edgeIdOf } from '../../server/graph/edge-lookup.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveCheapestCut } from './naive-flow.ts'
import { cutOf, denseArrows, drawArrows, narrowArrows } from './random-graphs.ts'

const node = fc.nat(7)
const nodes = fc.uniqueArray(node.map(String), { minLength: 1, maxLength: 2 })
const salt = fc.nat(1_000)

/** From 0 to 15 by long and short ways that cross: what was sent first has to be led elsewhere. */
const braid: fc.Arbitrary<Drawing> = fc
  .array(fc.record({ from: fc.nat(14), on: fc.constantFrom(1, 1, 2, 3, 7, -2), kind: fc.nat(20) }), {
    minLength: 30,
    maxLength: 60,
  })
  .map((arrows) =>
    draw(
      '0',
      '15',
      ...arrows.map(({ from, on, kind }) => {
        const to = Math.max(0, Math.min(15, from + on))
        const way = ['CONTAINS#all#', 'CAN_WRITE', 'CAN_EXECUTE', 'RUNS_AS', 'RUNS_AS'][kind] ?? 'CAN_CONTROL'
        return `${from} -${way}-> ${to}`
      }),
    ),
  )

/** Every third costs each of 1, 2 and 3, and one in eleven is not for sale. */
const costsOf = ({ edges }: Drawing, salt: number) =>
  new Map(
    edges.map((edge, i) => [edgeId(edge), (i * 7 + salt) % 11 === 0 ? UNCUTTABLE : 1 + ((i + salt) % 3)] as const),
  )

/** How many edges the cheapest cut has; 0 where there is none. */
async function expectCheapest(drawing: Drawing, from: readonly string[], to: readonly string[], salt: number) {
  const graph = await compiled(drawing)
  const costs = costsOf(drawing, salt)
  const costOf = (edge: number) => costs.get(edgeIdOf(graph, edge))!
  const keep = new Set(graph.edges.from.keys().filter((edge) => costOf(edge) === UNCUTTABLE))
  const [starts, targets] = [from, to].map((ids) => ids.map((id) => graph.nodes.indexOf(id)!)) as [number[], number[]]
  const { edges, lowerBound } = minCut(graph, starts, targets, { basis: 2, gates: 'open', keep, costOf })
  expect(lowerBound).toBe(naiveCheapestCut(drawing, from, to, (edge) => costs.get(edgeId(edge))!))
  if (edges === undefined) return 0
  expect(edges.reduce((sum, edge) => sum + costOf(edge), 0)).toBe(lowerBound)
  const cut = cutOf(graph, drawing, [])
  for (const edge of edges) cut[edge] = 1
  const { order } = reach(graph, starts, { basis: 2, gates: 'open', cut })
  expect([...order].filter((state) => targets.includes(graph.nodeOf[state]!))).toEqual([])
  return edges.length
}

test('a cheapest cut costs what a network built state by state says, separates, and spares what is kept', async () => {
  let several = 0
  const agrees = async (arrows: Parameters<typeof drawArrows>[0], from: string[], to: string[], salt: number) => {
    const targets = to.filter((it) => !from.includes(it))
    if ((await expectCheapest(drawArrows(arrows), from, targets, salt)) > 1) several++
  }
  await fc.assert(fc.asyncProperty(denseArrows, nodes, nodes, salt, agrees), { numRuns: 300 })
  await fc.assert(fc.asyncProperty(narrowArrows, nodes, nodes, salt, agrees), { numRuns: 500 })
  expect(several).toBeGreaterThan(60) // Else it agreed about nothing: most random ends are apart already.
})

test('so it does where what was sent first has to be led elsewhere', async () => {
  let several = 0
  const agrees = fc.asyncProperty(braid, salt, async (drawing, salt) => {
    if ((await expectCheapest(drawing, ['0'], ['15'], salt)) > 1) several++
  })
  await fc.assert(agrees, { numRuns: 500 })
  expect(several).toBeGreaterThan(60)
})

test('so it does where a cut has more edges than are sought one by one', async () => {
  const wide = 14
  const lane = fc.nat(wide - 1)
  const lanes = fc.array(fc.tuple(lane, lane), { minLength: 20, maxLength: 40 })
  let most = 0
  const agrees = fc.asyncProperty(lanes, async (crossed) => {
    const all = Array.from({ length: wide }, (_, i) => i)
    const drawing = draw(
      ...all.flatMap((i) => [`0 -CAN_ASSUME-> a${i}`, `b${i} -CAN_ASSUME-> 15`]),
      ...crossed.map(([a, b]) => `a${a} -CAN_ASSUME-> b${b}`),
    )
    most = Math.max(most, await expectCheapest(drawing, ['0'], ['15'], 0))
  })
  await fc.assert(agrees, { numRuns: 100 })
  expect(most).toBeGreaterThan(10)
})
