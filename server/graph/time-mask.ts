import { edgeKinds } from '../edges/index.ts'
import { edgesAt } from './edges-at.ts'
import { kindOf } from './node-table.ts'
import type { PrivilegeGraph } from './privilege-graph.ts'

/** Edges that do not hold at that time: outside their window, or out of a Secret or Grant that has expired. */
export function timeMask(graph: PrivilegeGraph, asOf: number): Uint8Array | undefined {
  const { nodes, edges } = graph
  const dead = new Set<number>()
  for (const [edge, { from, until }] of edges.windows) if (asOf < from || asOf >= until) dead.add(edge)
  for (let node = 0; node < nodes.count; node++) {
    if (!(nodes.expiresAt[node]! <= asOf)) continue
    if (kindOf(nodes, node) !== 'Secret' && kindOf(nodes, node) !== 'Grant') continue
    for (const edge of edgesAt(graph, 'out', node)) dead.add(edge)
  }
  if (dead.size === 0) return undefined
  const mask = new Uint8Array(edges.count)
  for (const edge of dead) if (edgeKinds.get(edges.kinds[edges.kind[edge]!]!)!.crossings.length > 0) mask[edge] = 1
  return mask
}
