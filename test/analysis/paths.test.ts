import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whoCanReach } from '../../server/analysis/backward.ts'
import { kPaths } from '../../server/analysis/paths.ts'
import { hopsOf, reach } from '../../server/analysis/reach.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { coveredStates, statesOf } from '../../server/graph/state-rows.ts'
import { compiled, draw } from '../draw.ts'
import { denseArrows, drawArrows } from './random-graphs.ts'

const sequence = (graph: PrivilegeGraph, arcs: readonly number[]) => arcs.map((arc) => graph.edgeOf[arc]!).join(' ')

/** All loopless ways by plain recursion over states: slow, obvious, and sharing nothing with Yen's algorithm. */
function allPaths(
  graph: PrivilegeGraph,
  start: number,
  target: number,
): { edges: string; ease: number; hops: number }[] {
  const found: { edges: string; ease: number; hops: number }[] = []
  const go = (states: readonly number[], held: ReadonlySet<number>, edges: readonly number[], ease: number) => {
    const out = states.flatMap((state) =>
      [...Array(graph.arcCount).keys()].slice(graph.rowStart[state], graph.rowEnd[state]),
    )
    for (const arc of new Set(out)) {
      const look = graph.looks[graph.lookOf[arc]!]!
      const head = graph.heads[arc]!
      if (look.basis !== 0 || held.has(head) || graph.nodeOf[head] === start) continue
      const crossing = (edges.length === 0 ? look.easeAtStart : look.ease) * 0.5 ** look.gates
      const next = [...edges, graph.edgeOf[arc]!]
      if (graph.nodeOf[head] === target) found.push({ edges: next.join(' '), ease: ease * crossing, hops: next.length })
      else go(coveredStates(graph, head), new Set([...held, ...coveredStates(graph, head)]), next, ease * crossing)
    }
  }
  const first = statesOf(graph, start)
  go(first, new Set(first), [], 1)
  return found
}

test('the k best paths are the k best of all paths, by ease and by hops', async () => {
  const small = denseArrows.map((arrows) => arrows.slice(0, 18))
  await fc.assert(
    fc.asyncProperty(
      small,
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('ease', 'hops') as fc.Arbitrary<'ease' | 'hops'>,
      async (arrows, k, by) => {
        const graph = await compiled(drawArrows(arrows))
        const [from, to] = [graph.nodes.indexOf('0')!, graph.nodes.indexOf('4')!]
        const every = allPaths(graph, from, to)
        // One edge may have several ways over it; a path takes the easiest.
        const easiestLast = every.toSorted((a, b) => a.ease - b.ease)
        const distinct = [...new Map(easiestLast.map((path) => [path.edges, path])).values()]
        const measure = ({ ease, hops }: { ease: number; hops: number }) => (by === 'hops' ? hops : -ease)
        const expected = distinct
          .map(measure)
          .sort((a, b) => a - b)
          .slice(0, k)
        const found = kPaths(graph, [from], [to], { k, by })
        expect(found.length).toBe(expected.length)
        for (const [i, { ease, arcs }] of found.entries())
          expect(measure({ ease, hops: arcs.length })).toBeCloseTo(expected[i]!, 12)
        expect(new Set(found.map(({ arcs }) => sequence(graph, arcs))).size).toBe(found.length)
      },
    ),
    { numRuns: 500 },
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
  const small = denseArrows.map((arrows) => arrows.slice(0, 18))
  await fc.assert(
    fc.asyncProperty(small, fc.integer({ min: 1, max: 4 }), async (arrows, maxHops) => {
      const graph = await compiled(drawArrows(arrows))
      const [from, to] = [graph.nodes.indexOf('0')!, graph.nodes.indexOf('4')!]
      const within = allPaths(graph, from, to).filter(({ hops }) => hops <= maxHops)
      const [found] = kPaths(graph, [from], [to], { maxHops })
      expect(found?.ease ?? 0).toBeCloseTo(Math.max(0, ...within.map(({ ease }) => ease)), 12)
      expect(found?.arcs.length ?? 0).toBeLessThanOrEqual(maxHops)
    }),
    { numRuns: 500 },
  )
  const drawn = draw('a -CAN_ASSUME-> x', 'x -CAN_ASSUME-> b', 'a -ESCALATES_TO-> b', 'b -CAN_READ-> Resource:t')
  const graph = await compiled(drawn)
  const node = (id: string) => graph.nodes.indexOf(id)!
  expect(kPaths(graph, [node('a')], [node('t')], { maxHops: 2 })).toHaveLength(1)
})
