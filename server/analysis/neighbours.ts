import { edgeKindOf } from '../graph/edge-lookup.ts'
import { edgesAt, type Side } from '../graph/edges-at.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { rowsBy } from '../graph/rows.ts'

/** The nodes at the other end of a node's edges of one kind, each once. */
export type Neighbours = (side: Side, node: number, kind: string) => readonly number[]

const NOBODY: readonly number[] = []

/** For a question about a few nodes: looks among all edges of each. */
export function neighboursAt(graph: PrivilegeGraph): Neighbours {
  return (side, node, kind) => {
    const other = side === 'out' ? graph.edges.to : graph.edges.from
    const found: number[] = []
    for (const edge of edgesAt(graph, side, node)) if (edgeKindOf(graph, edge) === kind) found.push(other[edge]!)
    return [...new Set(found)]
  }
}

/** For a question about every node: goes over the edges once for each kind and side that is asked for. */
export function neighboursOfAll({ edges, nodes }: PrivilegeGraph): Neighbours {
  const indexed = { in: new Map<string, ReturnType<typeof index>>(), out: new Map<string, ReturnType<typeof index>>() }
  const index = (side: Side, kind: string) => {
    const number = edges.kinds.indexOf(kind)
    const [ends, others] = side === 'out' ? [edges.from, edges.to] : [edges.to, edges.from]
    let count = 0
    for (let edge = 0; edge < edges.count; edge++) if (edges.kind[edge] === number) count++
    const at = new Uint32Array(count)
    const other = new Uint32Array(count)
    count = 0
    for (let edge = 0; edge < edges.count; edge++) {
      if (edges.kind[edge] !== number) continue
      at[count] = ends[edge]!
      other[count++] = others[edge]!
    }
    return { ...rowsBy(at, nodes.count), other }
  }
  return (side, node, kind) => {
    let known = indexed[side].get(kind)
    if (known === undefined) {
      known = index(side, kind)
      indexed[side].set(kind, known)
    }
    const { starts, entries, other } = known
    if (starts[node] === starts[node + 1]) return NOBODY
    const found = new Set<number>()
    for (let i = starts[node]!; i < starts[node + 1]!; i++) found.add(other[entries[i]!]!)
    return [...found]
  }
}
