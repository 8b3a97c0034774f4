import type { EdgeTable, PrivilegeGraph } from './privilege-graph.ts'
import { TextColumn } from './text-column.ts'

type Words = 'ids' | 'names' | 'aliases' | 'aliasOf' | 'scopeSets' | 'unitedWith' | 'indexOf'

/** A graph without its words, as a worker thread is given it: the arrays are shared with it, not copied. */
export interface SentGraph extends Omit<PrivilegeGraph, 'nodes' | 'edges'> {
  readonly nodes: Omit<PrivilegeGraph['nodes'], Words>
  readonly edges: Omit<EdgeTable, 'missing' | 'gates'>
}

export function sent({ nodes, edges, ...rows }: PrivilegeGraph): SentGraph {
  const { ids, names, aliases, aliasOf, scopeSets, unitedWith, indexOf, ...columns } = nodes
  const { missing, gates, ...edgeColumns } = edges
  return { ...rows, nodes: columns, edges: edgeColumns }
}

const none = TextColumn.of([])

/** The graph on the other side: walks and counts as the whole one does, and knows nothing by name. */
export const received = ({ nodes, edges, ...rows }: SentGraph): PrivilegeGraph => ({
  ...rows,
  nodes: {
    ...nodes,
    ids: none,
    names: none,
    aliases: none,
    aliasOf: new Uint32Array(0),
    scopeSets: [],
    unitedWith: new Map(),
    indexOf: () => undefined,
  },
  edges: { ...edges, missing: new Map(), gates: new Map() },
})
