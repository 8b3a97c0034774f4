import { backward, hopsFrom } from '../analysis/backward.ts'
import type { WalkOptions } from '../analysis/walk-options.ts'
import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { statesOf } from '../graph/state-rows.ts'
import { isoTime } from './node-ref.ts'

const NAMED_CONSUMERS = 20

/** Who else goes over an edge, or through a node, today. Edges that leave one thing share an answer, made once. */
export function breakage(graph: PrivilegeGraph, compromised: readonly number[], walk: WalkOptions) {
  const known = new Map<string, ReturnType<typeof breaksOf>>()
  const told = (needed: readonly number[]) => {
    const key = needed.join()
    const breaks = known.get(key) ?? breaksOf(graph, needed, compromised, walk)
    known.set(key, breaks)
    return breaks
  }
  return {
    // What must be held there to go this way: of a Secret it is the reading, of a tool the calling.
    ofEdge: (edge: number) =>
      told(statesOf(graph, graph.edges.from[edge]!).filter((state) => leadsOver(graph, state, edge))),
    ofNode: (node: number) => told(statesOf(graph, node)),
  }
}

/** Without usage facts nobody can say that nothing breaks, so it is not said. */
function breaksOf(graph: PrivilegeGraph, needed: readonly number[], compromised: readonly number[], walk: WalkOptions) {
  const { nodes, edges } = graph
  const hops = backward(graph, needed, walk)
  const others: number[] = []
  for (let node = 0; node < nodes.count; node++) {
    const reaches = hopsFrom(graph, hops, node) !== -1
    if (reaches && isPrincipal(nodes, node) && !compromised.includes(node)) others.push(node)
  }
  const known = edges.kinds.includes('USED')
  const ways =
    others.length === 0 ? 'Nobody else' : `${others.length} other ${others.length === 1 ? 'identity' : 'identities'}`
  return {
    known,
    says: known
      ? `${ways} can go this way; the last use of each is given where a log shows it.`
      : `Breakage unknown: no usage source was imported. ${ways} can go this way today.`,
    consumers: others.slice(0, NAMED_CONSUMERS).map((node) => ({
      id: nodes.ids.at(node),
      name: nodes.names.at(node),
      lastUsedAt: isoTime(nodes.lastUsedAt[node]!),
    })),
    total: others.length,
  }
}

function leadsOver({ rowStart, rowEnd, edgeOf }: PrivilegeGraph, state: number, edge: number): boolean {
  for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) if (edgeOf[arc] === edge) return true
  return false
}
