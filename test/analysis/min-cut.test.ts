import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minCut } from '../../server/analysis/cuts/min-cut.ts'
import { reach } from '../../server/analysis/reach.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { edgeKindOf } from '../../server/graph/edge-lookup.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveReach } from './naive-reach.ts'
import { cutOf, denseArrows, drawArrows } from './random-graphs.ts'

/** The size of the smallest cut, by trying all sets of edges, smallest first; undefined above the limit. */
function smallestCut({ nodes, edges }: Drawing, start: string, target: string, limit: number): number | undefined {
  const distinct = [...new Map(edges.map((edge) => [edgeId(edge), edge])).values()]
  const cuttable = distinct.filter(
    (edge) => edgeKinds.get(edge.kind)!.cuttable !== false && edgeKinds.get(edge.kind)!.crossings.length > 0,
  )
  const separates = (cut: readonly unknown[]) => {
    const kept = distinct.filter((edge) => !cut.includes(edge))
    return ![...naiveReach({ nodes, edges: kept }, start, 99)].some((state) => state.startsWith(`${target} `))
  }
  const choose = (size: number, from: number, chosen: readonly unknown[]): boolean => {
    if (size === 0) return separates(chosen)
    for (let i = from; i <= cuttable.length - size; i++)
      if (choose(size - 1, i + 1, [...chosen, cuttable[i]])) return true
    return false
  }
  for (let size = 0; size <= limit; size++) if (choose(size, 0, [])) return size
  return undefined
}

test('a minimum cut is as small as brute force finds, and it separates', async () => {
  await fc.assert(
    fc.asyncProperty(denseArrows, async (arrows) => {
      const drawing = drawArrows(arrows.slice(0, 13))
      const graph = await compiled(drawing)
      const [from, to] = [graph.nodes.indexOf('0')!, graph.nodes.indexOf('4')!]
      const { edges, lowerBound } = minCut(graph, [from], [to], { basis: 2, gates: 'open' })
      const expected = smallestCut(drawing, '0', '4', 4)
      if (expected !== undefined) expect(edges?.length).toBe(expected)
      if (edges === undefined) return
      expect(lowerBound).toBe(edges.length)
      const cut = cutOf(graph, drawing, [])
      for (const edge of edges) cut[edge] = 1
      const { order } = reach(graph, [from], { basis: 2, gates: 'open', cut })
      expect([...order].some((state) => graph.nodeOf[state] === to)).toBe(false)
    }),
    { numRuns: 400 },
  )
})

test('a question asked of a graph that answered others before is answered as if it were the first', async () => {
  const node = fc.integer({ min: 0, max: 7 })
  const question = fc.record({
    from: node,
    to: fc.uniqueArray(node, { minLength: 1, maxLength: 2 }),
    cuts: fc.boolean(),
  })
  const asked = fc.tuple(denseArrows, fc.array(question, { minLength: 2, maxLength: 9 }))
  await fc.assert(
    fc.asyncProperty(asked, fc.constantFrom<0 | 2>(0, 2), async ([arrows, questions], basis) => {
      const drawing = drawArrows(arrows)
      const used = await compiled(drawing)
      for (const { from, to, cuts } of questions) {
        const ask = (graph: typeof used, by: 0 | 2) => {
          const cut = new Uint8Array(graph.edges.count).map((_, edge) => (cuts && edge % 3 === 0 ? 1 : 0))
          const nodes = (all: readonly number[]) => all.map((it) => graph.nodes.indexOf(String(it))!)
          return minCut(graph, nodes([from]), nodes(to), { basis: by, cut: cuts ? cut : undefined })
        }
        for (const by of [0, basis] as const) expect(ask(used, by)).toEqual(ask(await compiled(drawing), by))
      }
    }),
    { numRuns: 100 },
  )
})

test('two ways over one edge are one cut', async () => {
  const graph = await compiled(
    draw(
      'a -CAN_WRITE-> Resource:job',
      'a -CAN_EXECUTE-> Resource:job',
      'Resource:job -RUNS_AS-> deployer',
      'deployer -CAN_CONTROL-> Resource:prod@0',
    ),
  )
  const at = (id: string) => graph.nodes.indexOf(id)!
  const { edges } = minCut(graph, [at('a')], [at('deployer')])
  expect(edges?.map((edge) => edgeKindOf(graph, edge))).toEqual(['RUNS_AS'])
})

test('what is part of a whole cannot be cut from it', async () => {
  const graph = await compiled(
    draw('a -CAN_CONTROL-> Resource:account@0', 'Resource:account -CONTAINS-> Resource:db@1'),
  )
  const at = (id: string) => graph.nodes.indexOf(id)!
  expect(minCut(graph, [at('a')], [at('db')]).edges?.map((edge) => edgeKindOf(graph, edge))).toEqual(['CAN_CONTROL'])
  expect(minCut(graph, [at('account')], [at('db')]).edges).toBeUndefined()
})

test('what a cuttable kind gives does not depend on what it needs, so that one edge is one cut', () => {
  for (const { kind, cuttable, crossings, crossingsByKey } of edgeKinds.values()) {
    if (cuttable === false) continue
    for (const ways of [crossings, ...(crossingsByKey?.values() ?? [])]) {
      expect(new Set(ways.map(({ gives }) => gives)).size, kind).toBeLessThanOrEqual(1)
    }
  }
})

test('the dearer of two edges in a row is left alone, whichever comes first', async () => {
  const graph = await compiled(draw('a -CAN_ASSUME-> b', 'b -CAN_ASSUME-> c'))
  const at = (id: string) => graph.nodes.indexOf(id)!
  for (const cheap of [0, 1]) {
    const cut = minCut(graph, [at('a')], [at('c')], { costOf: (edge: number) => (edge === cheap ? 2 : 5) })
    expect(cut).toEqual({ edges: [cheap], lowerBound: 2 })
  }
})
