import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestPaths } from '../../server/analysis/best-paths.ts'
import { blast } from '../../server/analysis/blast.ts'
import { easesOf, type WalkOptions } from '../../server/analysis/walk-options.ts'
import { witness } from '../../server/analysis/witness.ts'
import type { Basis } from '../../server/graph/look.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveSum } from './naive-blast.ts'
import { type Arrow, cutOf, denseArrows, drawArrows, without } from './random-graphs.ts'

const starts = ['0', '3', '5'] // an Identity, a Secret, an Identity
const scoreFrom = (graph: PrivilegeGraph, start: string, options?: WalkOptions) =>
  blast(graph, [graph.nodes.indexOf(start)!], options)
const basis = fc.constantFrom<Basis>(0, 1, 2)

test('a jewel reached through one login counts 0.9 of its harm', async () => {
  const graph = await compiled(
    draw('bot -CAN_READ-> Secret:key', 'Secret:key -AUTHENTICATES_AS-> admin', 'admin -CAN_CONTROL-> Resource:db@1'),
  )
  const { contributions, score, sum } = scoreFrom(graph, 'bot')
  expect(contributions[0]).toMatchObject({ tier: 1, ease: 0.9, harm: 0.3, value: -Math.log1p(-0.27) })
  expect(sum).toBeCloseTo(-Math.log1p(-0.27) - Math.log1p(-0.9 * 0.0001) - Math.log1p(-0.5 * 0.0001), 12)
  expect(score).toBeCloseTo(100 * (1 - Math.exp(-sum)), 9)
})

test('a leaked secret is known already: its first login costs nothing', async () => {
  const graph = await compiled(draw('Secret:key -AUTHENTICATES_AS-> admin', 'admin -CAN_CONTROL-> Resource:db@1'))
  expect(scoreFrom(graph, 'key').contributions[0]).toMatchObject({ ease: 1, harm: 0.3 })
})

test('agrees with the naive score in all three totals', async () => {
  const agrees = fc.asyncProperty(denseArrows, fc.constantFrom(...starts), basis, async (arrows, start, level) => {
    const drawing = drawArrows(arrows)
    const { sum, contributions } = scoreFrom(await compiled(drawing), start, { basis: level })
    expect(sum).toBeCloseTo(naiveSum(drawing, start, level), 9)
    const parts = contributions.reduce((total, { value }) => total + value, 0)
    expect(Math.abs(parts - sum)).toBeLessThanOrEqual(1e-9 * Math.max(1, sum))
  })
  await fc.assert(agrees, { numRuns: 2_000 })
})

test('the three totals are nested', async () => {
  await fc.assert(
    fc.asyncProperty(denseArrows, fc.constantFrom(...starts), async (arrows, start) => {
      const graph = await compiled(drawArrows(arrows))
      const [granted, inferred, conditional] = ([0, 1, 2] as const).map((level) =>
        scoreFrom(graph, start, { basis: level }),
      )
      expect(granted!.sum).toBeLessThanOrEqual(inferred!.sum)
      expect(inferred!.sum).toBeLessThanOrEqual(conditional!.sum)
      expect(granted!.reached.total).toBeLessThanOrEqual(inferred!.reached.total)
    }),
    { numRuns: 500 },
  )
})

test('adding an edge never lowers a score, and cutting one never raises it', async () => {
  await fc.assert(
    fc.asyncProperty(denseArrows, fc.constantFrom(...starts), basis, async (arrows, start, level) => {
      const drawing = drawArrows(arrows)
      const graph = await compiled(drawing)
      const whole = scoreFrom(graph, start, { basis: level }).sum
      const positions = arrows.flatMap(({ cut }, i) => (cut ? [i] : []))
      const masked = scoreFrom(graph, start, { basis: level, cut: cutOf(graph, drawing, positions) }).sum
      expect(masked).toBeLessThanOrEqual(whole)
      expect(masked).toBeCloseTo(
        scoreFrom(await compiled(without(drawing, positions)), start, { basis: level }).sum,
        12,
      )
    }),
    { numRuns: 1_000 },
  )
})

test('what cannot be reached changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(denseArrows, async (arrows) => {
      const drawing = drawArrows(arrows)
      const far = draw('far -CAN_CONTROL-> Resource:farther@0', 'far -CAN_CONTROL-> 0', 'farther -RUNS_AS-> 5')
      const joined: Drawing = {
        nodes: [...drawing.nodes, ...far.nodes.filter(({ id }) => !drawing.nodes.some((node) => node.id === id))],
        edges: [...drawing.edges, ...far.edges],
      }
      expect(scoreFrom(await compiled(joined), '0').sum).toBe(scoreFrom(await compiled(drawing), '0').sum)
    }),
    { numRuns: 300 },
  )
})

