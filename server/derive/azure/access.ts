// https://learn.microsoft.com/azure/role-based-access-control/overview
import { allowed, conditionalOn, type EdgeClaim, type Verdict } from '../../model/facts.ts'
import type { NodeId } from '../../model/node-id.ts'
import { type Basis, type DeriveEmit, defineDerivation, type Given, type GivenNode } from '../derivation.ts'
import { Memberships } from '../scoped/memberships.ts'
import { Everything, type ResourceClass, type Scopes } from '../scoped/scopes.ts'
import { Denies, type DenyList, type Held, heldRoles } from './assignments.ts'
import { type Right, rights, scopeRights } from './rights.ts'
import { azureScopes, classOf } from './scope-kinds.ts'
import { deriveVaultPolicies } from './vault-policies.ts'

export const azureTypes = [
  'azure_root',
  'azure_management_group',
  'azure_subscription',
  'azure_resource_group',
  'azure_resource',
  'azure_managed_identity',
  ...new Set(rights.map(({ type }) => type)),
]

export const azureAccess = defineDerivation({
  id: 'azure-access',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'A role over a scope gives what its actions come to for everything in the scope, less what a deny assignment takes; who may write role assignments controls the scope, and a vault answers to its access policies or to roles, as it says.',
  reads: {
    nodes: ['azure_role', 'azure_key_vault'],
    also: [
      ...azureTypes.filter((type) => type !== 'azure_key_vault'),
      'azure_deny_assignment',
      'entra_tenant',
      ...['human', 'group', 'oauth_app', 'agent', 'workload', 'entra_object'],
    ],
    edges: ['APPLIES_TO', 'CONTAINS', 'MEMBER_OF'],
  },
  derive(given, emit) {
    const { held, unknown } = heldRoles(given)
    for (const { name } of unknown) {
      emit.gap({ missing: `what the Azure role "${name}" allows`, settledBy: 'az role definition list' })
    }
    new AzureAccess(given, emit, held).derive()
    deriveVaultPolicies(given, emit)
  },
})

/** A right, and what of a scope it is about. */
interface Wanted {
  readonly right: Right
  readonly about: ResourceClass
}

class AzureAccess {
  readonly #emit: DeriveEmit
  readonly #held: readonly Held[]
  readonly #scopes: Scopes
  readonly #everything: Everything
  readonly #memberships: Memberships
  readonly #denies: Denies
  readonly #wanted: readonly Wanted[]

  constructor(given: Given, emit: DeriveEmit, held: readonly Held[]) {
    this.#emit = emit
    this.#held = held
    this.#scopes = azureScopes(given)
    this.#everything = new Everything(this.#scopes, emit)
    this.#memberships = new Memberships(given)
    this.#denies = new Denies(given, this.#scopes, this.#memberships)
    this.#wanted = [...rights, ...otherWrites(given)].map((right) => ({ right, about: aboutOf(right) }))
    for (const root of given.nodes.filter(({ type }) => type === 'azure_root')) {
      for (const [inner, edge] of this.#scopes.inside(root.id)) {
        const claim = { kind: 'CONTAINS', from: root.id, to: inner.id, confidence: 'granted', ...allowed } as const
        emit.edge([root, edge, inner], claim)
      }
    }
  }

