import { kindOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveringState, stateAt, statesOf } from '../graph/state-rows.ts'
import { startCapability } from '../model/capabilities.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

/** Fewest edges from each state to the goals, −1 where none leads there. */
export function backward(graph: PrivilegeGraph, goals: readonly number[], options: WalkOptions = {}): Int32Array {
  const { tails, edgeOf, lookOf, stateCount } = graph
  const { starts: rows, entries } = graph.backward
  const { cut } = options
  const { factor } = crossingsOf(graph, options)
  const hops = new Int32Array(stateCount).fill(-1)
  const queue = new Uint32Array(stateCount)
  let size = 0
  const take = (state: number, hop: number) => {
    if (hops[state] !== -1) return
    hops[state] = hop
    queue[size++] = state
    const control = coveringState(graph, state) // whoever controls it holds this too
    if (hops[control] !== -1) return
    hops[control] = hop
    queue[size++] = control
  }
  for (const goal of goals) take(goal, 0)
  for (let head = 0; head < size; head++) {
    const state = queue[head]!
    for (let i = rows[state]!; i < rows[state + 1]!; i++) {
      const arc = entries[i]!
      if (factor[lookOf[arc]!]! < 0 || cut?.[edgeOf[arc]!] === 1) continue
      take(tails[arc]!, hops[state]! + 1)
    }
  }
  return hops
}

/** Fewest edges from a compromise of the node to the goals of `hops`, −1 where none leads there. */
export function hopsFrom(graph: PrivilegeGraph, hops: Int32Array, node: number): number {
  const start = stateAt(graph, node, startCapability(kindOf(graph.nodes, node)))
  return start === -1 ? -1 : hops[start]!
}

/** The nodes whose compromise reaches the goals, nearest first, then by id; the goals' own nodes are left out. */
export function whoCanReach(
  graph: PrivilegeGraph,
  targets: readonly number[],
  options: WalkOptions = {},
): { readonly node: number; readonly hops: number }[] {
  const reaching = backward(
    graph,
    targets.flatMap((node) => statesOf(graph, node)),
    options,
  )
  const goals = new Set(targets)
  const found: { node: number; hops: number }[] = []
  for (let node = 0; node < graph.nodes.count; node++) {
    const hops = hopsFrom(graph, reaching, node)
    if (hops !== -1 && !goals.has(node)) found.push({ node, hops })
  }
  return found.sort((a, b) => a.hops - b.hops || a.node - b.node)
}
