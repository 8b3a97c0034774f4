import { kindOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { stateAt, statesOf } from '../graph/state-rows.ts'
import { startCapability } from '../model/capabilities.ts'

/** The states a compromise begins with; a node that leads nowhere has none. */
export function startStates(graph: PrivilegeGraph, starts: readonly number[]): number[] {
  return starts
    .map((node) => stateAt(graph, node, startCapability(kindOf(graph.nodes, node))))
    .filter((state) => state !== -1)
}

/** All states of some nodes, told from others without looking each up: most lie outside `low` to `high`. */
export class StatesOf {
  readonly low: number
  readonly high: number
  /** Those among the numbers from `low` up to `high`; undefined where all of them are. */
  readonly among: ReadonlySet<number> | undefined

  constructor(graph: PrivilegeGraph, nodes: readonly number[]) {
    const states = nodes.flatMap((node) => statesOf(graph, node))
    this.low = states.reduce((low, state) => Math.min(low, state), graph.stateCount)
    this.high = states.reduce((high, state) => Math.max(high, state + 1), 0)
    // Those of one node stand together.
    this.among = nodes.length > 1 ? new Set(states) : undefined
  }
}
