import { startStates } from '../analysis/starts.ts'
import { edgeKindOf } from '../graph/edge-lookup.ts'
import { edgesAt } from '../graph/edges-at.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

const named = 5

/** A policy leads nowhere by itself: whoever asks for its reach is told whose reach to ask for. */
export function attachedNotes(graph: PrivilegeGraph, starts: readonly number[]): string[] {
  const { nodes, edges } = graph
  return starts.flatMap((start) => {
    if (startStates(graph, [start]).length > 0) return []
    const applies = edgesAt(graph, 'out', start).filter((edge) => edgeKindOf(graph, edge) === 'APPLIES_TO')
    const attached = [...new Set(applies.map((edge) => edges.to[edge]!))].sort((a, b) => a - b)
    if (attached.length === 0) return []
    const who = attached.slice(0, named).map((node) => `${nodes.names.at(node)} (${nodes.ids.at(node)})`)
    const more = attached.length > named ? ` and ${attached.length - named} more` : ''
    return [
      `${nodes.names.at(start)} gives nothing by itself. Ask for what it is attached to: ${who.join(', ')}${more}.`,
    ]
  })
}
