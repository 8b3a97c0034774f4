import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { coveredStates } from '../../graph/state-rows.ts'
import { startStates } from '../starts.ts'
import { crossingsOf, type WalkOptions } from '../walk-options.ts'
import { GOAL, leadsTo } from './leads-to.ts'

/** What lies on some way from the starts to the targets: only that can be in a cut. */
export interface Corridor {
  readonly starts: readonly number[]
  /** Crossings, by the states at their ends; the tail is the least that crosses. */
  readonly arcs: readonly (readonly [tail: number, head: number])[]
  /** Control, and what comes with it. */
  readonly covers: readonly (readonly [control: number, covered: number])[]
  readonly isGoal: (state: number) => boolean
  /** The states of a node that a crossing leads into. */
  readonly enteredAt: (node: number) => readonly number[]
}

/**
 * The walk forward keeps to what leads to a target, so that an identity with a large reach but few ways is a small
 * question, and does not go on behind a target.
 */
export function corridorOf(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: WalkOptions,
): Corridor {
  const { rowStart, rowEnd, heads, tails, lookOf, edgeOf, nodeOf } = graph
  const crossings = crossingsOf(graph, options)
  const leads = leadsTo(graph, targets, options)
  const first = startStates(graph, starts).filter((state) => leads[state])
  const reached = new Set<number>()
  const entered = new Map<number, number[]>()
  const arcs: [number, number][] = []
  const covers: [number, number][] = []
  const queue: number[] = []
  const take = (given: number) => {
    if (reached.has(given)) return
    for (const state of coveredStates(graph, given)) {
      if (!leads[state]) continue
      if (state !== given && leads[state] !== GOAL) covers.push([given, state])
      if (reached.has(state)) continue
      reached.add(state)
      if (leads[state] !== GOAL) queue.push(state)
    }
  }
  for (const state of first) take(state)
  for (let i = 0; i < queue.length; i++) {
    const state = queue[i]!
    for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
      const head = heads[arc]!
      // Control's row holds the arcs of the states it covers as well: each is taken once, at the least that crosses it.
      if (tails[arc] !== state || !leads[head]) continue
      if (crossings.factor[lookOf[arc]!]! < 0 || options.cut?.[edgeOf[arc]!] === 1) continue
      arcs.push([state, head])
      take(head)
      const known = entered.get(nodeOf[head]!) ?? []
      if (!known.includes(head)) entered.set(nodeOf[head]!, [...known, head])
    }
  }
  return {
    starts: first,
    arcs,
    covers,
    isGoal: (state) => leads[state] === GOAL,
    enteredAt: (node) => entered.get(node) ?? [],
  }
}
