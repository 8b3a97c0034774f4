import { edgeId } from '../model/edge-id.ts'
import {
  allowed,
  type CoverageGap,
  DERIVED_PREFIX,
  type EdgeClaim,
  type EdgeFact,
  type EvidenceRef,
  type NodeFact,
} from '../model/facts.ts'
import { nodeKinds } from '../model/kinds.ts'
import type { NodeId } from '../model/node-id.ts'
import { UnitedSets } from '../model/united-sets.ts'
import type { Snapshot } from '../store/store.ts'
import { Addresses, isAddress } from './addresses.ts'
import { TwoKinds } from './two-kinds.ts'

export const RESOLVE_SCOPE = `${DERIVED_PREFIX}resolve`

interface Named {
  readonly id: NodeId
  kind: number
  evidence: readonly EvidenceRef[]
  isStale: boolean
}

/** Which ids are one thing: those that share an alias, and those that a file says are the same. */
export interface Resolved {
  /** The id that stands for all of them. */
  readonly canonical: (id: NodeId) => NodeId
  /** All ids of the thing, the canonical one too. */
  readonly members: (canonical: NodeId) => readonly NodeId[]
  /** What the aliases say; what files say is said already. */
  readonly facts: readonly EdgeFact[]
  readonly gaps: readonly CoverageGap[]
}

/** Unites nodes that are one thing; the id of the richest kind stands for all, among equals the smallest. */
export async function resolve(snapshot: Snapshot, scopes: readonly string[]): Promise<Resolved> {
  const stated = await statedPairs(snapshot, scopes)
  const ends = new Set(stated.flat())
  const named = new Map<NodeId, Named>()
  const sets = new UnitedSets<NodeId>()
  const firstOf = new Map<string, NodeId>()
  const addresses = new Addresses()
  const twoKinds = new TwoKinds()
  for await (const facts of snapshot.nodes({ scopes })) {
    for (const fact of facts) {
      twoKinds.take(fact)
      const { id, aliases = [] } = fact.node
      if (aliases.length === 0 && !ends.has(id)) continue
      note(named, fact)
      for (const alias of aliases) {
        const first = firstOf.get(alias)
        if (isAddress(alias)) addresses.take(fact.node, alias)
        else if (first === undefined) firstOf.set(alias, id)
        else sets.unite(first, id)
      }
    }
  }
  for (const [one, other] of addresses.pairs()) sets.unite(one, other)
  const facts = groupsOf(named, sets).flatMap(([first, ...others]) => others.map((other) => sameAs(other, first)))
  for (const [from, to] of stated) sets.unite(from, to)
  const canonicalOf = new Map<NodeId, NodeId>()
  const membersOf = new Map<NodeId, readonly NodeId[]>()
  for (const [first, ...others] of groupsOf(named, sets)) {
    membersOf.set(first.id, [first.id, ...others.map(({ id }) => id)])
    for (const { id } of others) canonicalOf.set(id, first.id)
  }
  return {
    canonical: (id) => canonicalOf.get(id) ?? id,
    members: (id) => membersOf.get(id) ?? [id],
    facts,
    gaps: twoKinds.gaps,
  }
}

async function statedPairs(snapshot: Snapshot, scopes: readonly string[]): Promise<[from: NodeId, to: NodeId][]> {
  const pairs: [NodeId, NodeId][] = []
  for await (const facts of snapshot.edges({ scopes, types: ['SAME_AS'] })) {
    for (const { edge } of facts) pairs.push([edge.from, edge.to])
  }
  return pairs
}

/** An alias counts whoever states it; the thing is stale when all who name it so are. */
function note(named: Map<NodeId, Named>, { node, evidence, stale: isStale = false }: NodeFact): void {
  const kind = nodeKinds.indexOf(node.kind)
  const known = named.get(node.id)
  if (!known) {
    named.set(node.id, { id: node.id, kind, evidence, isStale })
    return
  }
  known.kind = Math.min(known.kind, kind)
  known.evidence = unite([known.evidence, evidence])
  known.isStale &&= isStale
}

/** Sets of several ids that are one thing, the canonical one first. */
function groupsOf(named: ReadonlyMap<NodeId, Named>, sets: UnitedSets<NodeId>): [Named, ...Named[]][] {
  return [...Map.groupBy(named.values(), ({ id }) => sets.top(id)).values()]
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => a.kind - b.kind || (a.id < b.id ? -1 : 1)) as [Named, ...Named[]])
}

function sameAs(alias: Named, canonical: Named): EdgeFact {
  const edge: EdgeClaim = { kind: 'SAME_AS', from: alias.id, to: canonical.id, confidence: 'observed', ...allowed }
  const evidence = unite([alias.evidence, canonical.evidence])
  const isStale = alias.isStale || canonical.isStale
  return { scope: RESOLVE_SCOPE, id: edgeId(edge), edge, evidence, ...(isStale && { stale: true }) }
}

/** Without repetition, in an order that does not depend on who came first. */
export function unite(lists: readonly (readonly EvidenceRef[])[]): readonly EvidenceRef[] {
  const byText = new Map<string, EvidenceRef>()
  for (const list of lists) for (const ref of list) byText.set(`${ref.file}\n${ref.pointer}`, ref)
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref)
}
