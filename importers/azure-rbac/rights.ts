import type { About } from '../azure/arm.ts'
import { emitAssignment, emitDeny, lastOf, roleClaim } from '../azure/bindings.ts'
import type { Tenant } from '../entra/tenant.ts'
import type { Emit } from '../importer.ts'
import { permissionsOf, type Told } from './azure-record.ts'

const noScope = 'its scope is no ARM path'

/** What is given at one scope is one batch: a listing of a subscription tells it whole, with all it inherits. */
const scopeKey = (scope: string): string => {
  const lower = scope.toLowerCase()
  const subscription = /^\/subscriptions\/([^/]+)/.exec(lower)?.[1]
  return subscription ?? (lower.replace(/^.*\//, '') || 'root')
}

export function mapAssignment(tenant: Tenant, about: About, it: Told, emit: Emit) {
  const { principalId, roleDefinitionId, scope } = it
  if (!principalId || !roleDefinitionId || scope === undefined || scope === null) {
    return emit.reject('a role assignment needs principalId, roleDefinitionId and scope')
  }
  const into = emit.into(`azure-rbac:${scopeKey(scope)}:rights/assignments`)
  const taken = emitAssignment(into, tenant, about, {
    id: it.id,
    principalId: principalId.toLowerCase(),
    principalType: it.principalType,
    principalName: it.principalName ?? undefined,
    roleId: lastOf(roleDefinitionId),
    roleName: it.roleDefinitionName ?? undefined,
    scope,
    condition: it.condition ?? undefined,
  })
  if (!taken) emit.reject(noScope)
}

export function mapDefinition(_: Tenant, __: About, it: Told, emit: Emit) {
  const path = it.id.toLowerCase()
  const isOwn = it.roleType?.toLowerCase() === 'customrole'
  const into = emit.into(`azure-rbac:${isOwn ? scopeKey(path) : 'built-in'}:objects/definitions`)
  const permissions = permissionsOf(it.permissions)
  into.node(roleClaim(lastOf(path), it.roleName ?? it.name ?? undefined, { permissions, ...(isOwn ? { isOwn } : {}) }))
}

export function mapDeny(_: Tenant, about: About, it: Told, emit: Emit) {
  const scope = it.scope ?? it.id.replace(/\/providers\/Microsoft\.Authorization\/denyAssignments\/.*$/i, '')
  const ids = (list: Told['principals']) => (list ?? []).flatMap(({ id }) => (id ? [id.toLowerCase()] : []))
  const taken = emitDeny(emit.into(`azure-rbac:${scopeKey(scope)}:rights/denies`), about, {
    id: it.id,
    name: it.denyName ?? it.name ?? it.id,
    scope,
    permissions: permissionsOf(it.permissions),
    principals: ids(it.principals),
    except: ids(it.excludePrincipals),
    onlyHere: it.doNotApplyToChildScopes === true,
  })
  if (!taken) emit.reject(noScope)
}
