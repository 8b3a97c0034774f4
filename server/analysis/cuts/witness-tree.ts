import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import type { BestPaths } from '../best-paths.ts'
import type { Contribution } from '../blast.ts'

/**
 * The witnesses of all targets together. Where an edge goes, only the targets whose witness leads over it lose
 * something: so what the edges carry bounds what any set of cuts can take away.
 */
export interface WitnessTree {
  /** By edge: the parts of the targets behind it, those that carry most first. */
  readonly over: readonly (readonly [edge: number, value: number])[]
  /** The targets by the first edge on their witness that may be cut: what all cuts behind it take at most, and the least they cost. */
  readonly groups: readonly { readonly value: number; readonly cost: number }[]
}

/** To be made before the walk is given back. */
export function witnessTree(
  graph: PrivilegeGraph,
  walk: BestPaths,
  contributions: readonly Contribution[],
  costOf: (edge: number) => number,
): WitnessTree {
  const beyond = new Map<number, number>()
  for (const { state, value } of contributions) beyond.set(state, (beyond.get(state) ?? 0) + value)
  const over = new Map<number, number>()
  const arcs: [state: number, arc: number][] = []
  // The last state first: each is complete when its turn comes, since a walk settles a tail before its head.
  for (let i = walk.size - 1; i >= 0; i--) {
    const state = walk.order[i]!
    const value = beyond.get(state)
    if (value === undefined || walk.hopsAt(state) === 0) continue
    beyond.delete(state)
    const arc = walk.viaAt(state)
    arcs.push([state, arc])
    const tail = graph.tails[arc]!
    beyond.set(tail, (beyond.get(tail) ?? 0) + value)
    const edge = graph.edgeOf[arc]!
    if (costOf(edge) !== Number.POSITIVE_INFINITY) over.set(edge, (over.get(edge) ?? 0) + value)
  }
  return {
    over: [...over].sort((a, b) => b[1] - a[1] || a[0] - b[0]),
    groups: groupsOf(graph, arcs.reverse(), contributions, costOf),
  }
}

function groupsOf(
  graph: PrivilegeGraph,
  arcs: readonly (readonly [state: number, arc: number])[],
  contributions: readonly Contribution[],
  costOf: (edge: number) => number,
) {
  const first = new Map<number, number>()
  const groups = new Map<number, { value: number; cost: number }>()
  for (const [state, arc] of arcs) {
    const edge = graph.edgeOf[arc]!
    const cost = costOf(edge)
    const group = first.get(graph.tails[arc]!) ?? (cost === Number.POSITIVE_INFINITY ? undefined : edge)
    if (group === undefined) continue
    first.set(state, group)
    const known = groups.get(group)
    if (known) known.cost = Math.min(known.cost, cost)
    else groups.set(group, { value: 0, cost })
  }
  for (const { state, value } of contributions) {
    const group = first.get(state)
    if (group !== undefined) groups.get(group)!.value += value
  }
  return [...groups.values()].sort((a, b) => b.value / b.cost - a.value / a.cost)
}

/** The least that cuts cost which take away that much; Infinity where none do. */
export function leastCost({ groups }: WitnessTree, need: number): number {
  let cost = 0
  let left = need
  for (const group of groups) {
    // Of the last group a part would do: that bounds the cost of whole ones from below.
    if (group.value >= left) return Math.ceil(cost + group.cost * (left / group.value) - 1e-9)
    cost += group.cost
    left -= group.value
  }
  return Number.POSITIVE_INFINITY
}
