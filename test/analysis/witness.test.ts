import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BestPaths, bestPaths } from '../../server/analysis/best-paths.ts'
import { blast } from '../../server/analysis/blast.ts'
import { crossingsOf } from '../../server/analysis/walk-options.ts'
import { witness, witnesses } from '../../server/analysis/witness.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { coveringState } from '../../server/graph/state-rows.ts'
import { compiled, draw } from '../draw.ts'
import { cutOf, denseArrows, drawArrows } from './random-graphs.ts'

test('among equally easy and short ways the last arc is that of the smallest edge, on every graph and under every cut', async () => {
  const starts = fc.constantFrom(['0'], ['3'], ['5'], ['0', '5'])
  const chosen = fc.asyncProperty(denseArrows, starts, async (arrows, ids) => {
    const drawing = drawArrows(arrows)
    const graph = await compiled(drawing)
    const nodes = ids.map((id) => graph.nodes.indexOf(id)!)
    const positions = arrows.flatMap(({ cut: isCut }, i) => (isCut ? [i] : []))
    const cut = cutOf(graph, drawing, positions)
    const walk = bestPaths(graph, nodes, { basis: 2, cut })
    for (const state of walk.order.subarray(0, walk.size)) {
      if (walk.hopsAt(state) === 0) expect(walk.viaAt(state)).toBe(-1)
      else expect(graph.edgeOf[walk.viaAt(state)]).toBe(smallestEdge(graph, walk, nodes, state, cut))
    }
  })
  await fc.assert(chosen, { numRuns: 1_000 })
})

/** Looks at every arc of the graph, and asks only how well its ends are reached. */
function smallestEdge(graph: PrivilegeGraph, walk: BestPaths, starts: number[], state: number, cut: Uint8Array) {
  const { factor, factorAtStart, levels } = crossingsOf(graph, { basis: 2 })
  const control = coveringState(graph, state)
  const leads = (arc: number) => {
    const tail = graph.tails[arc]!
    if (walk.levelAt(tail) === 0 || walk.hopsAt(tail) + 1 !== walk.hopsAt(state) || cut[graph.edgeOf[arc]!])
      return false
    const its = (starts.includes(graph.nodeOf[tail]!) ? factorAtStart : factor)[graph.lookOf[arc]!]!
    return its >= 0 && levels.times(walk.levelAt(tail), its) === walk.levelAt(state)
  }
  const arcs = Array.from({ length: graph.arcCount }, (_, arc) => arc)
  const into = arcs.filter((arc) => (graph.heads[arc] === state || graph.heads[arc] === control) && leads(arc))
  return Math.min(...into.map((arc) => graph.edgeOf[arc]!))
}

test('witnesses that are read together are those that are read one by one, as many as were asked for', async () => {
  const together = fc.asyncProperty(denseArrows, fc.nat(40), async (arrows, most) => {
    const graph = await compiled(drawArrows(arrows))
    const walk = bestPaths(graph, [graph.nodes.indexOf('0')!], { basis: 2 })
    const states = walk.order.slice(0, walk.size)
    const each = Array.from(states, (state) => wayBack(graph, walk, state))
    const all = witnesses(graph, walk, states)
    expect(Array.from(all.ends, (_, i) => [...all.of(i)])).toEqual(each)
    const some = witnesses(graph, walk, states, most)
    const hopsUpTo = (i: number) => each.slice(0, i + 1).flat().length
    const fitting = each.filter((_, i) => i === 0 || hopsUpTo(i) <= most)
    expect(Array.from(some.ends, (_, i) => [...some.of(i)])).toEqual(fitting)
  })
  await fc.assert(together, { numRuns: 500 })
})

function wayBack(graph: PrivilegeGraph, walk: BestPaths, state: number): number[] {
  const arc = walk.viaAt(state)
  return arc === -1 ? [] : [...wayBack(graph, walk, graph.tails[arc]!), arc]
}

test('a walk that is kept tells its ways whatever is asked in the meantime', async () => {
  const graph = await compiled(draw('a -CAN_ASSUME-> b', 'b -CAN_ASSUME-> c', 'd -CAN_ASSUME-> c', 'c -CAN_ASSUME-> b'))
  const at = (id: string) => graph.nodes.indexOf(id)!
  const [state] = Array.from({ length: graph.stateCount }, (_, it) => it).filter((it) => graph.nodeOf[it] === at('c'))
  const kept = bestPaths(graph, [at('a')])
  const before = witness(graph, kept, state!)
  blast(graph, [at('d')])
  const other = bestPaths(graph, [at('d')])
  expect(witness(graph, kept, state!)).toEqual(before)
  expect(before).toHaveLength(2)
  expect(witness(graph, other, state!)).toHaveLength(1)
})
