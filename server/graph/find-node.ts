import { AppError } from '../errors.ts'
import { edgeKindOf } from './edge-lookup.ts'
import { edgesAt } from './edges-at.ts'
import { kindOf } from './node-table.ts'
import type { PrivilegeGraph } from './privilege-graph.ts'

export interface Match {
  readonly node: number
  /** What of it matched, in the order of how much it says. */
  readonly matched: 'id' | 'alias' | 'key id' | 'name' | 'owner' | 'prefix' | 'part of its name'
}

const strength: readonly Match['matched'][] = ['id', 'alias', 'key id', 'name', 'owner', 'prefix', 'part of its name']

/**
 * Everything a text may mean: an id, an alias (`email:`, `appId:` and so on, with or without its authority), a key id,
 * a name, an owner's address, a prefix of an id or name, or a part of a name; strongest first, then by id.
 */
export function findNodes(graph: PrivilegeGraph, text: string): Match[] {
  const wanted = text.trim()
  if (wanted === '') return []
  const found = new Map<number, Match['matched']>()
  const add = (node: number, matched: Match['matched']) => {
    const known = found.get(node)
    if (known === undefined || strength.indexOf(matched) < strength.indexOf(known)) found.set(node, matched)
  }
  const exact = graph.nodes.indexOf(wanted)
  if (exact !== undefined) add(exact, 'id')
  const { ids, names, aliases, aliasOf } = graph.nodes
  for (let i = 0; i < aliases.length; i++) {
    const alias = aliases.at(i)
    if (alias !== wanted && alias.slice(alias.indexOf(':') + 1) !== wanted) continue
    const node = aliasOf[i]!
    add(node, 'alias')
    if (kindOf(graph.nodes, node) === 'Owner') for (const owned of ownedBy(graph, node)) add(owned, 'owner')
  }
  const lower = wanted.toLowerCase()
  for (let node = 0; node < ids.length; node++) {
    const name = names.at(node)
    const id = ids.at(node)
    if (name === wanted) add(node, 'name')
    else if (id.endsWith(`:${wanted}`) && kindOf(graph.nodes, node) === 'Secret') add(node, 'key id')
    else if (id.startsWith(wanted) || name.startsWith(wanted)) add(node, 'prefix')
    else if (name.toLowerCase().includes(lower)) add(node, 'part of its name')
  }
  return [...found]
    .map(([node, matched]) => ({ node, matched }))
    .sort((a, b) => strength.indexOf(a.matched) - strength.indexOf(b.matched) || a.node - b.node)
}

/** The one node a text means. Several are no answer: the error lists them. */
export function oneNode(graph: PrivilegeGraph, text: string): number {
  const exact = graph.nodes.indexOf(text)
  if (exact !== undefined) return exact // no other match outranks an id
  const matches = findNodes(graph, text)
  const best = matches[0]
  if (!best) {
    const message = `Nothing in revision ${graph.revision} is called ${quoted(text)}; try a part of its name, its ARN or a key id.`
    throw new AppError('unknown_node', message)
  }
  const rivals = matches.filter(({ matched }) => matched === best.matched)
  if (rivals.length === 1) return best.node
  const candidates = rivals.slice(0, 20).map(({ node }) => ({
    id: graph.nodes.ids.at(node),
    name: graph.nodes.names.at(node),
    kind: kindOf(graph.nodes, node),
  }))
  const more = rivals.length > candidates.length ? `, and ${rivals.length - candidates.length} more` : ''
  const message = `${quoted(text)} may mean ${rivals.length} things; give the id of one: ${candidates.map(({ id }) => id).join(', ')}${more}`
  throw new AppError('ambiguous_id', message, { details: { candidates, total: rivals.length } })
}

const quoted = (text: string) => `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`

function ownedBy(graph: PrivilegeGraph, owner: number): number[] {
  const owned: number[] = []
  for (const edge of edgesAt(graph, 'out', owner))
    if (edgeKindOf(graph, edge) === 'OWNS') owned.push(graph.edges.to[edge]!)
  return owned
}
