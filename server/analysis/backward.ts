import { kindOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CAPABILITY_COUNT, CONTROL } from '../model/capabilities.ts'
import { easesOf, type WalkOptions } from './walk-options.ts'

/** Fewest edges from each state to the goals, −1 where none leads there. */
export function backward(graph: PrivilegeGraph, goals: readonly number[], options: WalkOptions = {}): Int32Array {
  const { tails, edgeOf, lookOf, stateCount } = graph
  const { starts: rows, entries } = graph.backward
  const { cut } = options
  const { ease } = easesOf(graph, options)
  const hops = new Int32Array(stateCount).fill(-1)
  const queue: number[] = []
  const take = (state: number, hop: number) => {
    if (hops[state] !== -1) return
    hops[state] = hop
    queue.push(state)
    const control = (state & ~3) + CONTROL // whoever controls it holds this too
    if (hops[control] === -1) take(control, hop)
  }
  for (const goal of goals) take(goal, 0)
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!
    for (let i = rows[state]!; i < rows[state + 1]!; i++) {
      const arc = entries[i]!
      if (cut?.[edgeOf[arc]!] || ease[lookOf[arc]!] === 0) continue
      take(tails[arc]!, hops[state]! + 1)
    }
  }
  return hops
}

/** Every state of a node: reaching any of them counts as reaching it. */
export const statesOf = (node: number): number[] =>
  [0, 1, 2, 3].map((capability) => node * CAPABILITY_COUNT + capability)

/** The nodes whose compromise reaches the goals, nearest first, then by id; the goals' own nodes are left out. */
export function whoCanReach(
  graph: PrivilegeGraph,
  targets: readonly number[],
  options: WalkOptions = {},
): { readonly node: number; readonly hops: number }[] {
  const hops = backward(graph, targets.flatMap(statesOf), options)
  const goals = new Set(targets)
  const found: { node: number; hops: number }[] = []
  for (let node = 0; node < graph.nodes.count; node++) {
    const kind = kindOf(graph.nodes, node)
    const start = node * CAPABILITY_COUNT + (kind === 'Secret' || kind === 'Location' ? 0 : CONTROL)
    if (hops[start] !== -1 && !goals.has(node)) found.push({ node, hops: hops[start]! })
  }
  return found.sort((a, b) => a.hops - b.hops || a.node - b.node)
}
