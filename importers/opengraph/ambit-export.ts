import { allowed, conditionalOn, type EdgeClaim, type Json, type NodeClaim } from '../../server/model/facts.ts'
import { type Confidence, confidences, nodeKinds, tiers } from '../../server/model/kinds.ts'
import { globalId } from '../../server/model/node-id.ts'
import { type GraphEdge, type GraphNode, textOf } from './graph-shape.ts'
import type { Became, SeenNode } from './seen-nodes.ts'

/** A node of Ambit's own export: it carries its claim in properties that begin with `ambit`, or undefined. */
export function ambitNode(node: GraphNode): Became | undefined {
  const id = textOf(node, 'ambitid')
  const kind = nodeKinds.find((it) => it === textOf(node, 'ambitkind'))
  if (id === undefined || kind === undefined) return undefined
  const told = node.properties ?? {}
  const aliases = Array.isArray(told['ambitaliases']) ? told['ambitaliases'].filter((it) => typeof it === 'string') : []
  const properties = jsonIn(told['ambitproperties'])
  const claim: NodeClaim = {
    id: globalId(id),
    kind,
    type: textOf(node, 'ambittype') ?? kind,
    name: textOf(node, 'name') ?? id,
    provider: textOf(node, 'provider'),
    account: textOf(node, 'account'),
    environment: textOf(node, 'environment'),
    tier: tiers.find((tier) => tier === told['tier']),
    dataClass: textOf(node, 'dataclass'),
    createdAt: textOf(node, 'createdat'),
    expiresAt: textOf(node, 'expiresat'),
    lastUsedAt: textOf(node, 'lastusedat'),
    rotatedAt: textOf(node, 'rotatedat'),
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(told['stub'] === true ? { stub: true } : {}),
    ...(told['counts'] === false ? { counts: false } : {}),
    ...(properties ? { properties } : {}),
  }
  return { claim }
}

export const isAmbitEdge = ({ properties }: GraphEdge): boolean => typeof properties?.['ambitkind'] === 'string'

/** An edge of Ambit's own export as it was; undefined for any other. */
export function ambitEdges({ properties }: GraphEdge, from: SeenNode, to: SeenNode): readonly EdgeClaim[] | undefined {
  const told = { properties }
  const ours = textOf(told, 'ambitkind')
  if (ours === undefined) return undefined
  const missing = textOf(told, 'missing')
  const more = jsonIn(properties?.['ambitproperties'])
  const gates = Array.isArray(properties?.['ambitgates']) ? properties['ambitgates'] : []
  return [
    {
      kind: ours,
      from: from.claim.id,
      to: to.claim.id,
      key: textOf(told, 'ambitkey'),
      confidence: confidences.find((it) => it === textOf(told, 'confidence')) ?? ('inferred' satisfies Confidence),
      ease: textOf(told, 'ease'),
      startsAt: textOf(told, 'startsat'),
      expiresAt: textOf(told, 'expiresat'),
      note: textOf(told, 'note'),
      ...(gates.length > 0 ? { gates: gates.map((gate) => globalId(String(gate))) } : {}),
      ...(more ? { properties: more } : {}),
      ...(missing === undefined ? allowed : conditionalOn(missing)),
    },
  ]
}

function jsonIn(text: unknown): { readonly [key: string]: Json } | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: Json })
      : undefined
  } catch {
    return undefined
  }
}
