import type { NodeRef } from '../api/contract.ts'
import { edgeKindOf } from '../graph/edge-lookup.ts'
import { edgesAt } from '../graph/edges-at.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { nodeRef } from './node-ref.ts'

/** Who answers for a node, as a source declares it. */
export function ownersOf(graph: PrivilegeGraph, node: number): NodeRef[] {
  const owners = new Set<number>()
  for (const edge of edgesAt(graph, 'in', node))
    if (edgeKindOf(graph, edge) === 'OWNS') owners.add(graph.edges.from[edge]!)
  return [...owners].map((owner) => nodeRef(graph.nodes, owner))
}
