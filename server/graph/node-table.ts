import { DEMO_PREFIX, type NodeClaim, type NodeFact } from '../model/facts.ts'
import { type NodeKind, nodeKinds, type Tier } from '../model/kinds.ts'
import { mergeNodes } from '../model/merge-nodes.ts'
import { rateTier } from '../model/tier-rules.ts'
import { bytes, doubles, signedBytes, words, wordsOf } from './shared-arrays.ts'
import { StringTable } from './string-table.ts'
import { TextColumn } from './text-column.ts'

export const UNVALUED = -1

/** The nodes of a revision in columns, in the order of their ids (code units). */
export interface NodeTable {
  readonly count: number
  readonly ids: TextColumn
  readonly names: TextColumn
  /** Index into `nodeKinds`. */
  readonly kinds: Uint8Array
  /** Tier 0 to 4 at which it is valued, or UNVALUED. */
  readonly tiers: Int8Array
  readonly flags: Uint8Array
  /** Columns of numbers into `strings`. */
  readonly types: Uint32Array
  readonly providers: Uint32Array
  readonly accounts: Uint32Array
  readonly environments: Uint32Array
  readonly tierReasons: Uint32Array
  readonly dataClasses: Uint32Array
  readonly strings: readonly string[]
  /** Epoch milliseconds, NaN where no source says. */
  readonly createdAt: Float64Array
  readonly expiresAt: Float64Array
  readonly lastUsedAt: Float64Array
  readonly rotatedAt: Float64Array
  readonly aliases: TextColumn
  /** By alias: its node. */
  readonly aliasOf: Uint32Array
  /** For each node a number into `scopeSets`: the scopes that say something of it. */
  readonly scopeSetOf: Uint32Array
  readonly scopeSets: readonly (readonly string[])[]
  /** Other ids that were united into a node. */
  readonly unitedWith: ReadonlyMap<number, readonly string[]>
  /** Index of an id, or of an id that was united with it. */
  readonly indexOf: (id: string) => number | undefined
}

/** The columns with the look-up over them, which is all of a table that is no data. */
export function withLookup(columns: Omit<NodeTable, 'indexOf'>): NodeTable {
  const others = new Map<string, number>()
  for (const [node, ids] of columns.unitedWith) for (const id of ids) others.set(id, node)
  return { ...columns, indexOf: (id) => others.get(id) ?? columns.ids.search(id) }
}

export const STUB = 1
export const THIRD_PARTY = 2
export const DEMO = 4
export const PROVIDER_MANAGED = 8
export const DECOY = 16
export const HUMAN_USE = 32

export const kindOf = (nodes: NodeTable, node: number): NodeKind => nodeKinds[nodes.kinds[node]!]!
export const typeOf = (nodes: NodeTable, node: number): string => nodes.strings[nodes.types[node]!]!
export const tierOf = (nodes: NodeTable, node: number): Tier | undefined => {
  const tier = nodes.tiers[node]!
  return tier === UNVALUED ? undefined : (tier as Tier)
}
export const isPrincipal = (nodes: NodeTable, node: number): boolean =>
  kindOf(nodes, node) === 'Identity' && !(nodes.flags[node]! & STUB)

const time = (iso: string | undefined): number => (iso === undefined ? Number.NaN : Date.parse(iso))

function flagsOf({ stub, properties }: NodeClaim, scopes: readonly string[]): number {
  const is = (key: string) => properties !== undefined && Object.hasOwn(properties, key) && properties[key] === true
  return (
    (stub ? STUB : 0) |
    (is('thirdParty') ? THIRD_PARTY : 0) |
    (scopes.some((scope) => scope.startsWith(DEMO_PREFIX)) ? DEMO : 0) |
    (is('providerManaged') ? PROVIDER_MANAGED : 0) |
    (is('decoy') ? DECOY : 0) |
    (is('humanUse') ? HUMAN_USE : 0)
  )
}

/**
 * Fills the columns: `ids` are the canonical ones in their order, `factsOf` says what is stated of each, and `united`
 * maps the other ids of a node to its own.
 */
export function nodeTable(
  ids: readonly string[],
  factsOf: (node: number) => readonly NodeFact[],
  united: ReadonlyMap<string, string>,
): NodeTable {
  const count = ids.length
  const table = new StringTable()
  const scopeSets = new Map<string, number>()
  const sets: (readonly string[])[] = []
  const names: string[] = []
  const aliases: string[] = []
  const aliasOf: number[] = []
  const nodes = columns(count)
  for (let i = 0; i < count; i++) {
    const said = factsOf(i)
    const node = mergeNodes(said)
    const scopes = [...new Set(said.map((fact) => fact.scope))].sort()
    const key = scopes.join('\n')
    let set = scopeSets.get(key)
    if (set === undefined) {
      set = sets.push(scopes) - 1
      scopeSets.set(key, set)
    }
    const rated = rateTier(node)
    names.push(node.name)
    nodes.kinds[i] = nodeKinds.indexOf(node.kind)
    nodes.tiers[i] = rated?.tier ?? UNVALUED
    nodes.flags[i] = flagsOf(node, scopes)
    nodes.types[i] = table.number(node.type)
    nodes.providers[i] = table.number(node.provider)
    nodes.accounts[i] = table.number(node.account)
    nodes.environments[i] = table.number(node.environment)
    nodes.tierReasons[i] = table.number(rated?.because)
    nodes.dataClasses[i] = table.number(node.dataClass)
    nodes.createdAt[i] = time(node.createdAt)
    nodes.expiresAt[i] = time(node.expiresAt)
    nodes.lastUsedAt[i] = time(node.lastUsedAt)
    nodes.rotatedAt[i] = time(node.rotatedAt)
    nodes.scopeSetOf[i] = set
    for (const alias of node.aliases ?? []) {
      aliases.push(alias)
      aliasOf.push(i)
    }
  }
  const column = TextColumn.of(ids)
  const unitedWith = new Map<number, string[]>()
  for (const [other, canonical] of united) {
    const node = column.search(canonical)
    if (node !== undefined) unitedWith.set(node, [...(unitedWith.get(node) ?? []), other])
  }
  return withLookup({
    count,
    ids: column,
    names: TextColumn.of(names),
    ...nodes,
    strings: table.strings,
    aliases: TextColumn.of(aliases),
    aliasOf: wordsOf(aliasOf),
    scopeSets: sets,
    unitedWith,
  })
}

function columns(count: number) {
  const numbers = () => words(count)
  const times = () => doubles(count)
  return {
    kinds: bytes(count),
    tiers: signedBytes(count),
    flags: bytes(count),
    types: numbers(),
    providers: numbers(),
    accounts: numbers(),
    environments: numbers(),
    tierReasons: numbers(),
    dataClasses: numbers(),
    createdAt: times(),
    expiresAt: times(),
    lastUsedAt: times(),
    rotatedAt: times(),
    scopeSetOf: numbers(),
  }
}
