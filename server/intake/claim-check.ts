import { edgeKinds } from '../edges/index.ts'
import type { EdgeClaim, NodeClaim } from '../model/facts.ts'
import { DERIVED_PREFIX } from '../model/facts.ts'
import { confidences, nodeKinds, tiers } from '../model/kinds.ts'
import { scoreTable } from '../model/score-table.ts'
import { limits } from './limits.ts'
import { holdsSecretValue, withoutSecretValues } from './secret-values.ts'
import { utc } from './utc.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u0000-\u001f\u007f]/

const isText = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= limits.idLength && text.isWellFormed()
const isId = (id: unknown): boolean => isText(id) && id !== '' && !control.test(id) && !holdsSecretValue(id)
const isNoTime = (time: string | undefined) => time !== undefined && utc(time) === undefined
const noTime = 'a time is not ISO 8601 with a zone, such as 2026-01-31T12:00:00Z'
const badId = 'is empty, too long, has control characters, or looks like the value of a secret'

const nodeTimes = ['createdAt', 'expiresAt', 'lastUsedAt', 'rotatedAt'] as const
const edgeTimes = ['startsAt', 'expiresAt'] as const

/** The claim as it is stored: times in UTC, and nothing in its texts that looks like a secret's value. */
export function tidyNode({ id, aliases, ...texts }: NodeClaim, found: () => void): NodeClaim {
  const tidy = { id, ...withoutSecretValues(texts, found), ...timesOf(texts, nodeTimes) }
  return aliases ? { ...tidy, aliases } : tidy
}

/** Ends, key and gates stay as they are, to be found by the check: an id with a part left out would be another id. */
export function tidyEdge(edge: EdgeClaim, found: () => void): EdgeClaim {
  const { from, to, key, gates } = edge
  const tidy = { ...withoutSecretValues(edge, found), ...timesOf(edge, edgeTimes), from, to }
  return { ...tidy, ...(key !== undefined && { key }), ...(gates && { gates }) }
}

/** Those in UTC; what is no time stays, to be found by the check. */
function timesOf<K extends string>(claim: { readonly [key in K]?: string | undefined }, keys: readonly K[]) {
  const times: { [key in K]?: string } = {}
  for (const key of keys) {
    const time = claim[key]
    if (time !== undefined) times[key] = utc(time) ?? time
  }
  return times
}

/** Why no store could hold the node, or undefined. Never quotes it. */
export function nodeFault(node: NodeClaim): string | undefined {
  if (!isId(node.id)) return `the id of a node ${badId}`
  if (!nodeKinds.includes(node.kind)) return 'a node is of a kind that Ambit does not know'
  if (!isText(node.type) || node.type === '') return 'a node has no type'
  if (!isText(node.name)) return 'a node has no name, or one that is too long'
  if (nodeTimes.some((key) => isNoTime(node[key]))) return noTime
  if (node.tier !== undefined && !tiers.includes(node.tier)) return 'a tier is not one of 0, 1, 2, 3, 4'
  if (node.aliases?.some((alias) => !isId(alias) || !alias.includes(':'))) {
    return 'an alias does not name its authority, as `email:` does, or looks like the value of a secret'
  }
  return undefined
}

/** Why no store could hold the edge, or undefined. Never quotes it. */
export function edgeFault(edge: EdgeClaim): string | undefined {
  if (!isId(edge.from) || !isId(edge.to)) return `an end of an edge ${badId}`
  if (!edgeKinds.has(edge.kind)) return 'an edge is of a kind that Ambit does not know'
  if (!confidences.includes(edge.confidence)) return 'a confidence is not one of observed, granted, inferred'
  if (edge.verdict !== 'allowed' && edge.verdict !== 'conditional') return 'a verdict is not allowed or conditional'
  if (edge.verdict === 'conditional' && !edge.missing) return 'a conditional edge does not name the missing fact'
  if (edge.key !== undefined && (!isText(edge.key) || holdsSecretValue(edge.key))) {
    return 'the key of an edge is too long, or looks like the value of a secret'
  }
  if (edgeTimes.some((key) => isNoTime(edge[key]))) return noTime
  if (edge.ease !== undefined && !Object.hasOwn(scoreTable.ease, edge.ease))
    return 'an ease is no row of the score table'
  if (edge.gates?.some((id) => !isId(id))) return `the id of a gate ${badId}`
  return undefined
}

/** A source writes its own scopes only. */
export function scopeFault(source: string, scope: string): string | undefined {
  if (!isId(scope) || scope.startsWith(DERIVED_PREFIX)) return 'the scope is empty, too long or reserved'
  if (scope === source || scope.startsWith(`${source}:`)) return undefined
  return `a scope must begin with ${source}:`
}
