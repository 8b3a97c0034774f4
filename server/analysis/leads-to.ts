import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveringState, statesOf } from '../graph/state-rows.ts'
import { type Crossings, crossingsOf, type WalkOptions } from './walk-options.ts'

interface Known {
  readonly targets: readonly number[]
  /** One object for a graph and a set of options. */
  readonly crossings: Crossings
  readonly leads: Uint8Array
}

/** As many questions as are asked in turn: what is protected seldom changes between two plans. */
const MOST_KNOWN = 4
const known = new WeakMap<PrivilegeGraph, readonly Known[]>()

/**
 * By state, 1 where some way leads on to a target; any capability on a target counts as reaching it. One pass backward,
 * kept for the next question about the same targets. A walk under a mask is not kept, since its owner may change it.
 */
export function leadsTo(graph: PrivilegeGraph, targets: readonly number[], options: WalkOptions): Uint8Array {
  const crossings = crossingsOf(graph, options)
  if (options.cut) return walkBack(graph, targets, crossings, options.cut)
  const before = known.get(graph) ?? []
  const found = before.find((it) => it.crossings === crossings && sameNodes(it.targets, targets))
  if (found) return found.leads
  const leads = walkBack(graph, targets, crossings, undefined)
  known.set(graph, [{ targets: [...targets], crossings, leads }, ...before].slice(0, MOST_KNOWN))
  return leads
}

const sameNodes = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((node, i) => node === b[i])

function walkBack(
  graph: PrivilegeGraph,
  targets: readonly number[],
  { factor }: Crossings,
  cut: Uint8Array | undefined,
): Uint8Array {
  const { tails, lookOf, edgeOf, backward } = graph
  const leads = new Uint8Array(graph.stateCount)
  const queue = new Uint32Array(graph.stateCount)
  let size = 0
  for (const target of targets) for (const state of statesOf(graph, target)) take(state)
  for (let at = 0; at < size; at++) {
    const state = queue[at]!
    take(coveringState(graph, state))
    for (let i = backward.starts[state]!; i < backward.starts[state + 1]!; i++) {
      const arc = backward.entries[i]!
      if (factor[lookOf[arc]!]! >= 0 && cut?.[edgeOf[arc]!] !== 1) take(tails[arc]!)
    }
  }
  return leads

  function take(state: number): void {
    if (leads[state]) return
    leads[state] = 1
    queue[size++] = state
  }
}
