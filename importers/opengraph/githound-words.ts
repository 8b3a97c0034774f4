import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import { type GraphNode, textOf } from './graph-shape.ts'
import type { Became } from './seen-nodes.ts'

/** Only repositories and organisations carry an address, so every other id is taken for one of github.com. */
export const collected = 'github.com'

type About = Omit<NodeClaim, 'id' | 'kind' | 'type' | 'name'>
/** What one kind of the collector's nodes becomes. */
export type Describe = (node: GraphNode, id: NodeId, about: About & { name: string }) => Became

export const edge = (kind: string, from: NodeId, to: NodeId, key?: string): EdgeClaim => ({
  kind,
  from,
  to,
  confidence: 'granted',
  ...(key ? { key } : {}),
  ...allowed,
})

export const hostOf = (node: GraphNode): string => {
  const url = textOf(node, 'html_url')
  return url && URL.canParse(url) ? new URL(url).host : collected
}

/** The collector writes a time it does not know as an empty text. */
export function time(node: GraphNode, name: string): string | undefined {
  const value = textOf(node, name)
  const at = value === undefined ? Number.NaN : Date.parse(value)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
