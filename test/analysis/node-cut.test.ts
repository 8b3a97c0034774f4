import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minNodeCut, type NodeCutOptions } from '../../server/analysis/cuts/node-cut.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveReach } from './naive-reach.ts'
import { type Arrow, denseArrows, drawArrows, narrowArrows } from './random-graphs.ts'

/** Whether no target is left without those nodes, by repeating all rules. */
function separates({ nodes, edges }: Drawing, from: string, to: string, out: readonly string[]): boolean {
  const kept = edges.filter((edge) => !out.includes(edge.from) && !out.includes(edge.to))
  return ![...naiveReach({ nodes, edges: kept }, from, 99)].some((state) => state.startsWith(`${to} `))
}

/** The price of the cheapest nodes, by trying all sets of them; Infinity where none separates. */
function cheapest(drawing: Drawing, from: string, to: string, priceOf: (id: string) => number): number {
  const free = drawing.nodes.map(({ id }) => id as string).filter((id) => id !== from && id !== to && priceOf(id) < 99)
  let least = Number.POSITIVE_INFINITY
  for (let chosen = 0; chosen < 1 << free.length; chosen++) {
    const out = free.filter((_, i) => chosen & (1 << i))
    const price = out.reduce((sum, id) => sum + priceOf(id), 0)
    if (price < least && separates(drawing, from, to, out)) least = price
  }
  return least
}

async function cut(drawing: Drawing, from: string, to: string, options: NodeCutOptions = {}) {
  const graph = await compiled(drawing)
  const at = (id: string) => graph.nodes.indexOf(id)!
  const found = minNodeCut(graph, [at(from)], [at(to)], { basis: 2, gates: 'open', ...options })
  return { ...found, ids: found.nodes?.map((node) => graph.nodes.ids.at(node)) }
}

/** Node 6 is kept; the others cost 1 to 3. */
const priceOf = (salt: number) => (id: string) => (id === '6' ? 99 : 1 + ((Number(id) + salt) % 3))

test('the cheapest nodes cost what trying all sets of nodes finds, and they separate', async () => {
  const agrees = async (arrows: readonly Arrow[], from: string, to: string, salt: number) => {
    const drawing = drawArrows(arrows)
    const graph = await compiled(drawing)
    const costOf = (node: number) => priceOf(salt)(graph.nodes.ids.at(node))
    const keep = new Set([graph.nodes.indexOf('6')!])
    const { ids, lowerBound } = await cut(drawing, from, to, { keep, costOf })
    expect(lowerBound).toBe(cheapest(drawing, from, to, priceOf(salt)))
    if (ids === undefined) return
    expect(ids.reduce((sum, id) => sum + priceOf(salt)(id), 0)).toBe(lowerBound)
    expect(separates(drawing, from, to, ids)).toBe(true)
  }
  const ends = [fc.constantFrom('0', '1', '3'), fc.constantFrom('2', '4', '5'), fc.nat(2)] as const
  await fc.assert(fc.asyncProperty(denseArrows, ...ends, agrees), { numRuns: 80 })
  await fc.assert(fc.asyncProperty(narrowArrows, ...ends, agrees), { numRuns: 100 })
})

/** Two capabilities meet each of several resources, and only one of them leads on. */
const meeting = fc.array(
  fc.record({
    from: fc.constantFrom('0', '1', '2', '3', '4', '5'),
    kind: fc.constantFrom('CAN_READ', 'CAN_WRITE', 'CAN_CONTROL', 'CONTAINS#all#', 'CONTAINS#all#', 'RUNS_AS'),
    to: fc.constantFrom('1', '2', '3', '4', '5', '7'),
  }),
  { minLength: 16, maxLength: 26 },
)

test('a node that several capabilities enter is paid once', async () => {
  let several = 0
  const agrees = fc.asyncProperty(meeting, async (arrows) => {
    const drawing = draw('0', '7', ...arrows.map(({ from, kind, to }) => `${from} -${kind}-> ${to}`))
    const { ids, lowerBound } = await cut(drawing, '0', '7')
    expect(lowerBound).toBe(cheapest(drawing, '0', '7', () => 1))
    if (ids === undefined) return
    if (ids.length > 1) several++
    expect(ids).toHaveLength(lowerBound)
    expect(separates(drawing, '0', '7', ids)).toBe(true)
  })
  await fc.assert(agrees, { numRuns: 400 })
  expect(several).toBeGreaterThan(20) // Else it agreed about nothing.
})

test('where the budget ends the search, the bound says what is open', async () => {
  const agrees = fc.asyncProperty(meeting, async (arrows) => {
    const drawing = draw('0', '7', ...arrows.map(({ from, kind, to }) => `${from} -${kind}-> ${to}`))
    const [exact, hasty] = [await cut(drawing, '0', '7'), await cut(drawing, '0', '7', { budget: 0 })]
    expect(hasty.lowerBound).toBeLessThanOrEqual(exact.lowerBound)
    expect(hasty.ids === undefined).toBe(exact.ids === undefined)
    if (hasty.ids === undefined) return
    expect(hasty.ids.length).toBeGreaterThanOrEqual(exact.lowerBound)
    expect(separates(drawing, '0', '7', hasty.ids)).toBe(true)
  })
  await fc.assert(agrees, { numRuns: 100 })
})

test('neither end is taken out, and what leads straight over has no cut of nodes', async () => {
  const straight = draw('bot -CAN_ASSUME-> admin', 'bot -CAN_ASSUME-> helper', 'helper -CAN_ASSUME-> admin')
  expect(await cut(straight, 'bot', 'admin')).toMatchObject({ nodes: undefined })
  const around = draw('bot -CAN_ASSUME-> helper', 'helper -CAN_ASSUME-> admin')
  expect(await cut(around, 'bot', 'admin')).toMatchObject({ ids: ['helper'], lowerBound: 1 })
})
