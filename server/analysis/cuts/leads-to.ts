import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { coveringState, statesOf } from '../../graph/state-rows.ts'
import { type Crossings, crossingsOf, type WalkOptions } from '../walk-options.ts'

interface Known {
  readonly targets: readonly number[]
  /** One object for a graph and a set of options. */
  readonly crossings: Crossings
  readonly leads: Uint8Array
}

/** A state that leads on to a target, and one that is on a target itself. */
export const LEADS = 1
export const GOAL = 2

/** As many questions as are asked in turn: what is protected seldom changes between two plans. */
const MOST_KNOWN = 4
const known = new WeakMap<PrivilegeGraph, readonly Known[]>()

/**
 * By state, whether some way leads on to a target, or it is on one; any capability on a target counts as reaching it.
 * One pass backward, kept for the next question about the same targets. A mask is left out of it: what leads on in spite
 * of one is among what leads on without.
 */
export function leadsTo(graph: PrivilegeGraph, targets: readonly number[], options: WalkOptions): Uint8Array {
  const crossings = crossingsOf(graph, options)
  const before = known.get(graph) ?? []
  const found = before.find((it) => it.crossings === crossings && sameNodes(it.targets, targets))
  if (found) return found.leads
  const leads = walkBack(graph, targets, crossings)
  known.set(graph, [{ targets: [...targets], crossings, leads }, ...before].slice(0, MOST_KNOWN))
  return leads
}

function sameNodes(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function walkBack(graph: PrivilegeGraph, targets: readonly number[], { factor }: Crossings): Uint8Array {
  const { tails, lookOf, backward } = graph
  const leads = new Uint8Array(graph.stateCount)
  const queue = new Uint32Array(graph.stateCount)
  let size = 0
  for (const target of targets) for (const state of statesOf(graph, target)) take(state, GOAL)
  for (let at = 0; at < size; at++) {
    const state = queue[at]!
    take(coveringState(graph, state), LEADS)
    for (let i = backward.starts[state]!; i < backward.starts[state + 1]!; i++) {
      const arc = backward.entries[i]!
      if (factor[lookOf[arc]!]! >= 0) take(tails[arc]!, LEADS)
    }
  }
  return leads

  function take(state: number, how: number): void {
    if (leads[state]) return
    leads[state] = how
    queue[size++] = state
  }
}
