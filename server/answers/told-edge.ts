import type { ToldEdge } from '../api/contract-cuts.ts'
import { edgeKinds } from '../edges/index.ts'
import { edgeIdOf, edgeKindOf } from '../graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { EdgeSaid } from './evidence.ts'
import { sentence } from './hops.ts'
import { nodeRef } from './node-ref.ts'

/** An edge in words, with what cuts it and what the store shows of it. */
export function toldEdge(graph: PrivilegeGraph, edge: number, said: ReadonlyMap<string, EdgeSaid>): ToldEdge {
  const id = edgeIdOf(graph, edge)
  const { kind, cutBy, undoneBy } = edgeKinds.get(edgeKindOf(graph, edge))!
  const fact = said.get(id)
  return {
    edge: id,
    kind,
    from: nodeRef(graph.nodes, graph.edges.from[edge]!),
    to: nodeRef(graph.nodes, graph.edges.to[edge]!),
    says: sentence(graph, edge, fact?.claim.note),
    cutBy,
    undoneBy,
    evidence: [...(fact?.evidence ?? [])],
  }
}
