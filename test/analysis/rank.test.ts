import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blast } from '../../server/analysis/blast.ts'
import { exposure } from '../../server/analysis/exposure.ts'
import { everyRanked } from '../../server/analysis/rank/columns.ts'
import { rank } from '../../server/analysis/rank.ts'
import type { Basis } from '../../server/graph/look.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { scoreTable } from '../../server/model/score-table.ts'
import { seeded } from '../bench/estate.ts'
import { compiled, draw } from '../draw.ts'
import { cutOf, denseArrows, drawArrows } from './random-graphs.ts'

type RankOptions = Parameters<typeof rank>[2]

function rankedOf(graph: PrivilegeGraph, options?: RankOptions) {
  const work = rank(graph, 0, options)
  let step = work.next()
  while (!step.done) step = work.next()
  return everyRanked(step.value)
}

function expectSameAlone(graph: PrivilegeGraph, options?: RankOptions) {
  const ranked = rankedOf(graph, options)
  for (const { node, sum, worst, reached, byTier, exposure: exposed } of ranked) {
    const alone = blast(graph, [node], options)
    expect({ node, sum, worst, reached, byTier, exposed }).toEqual({
      node,
      exposed: exposure(graph, node, 0).score,
      sum: alone.sum,
      worst: alone.contributions[0]?.node,
      reached: alone.reached.total,
      byTier: alone.reached.byTier,
    })
  }
  return ranked
}

test('the ranking gives every principal the score it has alone, to the last digit, however it shares the work', async () => {
  // Without a threshold every component with several ways out is a hub; without memory none is.
  const sharing = fc.constantFrom<RankOptions>(
    { searchEach: true },
    { searchEach: false },
    { searchEach: false, threshold: 0 },
    { searchEach: false, threshold: 1 },
    { searchEach: false, threshold: 0, mostBytes: 0 },
    { searchEach: false, mostBeside: 0 },
    { searchEach: false, threshold: 0, mostBeside: 2 },
  )
  const basis = fc.constantFrom<Basis>(0, 1, 2)
  const gates = fc.constantFrom('count' as const, 'open' as const, 'hold' as const)
  await fc.assert(
    fc.asyncProperty(denseArrows, sharing, basis, gates, async (arrows, options, level, gate) => {
      const drawing = drawArrows(arrows)
      const graph = await compiled(drawing)
      const positions = arrows.flatMap(({ cut }, i) => (cut ? [i] : []))
      const cut = cutOf(graph, drawing, positions)
      const ranked = expectSameAlone(graph, { ...options, basis: level, gates: gate, cut })
      expect(ranked.map(({ node }) => graph.nodes.ids.at(node)).sort()).toEqual(['0', '2', '5', '7'])
    }),
    { numRuns: 2_000 },
  )
})

test('a larger estate of cycles, logins and escalations is ranked as each is alone', async () => {
  const steps = ['CAN_ASSUME', 'CAN_ASSUME', 'CAN_READ', 'AUTHENTICATES_AS', 'ESCALATES_TO', 'RUNS_AS', 'CAN_WRITE']
  const arrow = fc.tuple(fc.nat(59), fc.constantFrom(...steps), fc.nat(59))
  const estates = fc.array(arrow, { minLength: 90, maxLength: 160 })
  const kindOf = (node: number) => (node % 5 === 3 ? 'Secret:' : node % 5 === 4 ? `Resource:` : '')
  const name = (node: number) => `${kindOf(node)}n${node}@${node % 5}`
  await fc.assert(
    fc.asyncProperty(estates, fc.nat(8), fc.constantFrom(0, 4, undefined), async (arrows, threshold, mostBeside) => {
      const graph = await compiled(draw(...arrows.map(([from, kind, to]) => `${name(from)} -${kind}-> ${name(to)}`)))
      expectSameAlone(graph, { threshold, mostBeside, searchEach: false })
    }),
    { numRuns: 300 },
  )
})

test('a table of other numbers is ranked by them, also where writing counts more than controlling', async () => {
  const table = {
    ...scoreTable,
    version: 'other',
    capabilityFactor: { read: 0.25, write: 0.9, execute: 0.35, control: 0.6 },
  }
  await fc.assert(
    fc.asyncProperty(denseArrows, async (arrows) => {
      expectSameAlone(await compiled(drawArrows(arrows)), { table, threshold: 0, searchEach: false })
    }),
    { numRuns: 300 },
  )
})

test('an estate whose sets take several pages is ranked as each is alone', async () => {
  const random = seeded(11)
  const size = 4_600
  const steps = ['CAN_ASSUME', 'CAN_ASSUME', 'CAN_ASSUME', 'CAN_READ', 'AUTHENTICATES_AS', 'CAN_WRITE']
  const name = (node: number) => `${node % 5 === 3 ? 'Secret:' : node % 5 === 4 ? 'Resource:' : ''}n${node}@${node % 5}`
  const far = () => Math.floor(size * random())
  const arrows = Array.from({ length: 2 * size }, (_, i) => {
    const from = i % size
    const to = random() < 0.9 ? Math.min(size - 1, from + 1 + Math.floor(40 * random())) : far()
    return `${name(from)} -${steps[Math.floor(steps.length * random())]}-> ${name(to)}`
  })
  const graph = await compiled(draw(...arrows))
  const ranked = rankedOf(graph, { threshold: 100, searchEach: false })
  expect(rankedOf(graph, { mostBeside: 0, searchEach: false })).toEqual(ranked)
  expect(ranked.some(({ reached }) => reached > size / 2)).toBe(true)
  for (const { node, sum, reached, worst } of ranked.filter((_, i) => i % 100 === 0)) {
    const alone = blast(graph, [node])
    expect({ sum, reached, worst }).toEqual({
      sum: alone.sum,
      reached: alone.reached.total,
      worst: alone.contributions[0]?.node,
    })
  }
})
