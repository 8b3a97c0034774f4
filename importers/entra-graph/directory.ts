import { allowed, conditionalOn } from '../../server/model/facts.ts'
import type { Emit } from '../importer.ts'
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
    case 'group':
      return into.node({
        ...tenant.group(objectId, record.displayName),
        createdAt,
        properties: { roleAssignable: record.isAssignableToRole === true },
      })
    case 'directory role':
      return into.node(directoryRole(tenant, objectId, record.displayName))
    default: {
      if (tenant.run.scope && objectId !== tenant.id) {
        return emit.reject(`this is the organisation of another tenant than --scope ${tenant.id}`)
      }
      return into.node({ ...tenant.claim, name: record.displayName || tenant.claim.name })
    }
  }
}

/** A directory role in the hands of a user, a group or a service principal, over the tenant or a part of it. */
export function mapRoleAssignment(tenant: Tenant, record: GraphRecord, emit: Emit) {
  const { principalId, roleDefinitionId, directoryScopeId, principal } = record
  if (!principalId || !roleDefinitionId) return emit.reject('a role assignment needs principalId and roleDefinitionId')
  const claim = principal ? tenant.principal(principal) : undefined
  if (!claim) return emit.reject('the record does not say what its principal is; export with ?$expand=principal')
  const into = tenant.into(emit, 'rights/directory-roles')
  const role = directoryRole(tenant, roleDefinitionId)
  const within = directoryScopeId && directoryScopeId !== '/' ? directoryScopeId : undefined
  into.node(tenant.claim)
  into.node(role)
  into.node({ ...claim, stub: claim.type === 'human' && claim.name === principalId ? true : undefined }, '/principal')
  into.edge({
    kind: 'MEMBER_OF',
    from: claim.id,
    to: role.id,
    confidence: 'granted',
    ...(within
      ? { key: within, ...conditionalOn(`what lies in ${within}, over which alone the role is held`) }
      : allowed),
  })
}

const directoryRole = (tenant: Tenant, roleId: string, name?: string | null) => ({
  id: tenant.node('role', roleId),
  kind: 'Group' as const,
  type: 'entra_directory_role',
  name: name || `Directory role ${roleId}`,
  ...tenant.about,
  properties: { roleDefinitionId: roleId },
})
