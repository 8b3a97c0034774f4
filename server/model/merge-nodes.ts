import type { NodeClaim, NodeFact } from './facts.ts'
import { nodeKinds } from './kinds.ts'

/** Which scopes speak louder: overrides, then the inventory, then the source itself; stubs last. */
function rank({ scope: stated, node }: NodeFact): number {
  if (node.stub) return 3
  const scope = stated.replace(/^facts:/, '') // a backup speaks as what it is a backup of
  if (scope.startsWith('overrides:')) return 0
  return scope.startsWith('inventory:') ? 1 : 2
}

/** Nothing about the order in which facts arrive may decide; so a total order by content does. */
function order(a: NodeFact, b: NodeFact): number {
  return (
    rank(a) - rank(b) ||
    nodeKinds.indexOf(a.node.kind) - nodeKinds.indexOf(b.node.kind) ||
    compare(a.scope, b.scope) ||
    compare(JSON.stringify(a.node), JSON.stringify(b.node))
  )
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const least = (values: readonly string[]) => values.reduce((a, b) => (a < b ? a : b))
const most = (values: readonly string[]) => values.reduce((a, b) => (a > b ? a : b))

/** What the loudest scopes that say anything of it say. */
function loudest<K extends 'tier' | 'expiresAt'>(sorted: readonly NodeFact[], key: K): NonNullable<NodeClaim[K]>[] {
  const speaker = sorted.find(({ node }) => node[key] !== undefined)
  if (!speaker) return []
  return sorted.filter((fact) => rank(fact) === rank(speaker)).flatMap(({ node }) => node[key] ?? [])
}

/** A reference takes no value from the thing itself, and a louder scope that states a tier gives it one. */
function onlyDescribes(sorted: readonly NodeFact[]): boolean {
  const silent = sorted.find(({ node }) => node.counts === false)
  if (!silent || (silent.node.stub && !sorted[0]!.node.stub)) return false
  return !sorted.some((fact) => rank(fact) < rank(silent) && fact.node.tier !== undefined)
}

/**
 * One node out of all that several scopes say of it, whatever order they came in: the loudest scope gives the name;
 * among equals the lowest tier, the latest use, rotation and expiry, the earliest creation.
 */
export function mergeNodes(facts: readonly NodeFact[]): NodeClaim {
  if (facts.length === 1) return facts[0]!.node
  const sorted = [...facts].sort(order)
  const [first] = sorted
  const level = rank(first!)
  const merged: Record<string, unknown> = {}
  const properties: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const { node } of sorted.toReversed()) {
    for (const [key, value] of Object.entries(node)) if (value !== undefined) merged[key] = value
    Object.assign(properties, node.properties)
  }
  const all = sorted.map(({ node }) => node)
  const times = (key: 'createdAt' | 'lastUsedAt' | 'rotatedAt') => all.flatMap((n) => n[key] ?? [])
  const tiers = loudest(sorted, 'tier')
  if (tiers.length > 0) merged['tier'] = Math.min(...tiers)
  const expiries = loudest(sorted, 'expiresAt')
  if (expiries.length > 0) merged['expiresAt'] = most(expiries)
  if (times('createdAt').length > 0) merged['createdAt'] = least(times('createdAt'))
  for (const key of ['lastUsedAt', 'rotatedAt'] as const) if (times(key).length > 0) merged[key] = most(times(key))
  const aliases = [...new Set(all.flatMap((n) => n.aliases ?? []))].sort()
  if (aliases.length > 0) merged['aliases'] = aliases
  delete merged['counts']
  if (onlyDescribes(sorted)) merged['counts'] = false
  if (level < 3) delete merged['stub']
  if (Object.keys(properties).length > 0) merged['properties'] = { ...properties }
  return merged as unknown as NodeClaim
}
