import { kindOf, tierOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { statesOf } from '../graph/state-rows.ts'
import { CONTROL, capabilities, startCapability } from '../model/capabilities.ts'
import { backward, hopsFrom } from './backward.ts'
import type { NewCrossings, Walked } from './edge-changes.ts'
import { crossingsOf } from './walk-options.ts'

/** One node reaches another as it did not in the other revision. */
export interface ReachChange {
  readonly from: number
  readonly to: number
  /** One bit for each capability that it holds there now and did not before. */
  readonly capabilities: number
}

export interface ReachChanges {
  /** Of all; `listed` are the first of them, the most valuable targets first, then by id. */
  readonly total: number
  readonly starts: number
  readonly targets: number
  readonly listed: readonly ReachChange[]
}

export interface ReachQuestion {
  readonly old: Walked
  readonly now: Walked
  /** Each node's number in the older revision. */
  readonly nodeBefore: Int32Array
  readonly crossings: NewCrossings
  /** By node of the newer revision. */
  readonly isStart: (node: number) => boolean
  readonly targets: readonly number[]
  readonly limit: number
}

const ALL = (1 << capabilities.length) - 1

/**
 * Who reaches what as nobody did before. Exact: a new way leads over a crossing that was not there, so that only what
 * lies behind one can be reached anew; each such target is asked of both revisions, backward, for each capability.
 * Yields between targets.
 */
export function* newReach(question: ReachQuestion): Generator<undefined, ReachChanges> {
  const { old, now, nodeBefore, isStart, limit } = question
  const behind = behindNewCrossings(question)
  const listed: ReachChange[] = []
  const starts = new Set<number>()
  let total = 0
  let targets = 0
  for (const to of byWorth(now.graph, question.targets)) {
    if (!statesOf(now.graph, to).some((state) => behind[state] === 1)) continue
    const held = heldFrom(now, to)
    const before = nodeBefore[to] === -1 ? undefined : heldFrom(old, nodeBefore[to]!)
    const count = total
    for (let from = 0; from < held.length; from++) {
      if (held[from] === 0 || from === to || !isStart(from)) continue
      const heldBefore = nodeBefore[from] === -1 ? 0 : (before?.[nodeBefore[from]!] ?? 0)
      const gained = held[from]! & ~heldBefore
      if (gained === 0) continue
      total++
      starts.add(from)
      if (listed.length < limit) listed.push({ from, to, capabilities: gained })
    }
    if (total > count) targets++
    yield
  }
  return { total, starts: starts.size, targets, listed }
}

/** By node, the capabilities that its compromise gives on the target, a bit each. */
function heldFrom({ graph, walk }: Walked, target: number): Uint8Array {
  const held = new Uint8Array(graph.nodes.count)
  for (const state of statesOf(graph, target)) {
    const hops = backward(graph, [state], walk)
    const bits = graph.capabilityOf[state] === CONTROL ? ALL : 1 << graph.capabilityOf[state]!
    for (let node = 0; node < held.length; node++) if (hopsFrom(graph, hops, node) !== -1) held[node]! |= bits
  }
  return held
}

/** By state, 1 where a way leads to it over an arc that the older revision did not have, or from a start that held less there. */
function behindNewCrossings({ old, now, nodeBefore, crossings }: ReachQuestion): Uint8Array {
  const { graph, walk } = now
  const { factor } = crossingsOf(graph, walk)
  const crosses = (arc: number) => factor[graph.lookOf[arc]!]! >= 0 && walk.cut?.[graph.edgeOf[arc]!] !== 1
  const behind = new Uint8Array(graph.stateCount)
  const queue = new Uint32Array(graph.stateCount)
  let size = 0
  const take = (state: number) => {
    if (behind[state] === 1) return
    behind[state] = 1
    queue[size++] = state
  }
  const startsOtherwise = (node: number) => {
    const before = nodeBefore[node]!
    return before !== -1 && startOf(old.graph, before) !== startOf(graph, node)
  }
  for (let arc = 0; arc < graph.arcCount; arc++)
    if (crosses(arc) && (crossings.isMissing(arc) || startsOtherwise(graph.edges.from[graph.edgeOf[arc]!]!)))
      take(graph.heads[arc]!)
  for (let at = 0; at < size; at++) {
    const state = queue[at]!
    for (let arc = graph.rowStart[state]!; arc < graph.rowEnd[state]!; arc++) if (crosses(arc)) take(graph.heads[arc]!)
  }
  return behind
}

const startOf = ({ nodes }: PrivilegeGraph, node: number): number => startCapability(kindOf(nodes, node))

function byWorth({ nodes }: PrivilegeGraph, targets: readonly number[]): number[] {
  const tier = (node: number) => tierOf(nodes, node) ?? 5
  return targets.toSorted((a, b) => tier(a) - tier(b) || a - b)
}