test('the order in which facts come does not matter, to the last digit', async () => {
  const shuffled = denseArrows.chain((arrows) =>
    fc.shuffledSubarray([...arrows], { minLength: arrows.length }).map((other) => [arrows, other] as const),
  )
  await fc.assert(
    fc.asyncProperty(shuffled, async ([arrows, other]: readonly [readonly Arrow[], readonly Arrow[]]) => {
      const tell = async (list: readonly Arrow[]) => {
        const graph = await compiled(drawArrows(list))
        const { sum, contributions } = scoreFrom(graph, '0')
        return { sum, paths: contributions.map(({ state }) => pathTo(graph, '0', state)) }
      }
      expect(await tell(other)).toEqual(await tell(arrows))
    }),
    { numRuns: 500 },
  )
})

function pathTo(graph: PrivilegeGraph, start: string, state: number): string[] {
  const walk = bestPaths(graph, [graph.nodes.indexOf(start)!])
  return witness(graph, walk, state).map(
    (arc) =>
      `${graph.nodes.ids.at(graph.nodeOf[graph.tails[arc]!]!)}>${graph.nodes.ids.at(graph.nodeOf[graph.heads[arc]!]!)}`,
  )
}

test('every contribution has a witness whose eases multiply to its own, over edges that exist', async () => {
  await fc.assert(
    fc.asyncProperty(denseArrows, fc.constantFrom(...starts), async (arrows, start) => {
      const graph = await compiled(drawArrows(arrows))
      const node = graph.nodes.indexOf(start)!
      const { ease, atStart } = easesOf(graph, {})
      const { contributions } = blast(graph, [node])
      const walk = bestPaths(graph, [node])
      for (const part of contributions) {
        const arcs = witness(graph, walk, part.state)
        expect(graph.nodeOf[graph.tails[arcs[0]!]!]!).toBe(node)
        for (const [i, arc] of arcs.slice(1).entries())
          expect(graph.nodeOf[graph.tails[arc]!]!).toBe(graph.nodeOf[graph.heads[arcs[i]!]!]!)
        const product = arcs.reduce(
          (p, arc) => p * (graph.nodeOf[graph.tails[arc]!]! === node ? atStart : ease)[graph.lookOf[arc]!]!,
          1,
        )
        expect(product).toBeCloseTo(part.ease, 12)
      }
    }),
    { numRuns: 500 },
  )
})

test('a gate halves the way through it, opens it or holds it, as asked', async () => {
  const graph = await compiled(
    draw('agent -CAN_CALL!approval!-> Tool:deploy', 'Tool:deploy -ACTS_ON#write#-> Resource:prod@1'),
  )
  const easeOf = (gates: 'count' | 'open' | 'hold') =>
    scoreFrom(graph, 'agent', { gates }).contributions.find(({ tier }) => tier === 1)?.ease
  expect([easeOf('count'), easeOf('open'), easeOf('hold')]).toEqual([0.5, 1, undefined])
})

test('a granted way behind a gate does not hide an inferred one without', async () => {
  const graph = await compiled(draw('bot -CAN_READ!gate!-> Resource:jewel@1', 'bot -CAN_READ~-> Resource:jewel'))
  const easeOf = (level: Basis, gates: 'count' | 'hold') =>
    scoreFrom(graph, 'bot', { basis: level, gates }).contributions.find(({ tier }) => tier === 1)?.ease
  expect([easeOf(0, 'count'), easeOf(1, 'count'), easeOf(0, 'hold'), easeOf(1, 'hold')]).toEqual([
    0.5,
    0.7,
    undefined,
    0.7,
  ])
})

test.each([90, 5_000])(
  'a part of a list of %i is the list as far as it goes, however much of it is read first',
  async (length) => {
    const arrows = Array.from({ length }, (_, i) => `bot -CAN_${i % 3 === 0 ? 'READ' : 'WRITE'}-> Resource:r${i}@2`)
    const graph = await compiled(draw(...arrows, 'bot -CAN_CONTROL-> Resource:jewel@1'))
    const whole = scoreFrom(graph, 'bot').contributions
    expect(whole).toHaveLength(length + 1)
    const sorted = whole.toSorted((a, b) => b.value - a.value || a.node - b.node)
    expect(whole).toEqual(sorted)
    for (const reads of [[1], [7, 40], [40, 7], [70, 91], [length + 9]]) {
      const { parts, sum } = scoreFrom(graph, 'bot')
      for (const read of reads) {
        expect(parts.largest(read)).toEqual(whole.slice(0, read))
        expect([...parts.states(read)]).toEqual(whole.slice(0, read).map(({ state }) => state))
        const rest = whole.slice(read).reduce((total, { value }) => total + value, 0)
        expect(parts.valueBeyond(read)).toBeCloseTo(rest, 9)
      }
      expect(parts.valueBeyond(0)).toBe(sum)
    }
  },
)
