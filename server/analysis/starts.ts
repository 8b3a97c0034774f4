import { kindOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { stateAt } from '../graph/state-rows.ts'
import { startCapability } from '../model/capabilities.ts'

/** The states a compromise begins with; a node that leads nowhere has none. */
export function startStates(graph: PrivilegeGraph, starts: readonly number[]): number[] {
  return starts
    .map((node) => stateAt(graph, node, startCapability(kindOf(graph.nodes, node))))
    .filter((state) => state !== -1)
}
