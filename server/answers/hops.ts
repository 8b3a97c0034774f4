import type { Hop } from '../api/contract.ts'
import { edgeKinds } from '../edges/index.ts'
import { edgeIdOf, edgeKindOf } from '../graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { capabilityAt } from '../graph/state-rows.ts'
import { capabilities } from '../model/capabilities.ts'
import { confidences } from '../model/kinds.ts'
import type { AnswerContext } from './context.ts'
import { type EdgeSaid, edgesSaid } from './evidence.ts'

/** A path before it is told: the arcs crossed, and the ease of each under the question's options. */
export interface ArcPath {
  readonly arcs: readonly number[]
  readonly eases: readonly number[]
}

/** So many hops are told in one answer: on a chain of thousands the paths to all its links have millions. */
export const HOPS_TOLD = 20_000

/** The first of the paths whose hops one answer can hold; the very first is always told whole. */
export function toldWithin<T extends ArcPath>(paths: Iterable<T>, hops = HOPS_TOLD): T[] {
  const told: T[] = []
  let left = hops
  for (const path of paths) {
    left -= path.arcs.length
    if (left < 0 && told.length > 0) break
    told.push(path)
  }
  return told
}

/** Said where `toldWithin` left paths out. */
export const hopsNote = (told: number) =>
  `Only the first ${told} are told: the paths to all of them have more than ${HOPS_TOLD} hops.`

/** Tells paths in sentences with their evidence; the store is asked once for all of them. */
export async function tellPaths(context: AnswerContext, paths: readonly ArcPath[]): Promise<Hop[][]> {
  const { graph } = context
  const edges = new Set(paths.flatMap(({ arcs }) => arcs.map((arc) => edgeIdOf(graph, graph.edgeOf[arc]!))))
  const said = await edgesSaid(context, [...edges])
  return paths.map(({ arcs, eases }) => arcs.map((arc, i) => hop(graph, arc, eases[i]!, said)))
}

function hop(graph: PrivilegeGraph, arc: number, ease: number, said: ReadonlyMap<string, EdgeSaid>): Hop {
  const { nodes, edges, edgeOf, heads, looks, lookOf } = graph
  const edge = edgeOf[arc]!
  const id = edgeIdOf(graph, edge)
  const fact = said.get(id)
  const kind = edgeKinds.get(edgeKindOf(graph, edge))!
  const from = edges.from[edge]!
  const to = edges.to[edge]!
  return {
    edge: id,
    kind: kind.kind,
    from: nodes.ids.at(from),
    to: nodes.ids.at(to),
    fromName: nodes.names.at(from),
    toName: nodes.names.at(to),
    says: sentence(graph, edge, fact?.claim.note),
    needs: capabilities[looks[lookOf[arc]!]!.needs]!,
    gives: capabilityAt(graph, heads[arc]!),
    ease,
    confidence: confidences[edges.confidence[edge]!]!,
    verdict: edges.conditional[edge] ? 'conditional' : 'allowed',
    missing: edges.missing.get(edge) ?? null,
    gates: (edges.gates.get(edge) ?? []).map((gate) => nodes.names.at(gate)),
    stale: edges.stale[edge] === 1,
    technique: kind.technique ?? null,
    cutBy: kind.cutBy,
    evidence: [...(fact?.evidence ?? [])],
  }
}

/** One hop as a sentence: the kind's own words, the fact's note, and what makes it less than certain. */
export function sentence(graph: PrivilegeGraph, edge: number, note?: string): string {
  const { nodes, edges } = graph
  const kind = edgeKinds.get(edgeKindOf(graph, edge))!
  // A replacer function: names may hold `$&`.
  const told = kind.says
    .replace('{from}', () => nodes.names.at(edges.from[edge]!))
    .replace('{to}', () => nodes.names.at(edges.to[edge]!))
  const gates = (edges.gates.get(edge) ?? []).map((gate) => nodes.names.at(gate))
  const parts = [
    edges.conditional[edge] ? `If ${edges.missing.get(edge)}: ${told}` : told,
    note === undefined ? '' : `: ${note.replace(/\.$/, '')}`,
    gates.length === 0 ? '' : `, behind ${gates.join(' and ')}`,
    edges.confidence[edge] === 2 ? ' (inferred)' : '',
  ]
  return `${parts.join('')}.`
}
