import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { openGraph } from '../../server/model/node-id.ts'
import { type GraphEdge, type GraphNode, textOf } from './graph-shape.ts'
import { keptProperties } from './kept-properties.ts'
import type { Became, SeenNode } from './seen-nodes.ts'

/** Words in a kind's name that tell what it is, first match first; anything else is a resource. */
const hints: readonly (readonly [RegExp, NodeClaim['kind'], string])[] = [
  [/group|role|team/i, 'Group', 'group'],
  [/secret|credential|apikey|token|certificate/i, 'Secret', 'other'],
  [/serviceaccount|application|oauth|client|^.*_app$|agent|bot/i, 'Identity', 'service_account'],
  [/user|person|account|principal|identity/i, 'Identity', 'human'],
]

/** A node of a kind that no table describes: what its kind's name says, and counted as little. */
export function unknownNode(node: GraphNode, sourceKind: string): Became {
  const [primary = 'unknown'] = node.kinds
  const hint = hints.find(([pattern]) => node.kinds.some((kind) => pattern.test(kind)))
  const properties = keptProperties(node)
  return {
    claim: {
      id: openGraph(sourceKind, node.id),
      kind: hint?.[1] ?? 'Resource',
      type: hint?.[2] ?? primary,
      name: textOf(node, 'name') ?? textOf(node, 'displayname') ?? node.id,
      provider: sourceKind.toLowerCase(),
      account: textOf(node, 'environmentid'),
      properties: { ...properties, kinds: node.kinds },
    },
  }
}

/** An edge of a kind that no table describes: crossed only when its collector says that it can be, and then inferred. */
export function unknownEdges({ kind, properties }: GraphEdge, from: SeenNode, to: SeenNode): readonly EdgeClaim[] {
  const traversable = properties?.['traversable'] === true
  const crossed = traversable ? crossing(from.claim, to.claim) : undefined
  return [
    {
      kind: crossed ?? 'RELATES_TO',
      from: from.claim.id,
      to: to.claim.id,
      key: `opengraph:${kind}`,
      confidence: crossed ? 'inferred' : 'observed',
      ...(crossed ? { note: `${kind}, which its collector calls traversable.` } : {}),
      properties: { kind },
      ...allowed,
    },
  ]
}

function crossing(from: NodeClaim, to: NodeClaim): string | undefined {
  if (from.kind === 'Identity' && to.kind === 'Identity') return 'ESCALATES_TO'
  if (from.kind === 'Identity' || from.kind === 'Group' || from.kind === 'Grant') return 'CAN_CONTROL'
  if (from.kind === 'Secret' && to.kind === 'Identity') return 'AUTHENTICATES_AS'
  if (from.kind === 'Resource') return 'CONTAINS'
  return undefined
}
