import { edgeId } from '../model/edge-id.ts'
import type { EdgeFact, NodeFact } from '../model/facts.ts'
import { mergeNodes } from '../model/merge-nodes.ts'
import type { NodeId } from '../model/node-id.ts'
import type { Snapshot } from '../store/store.ts'
import type { Derivation, Given, GivenEdge, GivenNode } from './derivation.ts'
import { type Resolved, unite } from './resolve.ts'

const idsAtOnce = 2_000

/** What derivations are given: read once per node type and edge kind, united, with what earlier ones have added. */
export class GivenFacts {
  readonly #snapshot: Snapshot
  readonly #scopes: readonly string[]
  readonly #resolved: Resolved
  readonly #idsOfType = new Map<string, Set<NodeId>>()
  readonly #nodes = new Map<NodeId, GivenNode>()
  readonly #edges = new Map<string, GivenEdge[]>()
  readonly #added: { nodes: NodeFact[]; edges: EdgeFact[] } = { nodes: [], edges: [] }

  constructor(snapshot: Snapshot, scopes: readonly string[], resolved: Resolved) {
    this.#snapshot = snapshot
    this.#scopes = scopes
    this.#resolved = resolved
  }

  /** What the derivation reads, or undefined when none of its node types occurs. */
  async of({ reads }: Derivation, asOf: string): Promise<Given | undefined> {
    const decisive = await this.#idsOf(reads.nodes)
    if (decisive.size === 0) return undefined
    const ids = decisive.union(await this.#idsOf(reads.also ?? []))
    await this.#load(ids)
    const nodes = [...ids].sort().map((id) => this.#nodes.get(id)!)
    const known = new Map(nodes.map((node) => [node.id, node]))
    const byKind: (readonly GivenEdge[])[] = []
    for (const kind of reads.edges ?? []) byKind.push(await this.#edgesOf(kind))
    const edges = byKind.flat()
    return { nodes, edges, node: (id) => known.get(this.#resolved.canonical(id)), asOf }
  }

  /** Makes what a derivation emitted part of what later ones are given. */
  add(nodes: readonly NodeFact[], edges: readonly EdgeFact[]): void {
    for (const fact of nodes) this.#added.nodes.push(fact)
    for (const fact of edges) this.#added.edges.push(fact)
    for (const { node } of nodes) {
      this.#idsOfType.get(node.type)?.add(this.#resolved.canonical(node.id))
      this.#nodes.delete(this.#resolved.canonical(node.id))
    }
    for (const fact of edges) this.#edges.get(fact.edge.kind)?.push(this.#given(fact))
  }

  async #idsOf(types: readonly string[]): Promise<Set<NodeId>> {
    const missing = types.filter((type) => !this.#idsOfType.has(type))
    for (const type of missing) this.#idsOfType.set(type, new Set())
    const take = ({ node }: NodeFact) => this.#idsOfType.get(node.type)?.add(this.#resolved.canonical(node.id))
    if (missing.length > 0) {
      for await (const facts of this.#snapshot.nodes({ scopes: this.#scopes, types: missing })) facts.forEach(take)
      this.#added.nodes.filter(({ node }) => missing.includes(node.type)).forEach(take)
    }
    return types.reduce((ids, type) => ids.union(this.#idsOfType.get(type)!), new Set<NodeId>())
  }

  /** Whole nodes: every fact under any of their ids, of whatever type the scope calls it. */
  async #load(ids: ReadonlySet<NodeId>): Promise<void> {
    const wanted = [...ids].filter((id) => !this.#nodes.has(id))
    for (let from = 0; from < wanted.length; from += idsAtOnce) {
      const canonical = wanted.slice(from, from + idsAtOnce)
      const facts = new Map<NodeId, NodeFact[]>(canonical.map((id) => [id, []]))
      const take = (fact: NodeFact) => facts.get(this.#resolved.canonical(fact.node.id))?.push(fact)
      const members = canonical.flatMap((id) => this.#resolved.members(id))
      for await (const chunk of this.#snapshot.nodes({ scopes: this.#scopes, ids: members })) chunk.forEach(take)
      this.#added.nodes.forEach(take)
      for (const [id, all] of facts) {
        const evidence = unite(all.map((fact) => fact.evidence))
        this.#nodes.set(id, { ...mergeNodes(all), id, evidence, ...(isStale(all) && { stale: true }) })
      }
    }
  }

  async #edgesOf(kind: string): Promise<readonly GivenEdge[]> {
    const known = this.#edges.get(kind)
    if (known) return known
    const edges: GivenEdge[] = []
    for await (const facts of this.#snapshot.edges({ scopes: this.#scopes, types: [kind] })) {
      for (const fact of facts) edges.push(this.#given(fact))
    }
    for (const fact of this.#added.edges) if (fact.edge.kind === kind) edges.push(this.#given(fact))
    this.#edges.set(kind, edges)
    return edges
  }

  #given({ id, edge, evidence, stale }: EdgeFact): GivenEdge {
    const { canonical } = this.#resolved
    const from = canonical(edge.from)
    const to = canonical(edge.to)
    const rest = { evidence, ...(stale && { stale }) }
    if (from === edge.from && to === edge.to) return { ...edge, id, ...rest }
    const moved = { ...edge, from, to }
    return { ...moved, id: edgeId(moved), ...rest }
  }
}

/** A mention keeps nothing fresh, unless there are only mentions. */
function isStale(facts: readonly NodeFact[]): boolean {
  const own = facts.filter(({ node }) => !node.stub)
  return (own.length > 0 ? own : facts).every(({ stale }) => stale === true)
}
