import type { Verdict } from '../../model/facts.ts'
import { allowed } from '../../model/facts.ts'
import { everythingIn, type NodeId } from '../../model/node-id.ts'
import type { DeriveEmit, Given, GivenEdge, GivenNode } from '../derivation.ts'

/** What is special about a provider's scopes. */
export interface ScopeKinds {
  readonly provider: string
  /** Types of the nodes that hold others and pass down what is granted over them. */
  readonly holders: ReadonlySet<string>
  /** The type of the nodes that stand for everything of a class. */
  readonly everything: string
}

/** What lies in what, by the CONTAINS edges between a provider's scopes and resources. */
export class Scopes {
  readonly kinds: ScopeKinds
  readonly #given: Given
  readonly #parents = new Map<NodeId, NodeId[]>()
  readonly #inside = new Map<NodeId, (readonly [GivenNode, GivenEdge])[]>()

  constructor(given: Given, kinds: ScopeKinds) {
    this.#given = given
    this.kinds = kinds
    for (const edge of given.edges) {
      if (edge.kind !== 'CONTAINS') continue
      const [around, inner] = [given.node(edge.from), given.node(edge.to)]
      if (!around || inner === undefined || inner.provider !== kinds.provider) continue
      this.#put(around.id, inner, edge)
    }
  }

  isScope = ({ type }: GivenNode): boolean => this.kinds.holders.has(type)

  /** What lies in one lies in the other too. */
  alsoIn(around: NodeId, other: NodeId): void {
    for (const [inner, edge] of this.inside(around)) this.#put(other, inner, edge)
  }

  #put(around: NodeId, inner: GivenNode, edge: GivenEdge): void {
    const parents = this.#parents.get(inner.id)
    if (parents) parents.push(around)
    else this.#parents.set(inner.id, [around])
    const inside = this.#inside.get(around)
    if (inside) inside.push([inner, edge])
    else this.#inside.set(around, [[inner, edge]])
  }

  node(id: NodeId): GivenNode | undefined {
    return this.#given.node(id)
  }

  inside(id: NodeId): readonly (readonly [GivenNode, GivenEdge])[] {
    return this.#inside.get(id) ?? []
  }

  /** The scope itself and all around it. */
  upward(id: NodeId): ReadonlySet<NodeId> {
    const found = new Set([id])
    for (const one of found) for (const parent of this.#parents.get(one) ?? []) found.add(parent)
    return found
  }

  isWithin(inner: NodeId, outer: NodeId): boolean {
    return this.upward(inner).has(outer)
  }
}

/** What of a scope's resources a right is about: a type, or those of it that answer to the right. */
export interface ResourceClass {
  readonly key: string
  readonly name: string
  readonly verdictOf: (resource: GivenNode) => Verdict | undefined
}

/**
 * One node for everything of a class in a scope, around those of the scopes below it: a right over a subscription is
 * one edge, however much lies in it.
 */
export class Everything {
  readonly #scopes: Scopes
  readonly #emit: DeriveEmit
  readonly #known = new Map<NodeId, NodeId | undefined>()

  constructor(scopes: Scopes, emit: DeriveEmit) {
    this.#scopes = scopes
    this.#emit = emit
  }

  /** Undefined where nothing of the class is known to lie in the scope. */
  of(scope: GivenNode, wanted: ResourceClass): NodeId | undefined {
    const id = everythingIn(scope.id, wanted.key)
    if (this.#known.has(id)) return this.#known.get(id)
    this.#known.set(id, undefined) // a scope inside itself ends here
    const held = this.#scopes.inside(scope.id).flatMap(([inner, edge]) => {
      const verdict = wanted.verdictOf(inner)
      if (verdict) return [{ to: inner.id, basis: [scope, edge, inner], verdict }]
      const below = this.#scopes.isScope(inner) ? this.of(inner, wanted) : undefined
      return below === undefined ? [] : [{ to: below, basis: [scope, edge, inner], verdict: allowed }]
    })
    if (held.length === 0) return undefined
    this.#known.set(id, id)
    this.#emit.node([scope], {
      id,
      kind: 'Resource',
      type: this.#scopes.kinds.everything,
      name: `All ${wanted.name} in ${scope.name}`,
      provider: this.#scopes.kinds.provider,
      account: scope.account,
      counts: false,
    })
    for (const { to, basis, verdict } of held) {
      this.#emit.edge(basis, { kind: 'CONTAINS', from: id, to, key: 'all', confidence: 'granted', ...verdict })
    }
    return id
  }
}
