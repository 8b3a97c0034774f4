import { edgeKindOf } from '../graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Rows } from '../graph/rows.ts'

/** The edges of one kind out of, or into, a node. */
export const edgesOut = (graph: PrivilegeGraph, node: number, kind: string): number[] =>
  of(graph, graph.out, node, kind)
export const edgesInto = (graph: PrivilegeGraph, node: number, kind: string): number[] =>
  of(graph, graph.in, node, kind)

function of(graph: PrivilegeGraph, rows: Rows, node: number, kind: string): number[] {
  return [...rows.entries.subarray(rows.starts[node]!, rows.starts[node + 1]!)].filter(
    (edge) => edgeKindOf(graph, edge) === kind,
  )
}
