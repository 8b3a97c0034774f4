import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveringState } from '../graph/state-rows.ts'
import type { BestPaths } from './best-paths.ts'

/**
 * The arcs of the easiest way to a reached state, from the start on; among equally easy and short ones that of the
 * smallest edge, chosen from the end back. It has to be read before the next walk over the graph.
 */
export function witness(graph: PrivilegeGraph, walk: BestPaths, state: number): number[] {
  const arcs: number[] = []
  for (let at = state; walk.hops[at] !== 0; at = graph.tails[arcs.at(-1)!]!) arcs.push(lastArc(graph, walk, at))
  return arcs.reverse()
}

const chosen = new WeakMap<BestPaths, Map<number, number>>()

/** The arc by which a state that is no start is reached, or control that brings it along; the last of its witness. */
export function lastArc(graph: PrivilegeGraph, walk: BestPaths, state: number): number {
  let known = chosen.get(walk)
  if (!known) {
    known = new Map()
    chosen.set(walk, known)
  }
  const before = known.get(state)
  if (before !== undefined) return before
  const { level, hops } = walk
  const control = coveringState(graph, state)
  const same = control !== state && level[control] === level[state] && hops[control] === hops[state]
  let best = -1
  for (const into of same ? [state, control] : [state]) {
    for (let i = graph.backward.starts[into]!; i < graph.backward.starts[into + 1]!; i++) {
      const arc = graph.backward.entries[i]!
      if (best !== -1 && graph.edgeOf[arc]! >= graph.edgeOf[best]!) continue
      if (leads(graph, walk, arc, state)) best = arc
    }
  }
  if (best === -1) throw new Error(`state ${state} was reached by nothing`)
  known.set(state, best)
  return best
}

/** Whether the arc is the last of an easiest and shortest way to the state. */
function leads(
  graph: PrivilegeGraph,
  { level, hops, crossings, cut, startStates }: BestPaths,
  arc: number,
  state: number,
) {
  const tail = graph.tails[arc]!
  if (level[tail] === 0 || hops[tail]! + 1 !== hops[state] || cut?.[graph.edgeOf[arc]!] === 1) return false
  const factors = startStates.has(tail) ? crossings.factorAtStart : crossings.factor
  const factor = factors[graph.lookOf[arc]!]!
  return factor >= 0 && crossings.levels.times(level[tail]!, factor) === level[state]
}
