import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whoCanReach } from '../../server/analysis/backward.ts'
import { kPaths, kPathsWithin, pathOfEach } from '../../server/analysis/paths.ts'
import { hopsOf, reach } from '../../server/analysis/reach.ts'
import { shortestPath } from '../../server/analysis/shortest-path.ts'
import { startStates } from '../../server/analysis/starts.ts'
import { edgeIdOf } from '../../server/graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { coveredStates } from '../../server/graph/state-rows.ts'
import { compareDecimals, type Decimal, decimalOf, ONE, times, toNumber } from '../../server/model/decimal.ts'
import { compiled, type Drawing, draw } from '../draw.ts'
import { type Arrow, cutOf, denseArrows, drawArrows } from './random-graphs.ts'

const sequence = (graph: PrivilegeGraph, arcs: readonly number[]) => arcs.map((arc) => graph.edgeOf[arc]!).join(' ')

/** One way over edges: how easy it is, and the edges in the order of their ids. */
interface Told {
  readonly edges: readonly number[]
  readonly ease: Decimal
}

interface Asked {
  readonly basis: 0 | 1 | 2
  readonly gates: 'count' | 'open' | 'hold'
  readonly cut?: Uint8Array | undefined
  readonly maxHops: number
}

/**
 * All loopless ways by plain recursion over states, with exact decimals: slow, obvious, and sharing nothing with the
 * search. An edge with several crossings is crossed where it gives the most, then where that is easiest.
 */
function allPaths(graph: PrivilegeGraph, starts: readonly number[], targets: readonly number[], asked: Asked): Told[] {
  const found: Told[] = []
  const crossed = (arc: number): Decimal | undefined => {
    const look = graph.looks[graph.lookOf[arc]!]!
    if (look.basis > asked.basis || asked.cut?.[graph.edgeOf[arc]!] === 1) return undefined
    if (look.gates > 0 && asked.gates === 'hold') return undefined
    const tail = graph.edges.from[graph.edgeOf[arc]!]!
    const halves = asked.gates === 'count' ? Array<Decimal>(look.gates).fill(decimalOf(0.5)) : []
    return [decimalOf(starts.includes(tail) ? look.easeAtStart : look.ease), ...halves].reduce(times)
  }
  const waysOn = (state: number) => {
    const best = new Map<number, { arc: number; ease: Decimal }>()
    for (let arc = graph.rowStart[state]!; arc < graph.rowEnd[state]!; arc++) {
      const ease = crossed(arc)
      if (!ease) continue
      const known = best.get(graph.edgeOf[arc]!)
      const gives = (it: number) => graph.capabilityOf[graph.heads[it]!]!
      const more = known ? gives(arc) - gives(known.arc) || compareDecimals(ease, known.ease) : 1
      if (more > 0) best.set(graph.edgeOf[arc]!, { arc, ease })
    }
    return best
  }
  const go = (state: number, held: ReadonlySet<number>, edges: readonly number[], ease: Decimal) => {
    if (edges.length === asked.maxHops) return
    for (const [edge, way] of waysOn(state)) {
      const head = graph.heads[way.arc]!
      if (held.has(head)) continue
      const next = { edges: [...edges, edge], ease: times(ease, way.ease) }
      if (targets.includes(graph.nodeOf[head]!)) found.push(next)
      else go(head, new Set([...held, ...coveredStates(graph, head)]), next.edges, next.ease)
    }
  }
  const first = startStates(graph, starts)
  const held = new Set(first.flatMap((state) => coveredStates(graph, state)))
  for (const state of first) go(state, held, [], ONE)
  return found
}

function inOrder(by: 'ease' | 'hops') {
  return (a: Told, b: Told): number => {
    const ease = compareDecimals(b.ease, a.ease)
    const hops = a.edges.length - b.edges.length
    const at = a.edges.findIndex((edge, i) => edge !== b.edges[i])
    return (by === 'hops' ? hops || ease : ease || hops) || a.edges[at]! - b.edges[at]!
  }
}

const measures = fc.constantFrom<'ease' | 'hops'>('ease', 'hops')
const walks = fc.record({
  k: fc.integer({ min: 1, max: 12 }),
  by: measures,
  basis: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
  gates: fc.constantFrom<'count' | 'open' | 'hold'>('count', 'open', 'hold'),
  masked: fc.boolean(),
  maxHops: fc.constantFrom(1, 2, 3, 4, 99, 99, 99),
  from: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 2 }),
  to: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 2 }),
})

