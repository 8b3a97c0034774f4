import { allowed, conditionalOn, type Json, type Verdict } from '../../model/facts.ts'
import type { NodeId } from '../../model/node-id.ts'
import type { Basis, Given, GivenNode } from '../derivation.ts'
import type { Memberships } from '../scoped/memberships.ts'
import type { Scopes } from '../scoped/scopes.ts'
import { builtInRole } from './built-in-roles.ts'
import { Permissions, readPermissions } from './permissions.ts'

/** A role in somebody's hands over a scope. */
export interface Held {
  readonly principal: GivenNode
  readonly role: GivenNode
  readonly permissions: Permissions
  readonly scope: GivenNode
  readonly verdict: Verdict
  readonly basis: Basis
}

export interface HeldRoles {
  readonly held: readonly Held[]
  /** Roles of which nothing tells what they allow. */
  readonly unknown: readonly GivenNode[]
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

export function heldRoles({ edges, node }: Given): HeldRoles {
  const unknown = new Map<NodeId, GivenNode>()
  const held = edges.flatMap((binding): Held[] => {
    if (binding.kind !== 'APPLIES_TO' || !binding.key?.startsWith('azure binding ')) return []
    const [role, principal] = [node(binding.from), node(binding.to)]
    const scope = node(text(binding.properties?.['at']) as NodeId)
    if (!role || !principal || !scope) return []
    const permissions =
      readPermissions(role.properties?.['permissions']) ?? builtInRole(text(role.properties?.['roleId']))
    if (!permissions) {
      unknown.set(role.id, role)
      return []
    }
    const verdict =
      text(binding.properties?.['condition']) === ''
        ? allowed
        : conditionalOn(`what the condition on ${role.name} over ${scope.name} asks for`)
    return [{ principal, role, permissions, scope, verdict, basis: [role, binding, principal, scope] }]
  })
  return { held, unknown: [...unknown.values()] }
}

interface Deny {
  readonly scope: NodeId
  readonly permissions: Permissions
  readonly principals: ReadonlySet<string>
  readonly except: ReadonlySet<string>
  readonly onlyHere: boolean
}

const everybody = '00000000-0000-0000-0000-000000000000'

/** Deny assignments win over every role, at their scope and, unless they say otherwise, below it. */
export class Denies {
  readonly #all: readonly Deny[]
  readonly #scopes: Scopes
  readonly #given: Given
  readonly #memberships: Memberships

  constructor(given: Given, scopes: Scopes, memberships: Memberships) {
    this.#given = given
    this.#scopes = scopes
    this.#memberships = memberships
    const list = (value: Json | undefined) => new Set(Array.isArray(value) ? value.map(String) : [])
    this.#all = given.edges.flatMap((edge): Deny[] => {
      const deny = edge.key === 'azure deny' ? given.node(edge.from) : undefined
      if (!deny) return []
      const { principals, except, permissions, onlyHere } = deny.properties ?? {}
      return [
        {
          scope: edge.to,
          permissions: readPermissions(permissions) ?? new Permissions([]),
          principals: list(principals),
          except: list(except),
          onlyHere: onlyHere === true,
        },
      ]
    })
  }

  /** Those that speak of the principal, itself or one of its groups. */
  of(principal: GivenNode): readonly Deny[] {
    if (this.#all.length === 0) return []
    const ids = [...this.#memberships.withGroups(principal.id)].flatMap((id) => objectIds(this.#given.node(id)))
    return this.#all.filter(
      ({ principals, except }) =>
        (principals.has(everybody) || ids.some((id) => principals.has(id))) && !ids.some((id) => except.has(id)),
    )
  }

  /** Of those, the ones that take one of the actions. */
  about(denies: readonly Deny[], actions: readonly string[], data: readonly string[]): readonly Deny[] {
    return denies.filter(
      ({ permissions }) =>
        actions.some((action) => permissions.allows(action)) || data.some((action) => permissions.allowsData(action)),
    )
  }

  isDenied(denies: readonly Deny[], at: NodeId, action: string, isData: boolean): boolean {
    if (denies.length === 0) return false
    const around = this.#scopes.upward(at)
    return denies.some(
      ({ scope, permissions, onlyHere }) =>
        (onlyHere ? scope === at : around.has(scope)) &&
        (isData ? permissions.allowsData(action) : permissions.allows(action)),
    )
  }

  /** Whether one lies deeper than the scope, so that the scope's rights are not the same everywhere in it. */
  hasBelow = (denies: readonly Deny[], scope: NodeId): boolean =>
    denies.some((deny) => deny.scope !== scope && this.#scopes.isWithin(deny.scope, scope))
}
export type DenyList = ReturnType<Denies['of']>

const objectIds = (node: GivenNode | undefined): readonly string[] =>
  (node?.aliases ?? []).flatMap((alias) =>
    alias.startsWith('entra-object:') ? alias.slice('entra-object:'.length) : [],
  )
