import type { Found, Neighbours, NodeDetail } from '../api/contract.ts'
import { edgeIdOf, edgeKindOf } from '../graph/edge-lookup.ts'
import { edgesAt, type Side } from '../graph/edges-at.ts'
import { findNodes } from '../graph/find-node.ts'
import { type NeighbourhoodOptions, neighbourhood } from '../graph/neighbourhood.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

import type { NodeFact } from '../model/facts.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { filesOf, shown } from './evidence.ts'
import { sentence } from './hops.ts'
import { limitsOf } from './limits.ts'
import { isoTime, nodeRef } from './node-ref.ts'
import { ownersOf } from './owners.ts'

/** Everything a text may mean, strongest match first. */
export function search({ graph }: AnswerContext, text: string, limit: number): Found {
  const matches = findNodes(graph, text)
  return {
    revision: graph.revision,
    total: matches.length,
    nodes: matches.slice(0, limit).map(({ node, matched }) => ({ ...nodeRef(graph.nodes, node), matched })),
  }
}

/** All that is known of a node, scope by scope, with the places that say it. */
export async function nodeDetail(
  context: AnswerContext,
  node: number,
  options: AnswerOptions = {},
): Promise<NodeDetail> {
  const { graph, snapshot } = context
  const { nodes } = graph
  const facts: NodeFact[] = []
  const ids = [nodes.ids.at(node), ...unitedWith(graph, node)]
  for await (const chunk of snapshot.nodes({ ids })) facts.push(...chunk)
  const files = await filesOf(
    context,
    facts.flatMap(({ evidence }) => evidence),
  )
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    node: nodeRef(nodes, node),
    dataClass: nodes.strings[nodes.dataClasses[node]!]! || null,
    times: {
      createdAt: isoTime(nodes.createdAt[node]!),
      expiresAt: isoTime(nodes.expiresAt[node]!),
      lastUsedAt: isoTime(nodes.lastUsedAt[node]!),
      rotatedAt: isoTime(nodes.rotatedAt[node]!),
    },
    aliases: [...new Set(facts.flatMap(({ node: claim }) => claim.aliases ?? []))].sort(),
    owners: ownersOf(graph, node),
    facts: facts.map(({ scope, node: claim, evidence }) => ({ scope, claim, evidence: shown(evidence, files) })),
    edges: { out: kindsAt(graph, 'out', node), in: kindsAt(graph, 'in', node) },
    limits: limitsOf(context, asked(context, options), [node]),
    truncated: false,
    coverage: coverageOf(graph, [node]),
  }
}

/** The nodes around one, for a person to look at; every edge as a sentence. */
export function neighbours({ graph }: AnswerContext, node: number, options: NeighbourhoodOptions): Neighbours {
  const { nodes, edges, byKind, total, truncated } = neighbourhood(graph, node, options)
  return {
    revision: graph.revision,
    node: nodeRef(graph.nodes, node),
    depth: options.depth,
    direction: options.direction,
    byKind,
    nodes: nodes.map((it) => ({ ...nodeRef(graph.nodes, it.node), depth: it.depth })),
    edges: edges.map((edge) => ({
      id: edgeIdOf(graph, edge),
      kind: edgeKindOf(graph, edge),
      from: graph.nodes.ids.at(graph.edges.from[edge]!),
      to: graph.nodes.ids.at(graph.edges.to[edge]!),
      says: sentence(graph, edge),
    })),
    total,
    shown: nodes.length,
    truncated,
  }
}

/** Ids that were united into this node, as the SAME_AS facts name them. */
const unitedWith = ({ nodes }: PrivilegeGraph, node: number): readonly string[] => nodes.unitedWith.get(node) ?? []

function kindsAt(graph: PrivilegeGraph, side: Side, node: number): Record<string, number> {
  const kinds = new Map<string, number>()
  for (const edge of edgesAt(graph, side, node)) {
    const kind = edgeKindOf(graph, edge)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return Object.fromEntries(kinds)
}