/** Few kinds and nodes, so that most arrows are crossed and many ways are equally good. */
const crowded: fc.Arbitrary<readonly Arrow[]> = fc.array(
  fc.record({
    from: fc.nat(5),
    kind: fc.constantFrom('CAN_ASSUME', 'CAN_ASSUME', 'ESCALATES_TO', 'CONTAINS', 'RUNS_AS', 'CAN_READ', 'CAN_WRITE'),
    to: fc.nat(5),
    marks: fc.constantFrom('', '', '#part#', '#all#', '~', '!gate!', '?x?', '~!gate!', '!gate!#part#', '~#all#'),
    cut: fc.constantFrom(false, false, false, false, true),
  }),
  { minLength: 14, maxLength: 22 },
)

/** All crossed for certain, over things that are only read too. */
const certain = crowded.map((arrows) =>
  arrows.map((it) => ({ ...it, kind: it.kind.replace(/ESCALATES_TO|RUNS_AS|CAN_WRITE/, 'CAN_READ'), marks: '' })),
)

test('the k best paths are the k best of all paths, to the last digit and edge, whatever is asked', async () => {
  const small = denseArrows.map((arrows) => arrows.slice(0, 18))
  await fc.assert(
    fc.asyncProperty(fc.oneof(small, crowded, certain), walks, async (arrows, { from, to, masked, ...asked }) => {
      const drawing = drawArrows(arrows)
      const graph = await compiled(drawing)
      const at = (ids: readonly number[]) => ids.map((id) => graph.nodes.indexOf(String(id))!)
      const starts = at(from)
      const targets = at(to).filter((node) => !starts.includes(node))
      const cuts = arrows.flatMap(({ cut }, i) => (masked && cut ? [i] : []))
      const options = { ...asked, cut: masked ? cutOf(graph, drawing, cuts) : undefined }
      const expected = allPaths(graph, starts, targets, options).sort(inOrder(asked.by)).slice(0, asked.k)
      const found = kPaths(graph, starts, targets, options)
      expect(found.map(({ arcs, ease }) => [sequence(graph, arcs), ease])).toEqual(
        expected.map(({ edges, ease }) => [edges.join(' '), toNumber(ease)]),
      )
      for (const { arcs, end } of found) expect(graph.heads[arcs.at(-1)!]).toBe(end)
      const shortest = shortestPath(graph, starts, targets, options)
      if (asked.maxHops === 99) expect(found.length > 0).toBe(shortest !== undefined)
      if (asked.by === 'hops' && asked.maxHops === 99) expect(found[0]?.arcs.length).toBe(shortest?.length)
    }),
    { numRuns: 2_000 },
  )
})

test('the best path of each start is the same beside others as alone, even when another question comes between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(denseArrows, crowded), walks, async (arrows, { from, to, masked, k, ...asked }) => {
      const drawing = drawArrows(arrows)
      const graph = await compiled(drawing)
      const targets = to.map((id) => graph.nodes.indexOf(String(id))!)
      const cuts = arrows.flatMap(({ cut }, i) => (masked && cut ? [i] : []))
      const options = { ...asked, cut: masked ? cutOf(graph, drawing, cuts) : undefined }
      const starts = [...Array(graph.nodes.count).keys()]
      const together = []
      for (const path of pathOfEach(graph, starts, targets, options)) {
        together.push(path)
        if (together.length === k) kPaths(graph, from, [0], options)
      }
      expect(together).toEqual(starts.map((start) => kPaths(graph, [start], targets, options)[0]))
    }),
    { numRuns: 1_000 },
  )
})

