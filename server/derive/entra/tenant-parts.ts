import { allowed, conditionalOn, type EdgeClaim, type Verdict } from '../../model/facts.ts'
import { entra, type NodeId } from '../../model/node-id.ts'
import type { Basis, DeriveEmit, Given, GivenNode } from '../derivation.ts'
import { applications, groups, type PermissionClass, users } from './permission-classes.ts'
import type { Prize } from './takeovers.ts'

/** Applications that Microsoft keeps, and managed identities, take no credential from an administrator. */
const takesCredentials = (node: GivenNode) => node.type !== 'workload' && node.properties?.['firstParty'] !== true

/** The node types that `TenantParts` looks through for the members of a class. */
export const partTypes = ['entra_tenant', 'oauth_app', 'workload', 'agent', 'human', 'group'] as const

/**
 * The parts of a tenant that permissions name (all mailboxes, all applications …), each stated once, inside its tenant
 * and around its members, so that control of the whole passes down and one cut of a grant takes all of it away.
 */
export class TenantParts {
  readonly #given: Given
  readonly #emit: DeriveEmit
  readonly #stated = new Set<NodeId>()
  #members: Map<string, GivenNode[]> | undefined

  constructor(given: Given, emit: DeriveEmit) {
    this.#given = given
    this.#emit = emit
  }

  tenant(tenant: string): GivenNode | undefined {
    return this.#given.node(entra(tenant, 'tenant', tenant))
  }

  /** Everything of a class, or, with a user, what that user has of it. */
  part(tenant: string, { key, type, name, ofOneUser, counts }: PermissionClass, user?: GivenNode): NodeId {
    const id = entra(tenant, 'permission', user ? `${key}/${user.id}` : key)
    return this.#state(tenant, {
      id,
      type: user ? `${type}_of_user` : type,
      name: user ? `${ofOneUser} of ${user.name}` : name,
      ...(counts === false ? { counts } : {}),
    })
  }

  /** An API of which only the name of a permission is known. */
  api(tenant: string, resourceId: string, name: string): NodeId {
    return this.#state(tenant, {
      id: entra(tenant, 'permission', `api/${resourceId}`),
      type: 'entra_api',
      name: `What ${name} serves`,
    })
  }

  /** What a takeover controls; members of a class are stated when one may be taken over. */
  prize(tenant: string, prize: Prize): NodeId {
    switch (prize) {
      case 'tenant':
        return entra(tenant, 'tenant', tenant)
      case 'any app role':
        return this.#anyAppRole(tenant)
      case 'any application':
        return this.#whole(tenant, applications, 'service principal', (node) =>
          takesCredentials(node) ? allowed : undefined,
        )
      case 'any user':
        return this.#whole(tenant, users, 'user', () => allowed)
      case 'any group':
        return this.#whole(tenant, groups, 'group', ({ properties }) => {
          const assignable = properties?.['roleAssignable']
          if (assignable === undefined) return conditionalOn('whether a directory role can be assigned to the group')
          return assignable === true ? undefined : allowed
        })
    }
  }

  #whole(tenant: string, whole: PermissionClass, sort: string, may: (node: GivenNode) => Verdict | undefined): NodeId {
    const known = this.#stated.has(entra(tenant, 'permission', `${whole.key}#members`))
    const id = this.part(tenant, whole)
    if (known) return id
    this.#stated.add(entra(tenant, 'permission', `${whole.key}#members`))
    for (const node of this.#membersOf(tenant, sort)) {
      const verdict = may(node)
      if (verdict) this.#contain([node], { kind: 'CONTAINS', from: id, to: node.id, confidence: 'granted', ...verdict })
    }
    return id
  }

  #membersOf(tenant: string, sort: string): readonly GivenNode[] {
    this.#members ??= Map.groupBy(
      this.#given.nodes.filter(({ provider, stub }) => provider === 'entra' && !stub),
      ({ account, kind, type }) =>
        `${account}/${kind === 'Group' ? 'group' : type === 'human' ? 'user' : kind === 'Identity' ? 'service principal' : kind}`,
    )
    return this.#members.get(`${tenant}/${sort}`) ?? []
  }

  /** A second step, told apart from the first: the role has to be granted before it can be used. */
  #anyAppRole(tenant: string): NodeId {
    const id = entra(tenant, 'grant', 'any-app-role')
    const around = this.tenant(tenant)
    if (this.#stated.has(id) || !around) return id
    this.#stated.add(id)
    this.#emit.node([around], {
      id,
      kind: 'Grant',
      type: 'application',
      name: 'Any app role, granted to itself',
      provider: 'entra',
      account: tenant,
      properties: { selfGranted: true },
    })
    this.#contain([around], {
      kind: 'CAN_CONTROL',
      from: id,
      to: around.id,
      key: 'RoleManagement.ReadWrite.Directory',
      confidence: 'granted',
      ease: 'escalation',
      note: 'With RoleManagement.ReadWrite.Directory it makes itself Global Administrator.',
      ...allowed,
    })
    return id
  }

  #state(tenant: string, part: { id: NodeId; type: string; name: string; counts?: false }): NodeId {
    const around = this.tenant(tenant)
    if (this.#stated.has(part.id) || !around) return part.id
    this.#stated.add(part.id)
    this.#emit.node([around], { kind: 'Resource', provider: 'entra', account: tenant, ...part })
    this.#contain([around], { kind: 'CONTAINS', from: around.id, to: part.id, confidence: 'granted', ...allowed })
    return part.id
  }

  #contain(basis: Basis, edge: EdgeClaim): void {
    this.#emit.edge(basis, edge)
  }
}
