import { allowed, conditionalOn, type NodeClaim } from '../../server/model/facts.ts'
import { gate, type NodeId } from '../../server/model/node-id.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import { emitOwners } from './credentials.ts'
import type { GraphRecord, Sort } from './graph-record.ts'
import type { Tenant } from './tenant.ts'

/** Users, groups, directory roles and the organisation itself: what names the ends of other records. */
export function mapDirectoryObject(tenant: Tenant, record: GraphRecord, objectId: string, sort: Sort, emit: Emit) {
  const into = tenant.into(emit, 'objects/directory')
  const createdAt = record.createdDateTime ?? undefined
  switch (sort) {
    case 'user': {
      const user = tenant.user(objectId, record.userPrincipalName || record.displayName, false)
      return into.node({ ...user, createdAt, properties: { enabled: record.accountEnabled !== false } })
    }
    case 'group': {
      const group = tenant.group(objectId, record.displayName)
      into.node({ ...group, createdAt, properties: { roleAssignable: record.isAssignableToRole === true } })
      emitMembers(tenant, emit, into, record, group.id)
      return emitOwners(tenant, emit, into, record, group.id)
    }
    case 'directory role': {
      const role = directoryRole(tenant, record.roleTemplateId || objectId, record.displayName)
      const actions = (record.rolePermissions ?? []).flatMap((it) => it.allowedResourceActions ?? [])
      // What a built-in role allows is in Ambit's own table, and its list of actions is long.
      const own = record.isBuiltIn === false ? { actions } : {}
      into.node({ ...role, properties: { ...role.properties, ...own } })
      return emitMembers(tenant, emit, into, record, role.id)
    }
    default: {
      if (tenant.run.scope && objectId !== tenant.id) {
        return emit.reject(`this is the organisation of another tenant than --scope ${tenant.id}`)
      }
      return into.node({ ...tenant.claim, name: record.displayName || tenant.claim.name })
    }
  }
}

/** Who belongs to a group or an activated directory role, as `$expand=members` shows the first of them. */
function emitMembers(tenant: Tenant, emit: Emit, into: ScopedEmit, { members }: GraphRecord, to: NodeId) {
  for (const [i, member] of (members ?? []).entries()) {
    const at = `/members/${i}`
    const claim = tenant.principal(member)
    if (!claim) {
      emit.skip(`the member at ${at} is no user, group or service principal`)
      continue
    }
    into.node(claim.kind === 'Group' ? { ...claim, stub: true } : claim, at)
    into.edge({ kind: 'MEMBER_OF', from: claim.id, to, confidence: 'granted', ...allowed }, at)
  }
}

/** A directory role in the hands of a user, a group or a service principal, over the tenant or a part of it. */
export function mapRoleAssignment(tenant: Tenant, record: GraphRecord, emit: Emit) {
  holdsRole(tenant, record, emit, tenant.into(emit, 'rights/directory-roles'))
}

/** A role that its holder may activate, which asks for more than a sign-in: a gate before the role. */
export function mapEligibleRole(tenant: Tenant, record: GraphRecord, emit: Emit) {
  const into = tenant.into(emit, 'rights/eligible-roles')
  holdsRole(tenant, record, emit, into, activationOf(tenant, into))
}

/** The gate before the roles of a tenant that their holders may activate. */
export function activationOf(tenant: Tenant, into: ScopedEmit): NodeId {
  const activation: NodeClaim = {
    id: gate('entra', `${tenant.id}/role-activation`),
    kind: 'Gate',
    type: 'approval',
    name: 'Activation of an eligible role',
    ...tenant.about,
  }
  into.node(activation)
  return activation.id
}

function holdsRole(tenant: Tenant, record: GraphRecord, emit: Emit, into: ScopedEmit, gated?: NodeId) {
  const { principalId, roleDefinitionId, directoryScopeId, principal } = record
  if (!principalId || !roleDefinitionId) return emit.reject('a role assignment needs principalId and roleDefinitionId')
  const claim = principal ? tenant.principal(principal) : undefined
  if (!claim) return emit.reject('the record does not say what its principal is; export with ?$expand=principal')
  emitRoleHolder(tenant, into, claim, roleDefinitionId, {
    within: directoryScopeId && directoryScopeId !== '/' ? directoryScopeId : undefined,
    gate: gated,
    startsAt: record.startDateTime ?? undefined,
    expiresAt: record.endDateTime ?? undefined,
  })
}

export interface RoleTerms {
  /** The part of the tenant over which alone the role is held. */
  readonly within: string | undefined
  readonly gate?: NodeId | undefined
  readonly startsAt?: string | undefined
  readonly expiresAt?: string | undefined
}

/**
 * Over the whole tenant the holder is a member of the role; over one object, of a role of its own, so that it is not
 * taken for the whole; an administrative unit's members are in no answer that is read.
 */
export function emitRoleHolder(tenant: Tenant, into: ScopedEmit, holder: NodeClaim, roleId: string, terms: RoleTerms) {
  const { within, gate: gated, startsAt, expiresAt } = terms
  const overObject = within === undefined ? undefined : /^\/([0-9a-f-]{36})$/i.exec(within)?.[1]?.toLowerCase()
  const role = directoryRole(tenant, roleId)
  const held = overObject === undefined ? role : roleOver(tenant, role, roleId, overObject)
  into.node(tenant.claim)
  into.node(held)
  // Who holds a role is there; a user of whom nothing but the id is told stays a mention.
  const isMention = holder.type === 'human' && holder.id.endsWith(`:${holder.name}`)
  into.node({ ...holder, stub: isMention ? true : undefined }, '/principal')
  into.edge({
    kind: 'MEMBER_OF',
    from: holder.id,
    to: held.id,
    confidence: 'granted',
    ...(gated ? { gates: [gated] } : {}),
    ...(startsAt ? { startsAt } : {}),
    ...(expiresAt ? { expiresAt } : {}),
    ...(within !== undefined && overObject === undefined
      ? { key: within, ...conditionalOn(`what lies in ${within}, over which alone the role is held`) }
      : { ...(gated ? { key: 'eligible' } : {}), ...allowed }),
  })
}

export const directoryRole = (tenant: Tenant, roleId: string, name?: string | null) => ({
  id: tenant.node('role', roleId),
  kind: 'Group' as const,
  type: 'entra_directory_role',
  name: name || `Directory role ${roleId}`,
  ...tenant.about,
  properties: { roleDefinitionId: roleId },
})

const roleOver = (tenant: Tenant, role: NodeClaim, roleId: string, object: string): NodeClaim => ({
  ...role,
  id: tenant.node('role', `${roleId}/${object}`),
  type: 'entra_directory_role_over_object',
  name: `${role.name} over ${object}`,
  properties: { roleDefinitionId: roleId, object },
})