test('however many ways out lead nowhere, the paths are the same', async () => {
  const leaves = draw(
    ...[0, 2, 5].flatMap((node) =>
      Array.from({ length: 20 }, (_, i) => `${node} -CAN_READ-> Resource:leaf ${node} ${i}`),
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(denseArrows, crowded), walks, async (arrows, { from, to, masked: _, ...asked }) => {
      const bare = drawArrows(arrows)
      const told = async (drawing: Drawing) => {
        const graph = await compiled(drawing)
        const at = (ids: readonly number[]) => ids.map((id) => graph.nodes.indexOf(String(id))!)
        // A start is no target: whether a thing that leads nowhere is held to begin with is another question.
        const targets = at(to.filter((id) => !from.includes(id)))
        const starts = at([0, 1, 2, 3, 4, 5, 6, 7].filter((id) => !to.includes(id)))
        const several = kPaths(graph, at(from), targets, asked)
        const each = [...pathOfEach(graph, starts, targets, asked)].map((path) => (path ? [path] : []))
        const edges = (arcs: readonly number[]) => arcs.map((arc) => edgeIdOf(graph, graph.edgeOf[arc]!))
        return [several, ...each].map((paths) => paths.map(({ arcs, ease }) => [edges(arcs), ease]))
      }
      const known = new Set(bare.nodes.map(({ id }) => id))
      const more = {
        nodes: [...bare.nodes, ...leaves.nodes.filter(({ id }) => !known.has(id))],
        edges: [...bare.edges, ...leaves.edges],
      }
      expect(await told(more)).toEqual(await told(bare))
    }),
    { numRuns: 300 },
  )
})

test('a path never comes back to what it already holds', async () => {
  const graph = await compiled(
    draw('a -CAN_ASSUME-> b', 'b -CAN_ASSUME-> c', 'c -CAN_ASSUME-> b', 'b -CAN_ASSUME-> goal', 'c -CAN_ASSUME-> goal'),
  )
  const at = (id: string) => graph.nodes.indexOf(id)!
  expect(kPaths(graph, [at('a')], [at('goal')], { k: 9 }).map(({ arcs }) => arcs.length)).toEqual([2, 3])
})

test('a way that controls a thing first is told beside the one that only reads it', async () => {
  const graph = await compiled(
    draw(
      'a -CAN_MINT-> Secret:k',
      'Secret:k -AUTHENTICATES_AS-> k',
      'k -AUTHENTICATES_AS-> b',
      'b -MEMBER_OF-> Group:g',
    ),
  )
  const at = (id: string) => graph.nodes.indexOf(id)!
  const found = kPaths(graph, [at('a')], [at('g')], { k: 5 })
  expect(found.map(({ arcs }) => sequence(graph, arcs))).toEqual(['0 3 1', '0 2 3 1'])
})

test('a long chain with a harder twin beside each link is searched a few times, not once a link', async () => {
  const links = Array.from({ length: 1_000 }, (_, i) => [
    `n${i} -CAN_ASSUME-> n${i + 1}`,
    `n${i} -ESCALATES_TO-> n${i + 1}`,
  ])
  const graph = await compiled(draw(...links.flat()))
  const [from, to] = [graph.nodes.indexOf('n0')!, graph.nodes.indexOf('n1000')!]
  const { found, exhausted } = kPathsWithin(graph, [from], [to], { k: 5, maxSettled: 50_000 })
  expect([found.map(({ ease }) => ease), exhausted]).toEqual([[1, 0.8, 0.8, 0.8, 0.8], false])
})

test('many starts and ends are one question', async () => {
  const graph = await compiled(draw('a -CAN_ASSUME-> b', 'b -CAN_READ-> Resource:x', 'c -CAN_READ-> Resource:y', 'd'))
  const at = (id: string) => graph.nodes.indexOf(id)!
  const found = kPaths(graph, [at('a'), at('c'), at('d')], [at('x'), at('y')], { k: 5, by: 'hops' })
  expect(found.map(({ arcs }) => arcs.length)).toEqual([1, 2])
})

test('forward from a reaches b exactly when backward from b reaches a', async () => {
  await fc.assert(
    fc.asyncProperty(denseArrows, async (arrows) => {
      const graph = await compiled(drawArrows(arrows))
      const nodes = [...Array(graph.nodes.count).keys()]
      for (const target of nodes) {
        const back = new Map(whoCanReach(graph, [target]).map(({ node, hops }) => [node, hops]))
        for (const start of nodes) {
          if (start === target) continue
          const reached = reach(graph, [start])
          const hops = hopsOf(graph, reached)
          const state = [...reached.order].find((s) => graph.nodeOf[s] === target)
          expect(back.get(start)).toBe(state === undefined ? undefined : hops[state])
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('under a limit of hops a harder, shorter way is found where the easy one is too long', async () => {
  const drawn = draw('a -CAN_ASSUME-> x', 'x -CAN_ASSUME-> b', 'a -ESCALATES_TO-> b', 'b -CAN_READ-> Resource:t')
  const graph = await compiled(drawn)
  const node = (id: string) => graph.nodes.indexOf(id)!
  expect(kPaths(graph, [node('a')], [node('t')], { maxHops: 2 })).toHaveLength(1)
})
