import { type Rows, rowsBy } from './rows.ts'
import { type EdgeColumns, type StateRows, statesOf } from './state-rows.ts'

/** Edges that no arc crosses, by their tail node and by their head node; all others are found by their arcs. */
export interface BareEdges {
  readonly out: Rows
  readonly in: Rows
}

export function bareEdges(
  { from, to }: Pick<EdgeColumns, 'from' | 'to'>,
  { edgeOf }: Pick<StateRows, 'edgeOf'>,
  nodeCount: number,
): BareEdges {
  const crossed = new Uint8Array(from.length)
  for (let arc = 0; arc < edgeOf.length; arc++) crossed[edgeOf[arc]!] = 1
  let count = 0
  for (let edge = 0; edge < crossed.length; edge++) count += 1 - crossed[edge]!
  const bare = new Uint32Array(count)
  for (let edge = 0, at = 0; at < count; edge++) if (crossed[edge] === 0) bare[at++] = edge
  const rows = (ends: Uint32Array) => {
    const found = rowsBy(
      bare.map((edge) => ends[edge]!),
      nodeCount,
    )
    for (let i = 0; i < count; i++) found.entries[i] = bare[found.entries[i]!]!
    return found
  }
  return { out: rows(from), in: rows(to) }
}

export type Side = 'out' | 'in'

/** All edges out of a node, or into it, traversable or not, in the order of their ids. */
export function edgesAt(graph: StateRows & { readonly bare: BareEdges }, side: Side, node: number): Uint32Array {
  const { starts, entries } = graph.bare[side]
  const bare = entries.subarray(starts[node]!, starts[node + 1]!)
  const arcs = (side === 'out' ? arcsOut : arcsIn)(graph, node)
  const edges = new Uint32Array(bare.length + arcs.length)
  edges.set(bare)
  for (let i = 0; i < arcs.length; i++) edges[bare.length + i] = graph.edgeOf[arcs[i]!]!
  edges.sort()
  // An edge with two ways over it has two arcs.
  let size = 0
  for (let i = 0; i < edges.length; i++) if (i === 0 || edges[i] !== edges[i - 1]) edges[size++] = edges[i]!
  return edges.subarray(0, size)
}

/** The arcs of a node stand together. */
function arcsOut(graph: StateRows, node: number): Uint32Array {
  const states = statesOf(graph, node)
  if (states.length === 0) return new Uint32Array(0)
  const last = states.at(-1)!
  const start = Math.min(graph.rowStart[states[0]!]!, graph.rowStart[last]!)
  return Uint32Array.from({ length: graph.rowEnd[last]! - start }, (_, i) => start + i)
}

/** So do its states. */
function arcsIn(graph: StateRows, node: number): Uint32Array {
  const states = statesOf(graph, node)
  if (states.length === 0) return new Uint32Array(0)
  const { starts, entries } = graph.backward
  return entries.subarray(starts[states[0]!]!, starts[states.at(-1)! + 1]!)
}