  derive(): void {
    for (const held of this.#held) {
      const denies = this.#denies.of(held.principal)
      if (this.#controls(held, denies)) continue
      this.#overScope(held, denies)
      for (const wanted of this.#wanted) this.#right(held, denies, wanted)
    }
  }

  /** True when the whole scope is controlled without condition: nothing more can be had in it. */
  #controls(held: Held, denies: DenyList): boolean {
    let whole = false
    for (const { id, actions, says, technique, source, ownRoleOnly } of scopeRights) {
      if (ownRoleOnly && held.role.properties?.['isOwn'] !== true) continue
      const speaking = this.#denies.about(denies, actions, [])
      const may = (at: NodeId) => this.#may(held, speaking, at, actions, [])
      const to = this.#narrowed(held.scope, speaking, may, (scope) => [scope.id])
      for (const head of to) {
        this.#edge(held, 'CAN_CONTROL', head, { key: id, note: says, properties: { technique, source } })
      }
      if (to.length === 1 && to[0] === held.scope.id && held.verdict.verdict === 'allowed') whole = true
    }
    return whole
  }

  /** What a role that is not about one sort of resource does to the scope itself. */
  #overScope(held: Held, denies: DenyList): void {
    if (!this.#scopes.isScope(held.scope)) return
    for (const [kind, action] of [
      ['CAN_READ', 'Any.Provider/anything/read'],
      ['CAN_WRITE', 'Any.Provider/anything/write'],
    ] as const) {
      if (this.#may(held, denies, held.scope.id, [action], [])) this.#edge(held, kind, held.scope.id, {})
    }
  }

  #right(held: Held, denies: DenyList, { right, about }: Wanted): void {
    const { kind, actions = [], dataActions = [], id, says, technique, source } = right
    const speaking = this.#denies.about(denies, actions, dataActions)
    const may = (at: NodeId) => this.#may(held, speaking, at, actions, dataActions)
    if (!this.#scopes.isScope(held.scope)) {
      const verdict = about.verdictOf(held.scope)
      if (!verdict || !may(held.scope.id)) return
      this.#edge(held, kind, held.scope.id, { key: id, note: says, properties: { technique, source } }, verdict)
      return
    }
    const heads = this.#narrowed(held.scope, speaking, may, (scope) => {
      if (this.#scopes.isScope(scope)) return this.#everything.of(scope, about) ?? []
      return about.verdictOf(scope) ? [scope.id] : []
    })
    for (const head of heads) this.#edge(held, kind, head, { key: id, note: says, properties: { technique, source } })
  }

  /** The scope as a whole where it is all alike, else those of its parts where nothing denies it. */
  #narrowed(
    scope: GivenNode,
    denies: DenyList,
    may: (at: NodeId) => boolean,
    heads: (scope: GivenNode) => NodeId | readonly NodeId[],
  ): readonly NodeId[] {
    if (!may(scope.id)) return []
    if (!this.#denies.hasBelow(denies, scope.id)) return [heads(scope)].flat()
    return this.#scopes.inside(scope.id).flatMap(([inner]) => this.#narrowed(inner, denies, may, heads))
  }

  #may(
    { permissions }: Held,
    denies: DenyList,
    at: NodeId,
    actions: readonly string[],
    data: readonly string[],
  ): boolean {
    return (
      actions.some((it) => permissions.allows(it) && !this.#denies.isDenied(denies, at, it, false)) ||
      data.some((it) => permissions.allowsData(it) && !this.#denies.isDenied(denies, at, it, true))
    )
  }

  #edge(held: Held, kind: string, to: NodeId, more: Partial<EdgeClaim>, verdict: Verdict = allowed): void {
    const { principal, role, basis } = held
    const missing = [held.verdict.missing, verdict.missing].flatMap((it) => it ?? [])
    this.#emit.edge(
      basis as Basis,
      {
        kind,
        from: principal.id,
        to,
        confidence: 'granted',
        ...more,
        key: `${role.name}${more.key ? `: ${more.key}` : ''}`,
        ...(missing.length > 0 ? conditionalOn(missing.join('; ')) : allowed),
      } as EdgeClaim,
    )
  }
}

/** Writing resources of the types that have no row of their own. */
function otherWrites({ nodes }: Given): readonly Right[] {
  const armTypes = new Set(
    nodes.flatMap(({ type, properties }) => (type === 'azure_resource' ? String(properties?.['armType'] ?? '') : [])),
  )
  return [...armTypes].sort().map((armType) => ({
    id: `${armType}/write`,
    type: armType,
    kind: 'CAN_WRITE',
    actions: [`${armType}/write`],
    says: 'It may change the resource.',
    technique: 'T1578.005',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations',
  }))
}

function aboutOf(right: Right): ResourceClass {
  if (right.type.startsWith('azure_')) return classOf(right)
  return {
    key: right.type,
    name: right.type,
    verdictOf: ({ type, properties }) =>
      type === 'azure_resource' && properties?.['armType'] === right.type ? allowed : undefined,
  }
}
