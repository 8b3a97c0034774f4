import type { NodeRef } from '../api/contract.ts'
import { DEMO, kindOf, type NodeTable, STUB, tierOf, typeOf } from '../graph/node-table.ts'

const text = (nodes: NodeTable, number: number): string | null => (number === 0 ? null : nodes.strings[number]!)

export function nodeRef(nodes: NodeTable, node: number): NodeRef {
  return {
    id: nodes.ids.at(node),
    name: nodes.names.at(node),
    kind: kindOf(nodes, node),
    type: typeOf(nodes, node),
    provider: text(nodes, nodes.providers[node]!),
    account: text(nodes, nodes.accounts[node]!),
    environment: text(nodes, nodes.environments[node]!),
    tier: tierOf(nodes, node) ?? null,
    tierBecause: text(nodes, nodes.tierReasons[node]!),
    stub: (nodes.flags[node]! & STUB) !== 0,
    demo: (nodes.flags[node]! & DEMO) !== 0,
  }
}

/** ISO 8601, or null where no source says. */
export const isoTime = (time: number): string | null => (Number.isNaN(time) ? null : new Date(time).toISOString())
