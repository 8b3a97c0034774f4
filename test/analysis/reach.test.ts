import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reach } from '../../server/analysis/reach.ts'
import { capabilityAt } from '../../server/graph/state-rows.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { naiveReach } from './naive-reach.ts'
import { cutOf, denseArrows, drawArrows, kinds, without } from './random-graphs.ts'
import { statesNamed } from './states-named.ts'

async function reached(drawing: Drawing, start: string, options: { maxHops?: number; cut?: readonly number[] } = {}) {
  const graph = await compiled(drawing)
  const node = graph.nodes.indexOf(start)!
  const { order } = reach(graph, [node], {
    basis: 2,
    gates: 'open',
    maxHops: options.maxHops,
    cut: cutOf(graph, drawing, options.cut ?? []),
  })
  return statesNamed(graph, node, order)
}

test('who may only write a secret does not become the identity it opens', async () => {
  const overwrite = draw('bot -CAN_WRITE-> Secret:key', 'Secret:key -AUTHENTICATES_AS-> admin')
  expect(await reached(overwrite, 'bot')).not.toContain('admin control')
})

test('who can read a secret becomes the identity it opens', async () => {
  const leak = draw('bot -CAN_READ-> Secret:key', 'Secret:key -AUTHENTICATES_AS-> admin')
  expect(await reached(leak, 'bot')).toContain('admin control')
})

test('reading a database is not controlling what it runs as', async () => {
  const read = draw('bot -CAN_READ-> Resource:db', 'Resource:db -RUNS_AS-> admin')
  expect(await reached(read, 'bot')).not.toContain('admin control')
})

test('a hop limit loses nothing that lies within it, and says that something lies beyond', async () => {
  const long = draw('a -CAN_ASSUME-> b', 'b -CAN_ASSUME-> c', 'a -CAN_ASSUME-> c', 'c -CAN_ASSUME-> d')
  expect(await reached(long, 'a', { maxHops: 2 })).toContain('d control')
  const graph = await compiled(long)
  expect(reach(graph, [graph.nodes.indexOf('a')!], { maxHops: 1 }).truncated).toBe(true)
  expect(reach(graph, [graph.nodes.indexOf('a')!], { maxHops: 9 }).truncated).toBe(false)
})

test('agrees with naive expansion, at every hop limit and under every cut', async () => {
  const agrees = fc.asyncProperty(denseArrows, fc.nat(4), async (arrows, maxHops) => {
    const drawing = drawArrows(arrows)
    const cut = arrows.flatMap(({ cut: isCut }, i) => (isCut ? [i] : []))
    expect(new Set(await reached(drawing, '0', { maxHops, cut }))).toEqual(
      naiveReach(without(drawing, cut), '0', maxHops),
    )
  })
  await fc.assert(agrees, { numRuns: 1_000 })
})

test('every kind of edge occurs in the random graphs', () => {
  const seen = new Set(fc.sample(denseArrows, 200).flatMap((arrows) => arrows.map(({ kind }) => kind)))
  expect(kinds.filter((kind) => !seen.has(kind))).toEqual([])
})

test('what one answer keeps is not touched by the next, nor by one that is done with', async () => {
  const graph = await compiled(draw('a -CAN_ASSUME-> b', 'b -CAN_ASSUME-> c', 'd -CAN_ASSUME-> e', 'e -CAN_ASSUME-> f'))
  const from = (id: string) => reach(graph, [graph.nodes.indexOf(id)!])
  const kept = from('a')
  const done = from('d')
  done.release()
  done.release()
  const [again, other] = [from('b'), from('d')]
  const told = [kept, again, other].map(({ order }) =>
    [...order].map((state) => graph.nodes.ids.at(graph.nodeOf[state]!)),
  )
  expect(told).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
    ['d', 'e', 'f'],
  ])
})

test('each state is told once, control brings along what stands with it, and no hop is too many', async () => {
  const agrees = fc.asyncProperty(denseArrows, async (arrows) => {
    const drawing = drawArrows(arrows)
    const graph = await compiled(drawing)
    const start = graph.nodes.indexOf('0')!
    const { order, layers } = reach(graph, [start], { basis: 2, gates: 'open' })
    expect(new Set(order).size).toBe(order.length)
    const nameOf = (state: number) => `${graph.nodes.ids.at(graph.nodeOf[state]!)} ${capabilityAt(graph, state)}`
    // Where the start leads nowhere, it is no state that a walk could begin with.
    const isStart = (state: number) => graph.nodeOf[state] === start
    const all = Array.from({ length: graph.stateCount }, (_, state) => state)
    const occur = new Set(all.filter((state) => !isStart(state)).map(nameOf))
    for (const hops of [0, 1, 2, 3]) {
      const within = [...order.subarray(0, layers[hops + 1] ?? order.length)]
        .filter((state) => !isStart(state))
        .map(nameOf)
      expect(new Set(within)).toEqual(naiveReach(drawing, '0', hops).intersection(occur))
    }
  })
  await fc.assert(agrees, { numRuns: 1_000 })
})
