import type { Neighbours, View } from '../../server/api/contract.ts'

export type DrawnNode = View['nodes'][number] & {
  /** Drawn because it lies next to an opened node; whether it is reached, is not said. */
  readonly isAround?: boolean
}
type DrawnEdge = View['edges'][number] & { readonly isAround?: boolean }
export interface Drawn extends Omit<View, 'nodes' | 'edges'> {
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
}

const remembered = new WeakMap<readonly Neighbours[], { readonly view: View; readonly drawn: Drawn }>()

/** The reach, and the neighbours of opened nodes beside it: where their edges lead to the right, where they come from to the left. */
export function expanded(view: View, neighbourhoods: readonly Neighbours[]): Drawn {
  if (neighbourhoods.length === 0) return view
  // The same answer is the same picture: it must not be laid out anew at each rendering.
  const known = remembered.get(neighbourhoods)
  if (known?.view === view) return known.drawn
  const nodes = new Map<string, DrawnNode>(view.nodes.map((node) => [node.id, node]))
  const edges = new Map<string, DrawnEdge>(view.edges.map((edge) => [edge.id, edge]))
  for (const { node: centre, nodes: near, edges: between } of neighbourhoods) {
    const hop = nodes.get(centre.id)?.hop
    if (hop === undefined) continue
    const after = new Set(between.filter(({ from }) => from === centre.id).map(({ to }) => to))
    for (const { depth: _, ...node } of near) {
      if (nodes.has(node.id)) continue
      const at = after.has(node.id) ? hop + 1 : Math.max(0, hop - 1)
      nodes.set(node.id, { ...node, hop: at, capabilities: [], onWitness: false, isAround: true })
    }
    for (const edge of between) {
      if (edges.has(edge.id)) continue
      edges.set(edge.id, { ...edge, confidence: 'observed', verdict: 'allowed', count: 1, isAround: true })
    }
  }
  const drawn = { ...view, nodes: [...nodes.values()], edges: [...edges.values()] }
  remembered.set(neighbourhoods, { view, drawn })
  return drawn
}
