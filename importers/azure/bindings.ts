import { allowed, type Json, type NodeClaim } from '../../server/model/facts.ts'
import { azureDeny, azureRole, type NodeId } from '../../server/model/node-id.ts'
import type { Tenant } from '../entra/tenant.ts'
import type { ScopedEmit } from '../importer.ts'
import { type About, emitScope } from './arm.ts'

/** A role given to somebody over a scope; what it allows there is decided by derivation. */
export interface Assignment {
  readonly id: string
  readonly principalId: string
  readonly principalType: string | undefined
  readonly principalName?: string | undefined
  readonly roleId: string
  readonly roleName?: string | undefined
  readonly scope: string
  readonly condition?: string | undefined
}

export const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The holder as an assignment names it. A service principal may be a managed identity, so it stays a mention. */
export function principalOf(
  tenant: Tenant,
  id: string,
  type: string | undefined,
  name?: string,
): NodeClaim | undefined {
  switch (type?.toLowerCase()) {
    case 'user':
      return { ...tenant.user(id, name), stub: name === undefined ? true : undefined }
    case 'group':
    case 'foreigngroup':
      return tenant.group(id, name)
    case 'serviceprincipal':
    case 'msi':
      return tenant.servicePrincipalStub(id, name)
    default:
      return undefined
  }
}

/** Whoever an id names that nobody tells the sort of; another source that knows the id gives it its own. */
export const principalById = (tenant: Tenant, id: string): NodeClaim => ({
  id: tenant.node('whoever', id),
  kind: 'Group',
  type: 'entra_object',
  name: id,
  ...tenant.about,
  stub: true,
  aliases: [`entra-object:${id}`],
})

export function roleClaim(
  id: string,
  name: string | undefined,
  properties: { readonly [key: string]: Json } = {},
): NodeClaim {
  return {
    id: azureRole(id),
    kind: 'Resource',
    type: 'azure_role',
    name: name || `Azure role ${id}`,
    provider: 'azure',
    counts: false,
    properties: { roleId: id.toLowerCase(), ...properties },
  }
}

/** False when the scope is no ARM path. */
export function emitAssignment(into: ScopedEmit, tenant: Tenant, about: About, it: Assignment, at = ''): boolean {
  const scope = emitScope(into, it.scope, about, {}, at)
  if (!scope) return false
  const role = roleClaim(it.roleId, it.roleName)
  const principal =
    principalOf(tenant, it.principalId, it.principalType, it.principalName) ?? principalById(tenant, it.principalId)
  into.node({ ...role, stub: true }, at)
  into.node(principal, at)
  into.edge(
    {
      kind: 'APPLIES_TO',
      from: role.id,
      to: principal.id,
      key: `azure binding ${it.id.toLowerCase()}`,
      confidence: 'granted',
      properties: { layer: 'binding', at: scope.id, ...(it.condition ? { condition: it.condition } : {}) },
      ...allowed,
    },
    at,
  )
  return true
}

export interface Deny {
  readonly id: string
  readonly name: string
  readonly scope: string
  readonly permissions: Json
  /** Object ids; the all-zero one means everybody. */
  readonly principals: readonly string[]
  readonly except: readonly string[]
  readonly onlyHere: boolean
}

export function emitDeny(into: ScopedEmit, about: About, it: Deny): boolean {
  const scope = emitScope(into, it.scope, about)
  if (!scope) return false
  const id: NodeId = azureDeny(it.id)
  const { permissions, principals, except, onlyHere } = it
  into.node({
    id,
    kind: 'Resource',
    type: 'azure_deny_assignment',
    name: it.name,
    provider: 'azure',
    counts: false,
    properties: { permissions, principals, except, onlyHere },
  })
  into.edge({ kind: 'APPLIES_TO', from: id, to: scope.id, key: 'azure deny', confidence: 'granted', ...allowed })
  return true
}
