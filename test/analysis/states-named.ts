import { kindOf } from '../../server/graph/node-table.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { capabilityAt } from '../../server/graph/state-rows.ts'
import { capabilities, startCapability } from '../../server/model/capabilities.ts'

/** `id capability` for what a walk from the start reached; control is told as all four, whether or not they are states. */
export function statesNamed(graph: PrivilegeGraph, start: number, order: Iterable<number>): string[] {
  const own = capabilities[startCapability(kindOf(graph.nodes, start))]!
  const reached = [...order].map((state) => [graph.nodeOf[state]!, capabilityAt(graph, state)] as const)
  const named = [[start, own] as const, ...reached].flatMap(([node, capability]) =>
    (capability === 'control' ? capabilities : [capability]).map((it) => `${graph.nodes.ids.at(node)} ${it}`),
  )
  return [...new Set(named)]
}
