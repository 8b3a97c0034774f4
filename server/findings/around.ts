import { edgeKindOf } from '../graph/edge-lookup.ts'
import { edgesAt, type Side } from '../graph/edges-at.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

/** The edges of one kind out of, or into, a node. */
export const edgesOut = (graph: PrivilegeGraph, node: number, kind: string): number[] => of(graph, 'out', node, kind)
export const edgesInto = (graph: PrivilegeGraph, node: number, kind: string): number[] => of(graph, 'in', node, kind)

function of(graph: PrivilegeGraph, side: Side, node: number, kind: string): number[] {
  return [...edgesAt(graph, side, node)].filter((edge) => edgeKindOf(graph, edge) === kind)
}
