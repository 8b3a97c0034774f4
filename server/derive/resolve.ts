import { edgeId } from '../model/edge-id.ts'
import {
  allowed,
  type CoverageGap,
  DERIVED_PREFIX,
  type EdgeClaim,
  type EdgeFact,
  type EvidenceRef,
} from '../model/facts.ts'
import { nodeKinds } from '../model/kinds.ts'
import type { NodeId } from '../model/node-id.ts'
import type { Snapshot } from '../store/store.ts'
import { TwoKinds } from './two-kinds.ts'

export const RESOLVE_SCOPE = `${DERIVED_PREFIX}resolve`

interface Named {
  readonly id: NodeId
  kind: number
  evidence: readonly EvidenceRef[]
}

/** Which ids are one thing: those that share an alias. */
export interface Resolved {
  /** The id that stands for all of them. */
  readonly canonical: (id: NodeId) => NodeId
  /** All ids of the thing, the canonical one too. */
  readonly members: (canonical: NodeId) => readonly NodeId[]
  readonly facts: readonly EdgeFact[]
  readonly gaps: readonly CoverageGap[]
}

/** Unites nodes that share an alias; the id of the richest kind stands for all, among equals the smallest. */
export async function resolve(snapshot: Snapshot, scopes: readonly string[]): Promise<Resolved> {
  const named = new Map<NodeId, Named>()
  const above = new Map<NodeId, NodeId>()
  const firstOf = new Map<string, NodeId>()
  const top = (id: NodeId): NodeId => {
    let at = id
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next
    for (let next = above.get(id); next !== undefined; next = above.get(id)) {
      above.set(id, at)
      id = next
      if (id === at) break
    }
    return at
  }
  const twoKinds = new TwoKinds()
  for await (const facts of snapshot.nodes({ scopes })) {
    for (const fact of facts) {
      twoKinds.take(fact)
      const { node, evidence } = fact
      if (!node.aliases || node.aliases.length === 0) continue
      const kind = nodeKinds.indexOf(node.kind)
      const known = named.get(node.id)
      if (!known) named.set(node.id, { id: node.id, kind, evidence })
      else {
        known.kind = Math.min(known.kind, kind)
        known.evidence = unite([known.evidence, evidence])
      }
      for (const alias of node.aliases) {
        const first = firstOf.get(alias)
        if (first === undefined) firstOf.set(alias, node.id)
        else if (top(first) !== top(node.id)) above.set(top(node.id), top(first))
      }
    }
  }
  const groups = Map.groupBy([...named.values()], ({ id }) => top(id))
  const canonicalOf = new Map<NodeId, NodeId>()
  const membersOf = new Map<NodeId, readonly NodeId[]>()
  const facts: EdgeFact[] = []
  for (const group of groups.values()) {
    if (group.length < 2) continue
    const [first, ...others] = group.sort((a, b) => a.kind - b.kind || (a.id < b.id ? -1 : 1)) as [Named, ...Named[]]
    membersOf.set(
      first.id,
      group.map(({ id }) => id),
    )
    for (const other of others) {
      canonicalOf.set(other.id, first.id)
      facts.push(sameAs(other, first))
    }
  }
  return {
    canonical: (id) => canonicalOf.get(id) ?? id,
    members: (id) => membersOf.get(id) ?? [id],
    facts,
    gaps: twoKinds.gaps,
  }
}

function sameAs(alias: Named, canonical: Named): EdgeFact {
  const edge: EdgeClaim = { kind: 'SAME_AS', from: alias.id, to: canonical.id, confidence: 'observed', ...allowed }
  return { scope: RESOLVE_SCOPE, id: edgeId(edge), edge, evidence: unite([alias.evidence, canonical.evidence]) }
}

/** Without repetition, in an order that does not depend on who came first. */
export function unite(lists: readonly (readonly EvidenceRef[])[]): readonly EvidenceRef[] {
  const byText = new Map<string, EvidenceRef>()
  for (const list of lists) for (const ref of list) byText.set(`${ref.file}\n${ref.pointer}`, ref)
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref)
}
