import { allowed, type Json, type NodeClaim } from '../../server/model/facts.ts'
import type { Tenant } from '../entra/tenant.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import { type About, type ArmPath, emitScope } from './arm.ts'
import { lastOf, principalById } from './bindings.ts'

/** The identities a resource signs in with, as ARM writes them. */
export interface ResourceIdentity {
  readonly principalId?: string | null | undefined
  readonly userAssignedIdentities?:
    | { readonly [armPath: string]: { readonly principalId?: string | null } | null }
    | null
    | undefined
}

/** A resource and whom it runs as; whoever runs code in it is that identity. */
export function emitResource(
  into: ScopedEmit,
  tenant: Tenant,
  about: About,
  text: string,
  identity: ResourceIdentity | null | undefined,
  more: Partial<NodeClaim> = {},
): ArmPath | undefined {
  const path = emitScope(into, text, about, more)
  if (!path) return undefined
  if (identity?.principalId) runsAs(into, path, managedIdentity(tenant, identity.principalId, path.name))
  for (const [armPath, assigned] of Object.entries(identity?.userAssignedIdentities ?? {})) {
    const user = emitScope(into, armPath, about)
    if (!user || !assigned?.principalId) continue
    const claim = managedIdentity(tenant, assigned.principalId, lastOf(armPath))
    runsAs(into, path, claim)
    runsAs(into, user, claim)
  }
  return path
}

/** A user-assigned identity of its own: whoever adds a trust to it becomes it. */
export function emitUserIdentity(into: ScopedEmit, tenant: Tenant, about: About, text: string, principalId: string) {
  const path = emitScope(into, text, about, { counts: false })
  if (path) runsAs(into, path, managedIdentity(tenant, principalId, path.name))
  return path
}

const managedIdentity = (tenant: Tenant, principalId: string, name: string): NodeClaim => ({
  ...tenant.servicePrincipal(principalId, name),
  type: 'workload',
})

function runsAs(into: ScopedEmit, path: ArmPath, identity: NodeClaim) {
  into.node(identity, '/identity')
  into.edge({ kind: 'RUNS_AS', from: path.id, to: identity.id, confidence: 'granted', ...allowed }, '/identity')
}

export interface AccessPolicy {
  readonly objectId?: string | null | undefined
  readonly applicationId?: string | null | undefined
  readonly permissions?: { readonly [of: string]: readonly string[] | null | undefined } | null | undefined
}

/** A vault's own list of who may do what with it, which counts unless the vault asks role assignments instead. */
export function emitAccessPolicy(
  emit: Emit,
  into: ScopedEmit,
  tenant: Tenant,
  vault: ArmPath,
  { objectId, applicationId, permissions }: AccessPolicy,
  at = '',
) {
  if (!objectId) return emit.skip(`the access policy at ${at} names no principal`)
  const principal = principalById(tenant, objectId.toLowerCase())
  const may: Record<string, Json> = {}
  for (const sort of ['secrets', 'keys', 'certificates', 'storage']) {
    const list = permissions?.[sort]
    if (list && list.length > 0) may[sort] = list.map((it) => it.toLowerCase()).sort()
  }
  into.node(principal, at)
  into.edge(
    {
      kind: 'APPLIES_TO',
      from: vault.id,
      to: principal.id,
      key: applicationId ? `azure access policy ${applicationId.toLowerCase()}` : 'azure access policy',
      confidence: 'granted',
      properties: { layer: 'resource', permissions: may, ...(applicationId ? { applicationId } : {}) },
      ...allowed,
    },
    at,
  )
}
