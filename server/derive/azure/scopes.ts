import type { Verdict } from '../../model/facts.ts'
import { allowed, conditionalOn } from '../../model/facts.ts'
import { azureAll, type NodeId } from '../../model/node-id.ts'
import type { DeriveEmit, Given, GivenEdge, GivenNode } from '../derivation.ts'
import type { Right } from './rights.ts'

const holders = new Set(['azure_root', 'azure_management_group', 'azure_subscription', 'azure_resource_group'])
export const isScope = ({ type }: GivenNode): boolean => holders.has(type)

/** What lies in what, by the CONTAINS edges between Azure's scopes and resources. */
export class AzureScopes {
  readonly #given: Given
  readonly #parents = new Map<NodeId, NodeId[]>()
  readonly #inside = new Map<NodeId, (readonly [GivenNode, GivenEdge])[]>()

  constructor(given: Given) {
    this.#given = given
    for (const edge of given.edges) {
      if (edge.kind !== 'CONTAINS') continue
      const [around, inner] = [given.node(edge.from), given.node(edge.to)]
      if (!around || inner?.provider !== 'azure') continue
      this.#put(around.id, inner, edge)
    }
    // What a tenant holds directly lies below its root too.
    for (const root of given.nodes.filter(({ type }) => type === 'azure_root')) {
      const tenant = given.nodes.find(({ type, account }) => type === 'entra_tenant' && account === root.account)
      for (const [inner, edge] of (tenant && this.#inside.get(tenant.id)) ?? []) this.#put(root.id, inner, edge)
    }
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

export function classOf({ id, type, unless }: Right): ResourceClass {
  const name = `${type.replace('azure_', '').replaceAll('_', ' ')}s`
  const verdictOf = (resource: GivenNode): Verdict | undefined => {
    if (resource.type !== type) return undefined
    const answer = unless?.(resource)
    if (answer === 'no') return undefined
    return answer ? conditionalOn(answer.missing) : allowed
  }
  return { key: unless ? id : type, name: unless ? `${name} (${id})` : name, verdictOf }
}

/**
 * One node for everything of a class in a scope, around those of the scopes below it: a right over a subscription is
 * one edge, however much lies in it.
 */
export class Everything {
  readonly #scopes: AzureScopes
  readonly #emit: DeriveEmit
  readonly #known = new Map<NodeId, NodeId | undefined>()

  constructor(scopes: AzureScopes, emit: DeriveEmit) {
    this.#scopes = scopes
    this.#emit = emit
  }

  /** Undefined where nothing of the class is known to lie in the scope. */
  of(scope: GivenNode, wanted: ResourceClass): NodeId | undefined {
    const id = azureAll(scope.id, wanted.key)
    if (this.#known.has(id)) return this.#known.get(id)
    this.#known.set(id, undefined) // a scope inside itself ends here
    const held = this.#scopes.inside(scope.id).flatMap(([inner, edge]) => {
      const verdict = wanted.verdictOf(inner)
      if (verdict) return [{ to: inner.id, basis: [scope, edge, inner], verdict }]
      const below = isScope(inner) ? this.of(inner, wanted) : undefined
      return below === undefined ? [] : [{ to: below, basis: [scope, edge, inner], verdict: allowed }]
    })
    if (held.length === 0) return undefined
    this.#known.set(id, id)
    this.#emit.node([scope], {
      id,
      kind: 'Resource',
      type: 'azure_all',
      name: `All ${wanted.name} in ${scope.name}`,
      provider: 'azure',
      account: scope.account,
      counts: false,
    })
    for (const { to, basis, verdict } of held) {
      this.#emit.edge(basis, { kind: 'CONTAINS', from: id, to, key: 'all', confidence: 'granted', ...verdict })
    }
    return id
  }
}
