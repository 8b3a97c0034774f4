import { edgeKinds } from '../edges/index.ts'
import type { EdgeClaim, NodeClaim } from '../model/facts.ts'
import { DERIVED_PREFIX } from '../model/facts.ts'
import { confidences, nodeKinds, tiers } from '../model/kinds.ts'
import { limits } from './limits.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u0000-\u001f\u007f]/

const isText = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= limits.idLength && text.isWellFormed()
const isId = (id: unknown): boolean => isText(id) && id !== '' && !control.test(id)

/** Why no store could hold the node, or undefined. Never quotes it. */
export function nodeFault(node: NodeClaim): string | undefined {
  if (!isId(node.id)) return 'the id of a node is empty, too long, or has control characters'
  if (!nodeKinds.includes(node.kind)) return 'a node is of a kind that Ambit does not know'
  if (!isText(node.type) || node.type === '') return 'a node has no type'
  if (!isText(node.name)) return 'a node has no name, or one that is too long'
  if (node.tier !== undefined && !tiers.includes(node.tier)) return 'a tier is not one of 0, 1, 2, 3, 4'
  if (node.aliases?.some((alias) => !isId(alias) || !alias.includes(':'))) {
    return 'an alias is empty, too long, or does not name its authority, as `email:` does'
  }
  return undefined
}

/** Why no store could hold the edge, or undefined. Never quotes it. */
export function edgeFault(edge: EdgeClaim): string | undefined {
  if (!isId(edge.from) || !isId(edge.to)) return 'an end of an edge is empty, too long, or has control characters'
  if (!edgeKinds.has(edge.kind)) return 'an edge is of a kind that Ambit does not know'
  if (!confidences.includes(edge.confidence)) return 'a confidence is not one of observed, granted, inferred'
  if (edge.verdict !== 'allowed' && edge.verdict !== 'conditional') return 'a verdict is not allowed or conditional'
  if (edge.verdict === 'conditional' && !edge.missing) return 'a conditional edge does not name the missing fact'
  if (edge.key !== undefined && !isText(edge.key)) return 'the key of an edge is too long'
  return undefined
}

/** A source writes its own scopes only. */
export function scopeFault(source: string, scope: string): string | undefined {
  if (!isId(scope) || scope.startsWith(DERIVED_PREFIX)) return 'the scope is empty, too long or reserved'
  if (scope === source || scope.startsWith(`${source}:`)) return undefined
  return `a scope must begin with ${source}:`
}
