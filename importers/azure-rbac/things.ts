import { allowed } from '../../server/model/facts.ts'
import { type About, emitContains, emitScope, readArmPath, scopeClaim } from '../azure/arm.ts'
import { lastOf } from '../azure/bindings.ts'
import { emitAccessPolicy, emitResource, emitUserIdentity } from '../azure/resources.ts'
import { Tenant } from '../entra/tenant.ts'
import { emitTrust } from '../entra/trust.ts'
import type { Emit } from '../importer.ts'
import type { Told } from './azure-record.ts'

const noPath = 'its id is no ARM path'

/** The tenant a record names is a firmer word than the import's. */
const tenantOf = (tenant: Tenant, { tenantId }: Told): Tenant =>
  tenantId && tenantId !== tenant.id && tenant.run.scope === undefined
    ? new Tenant(tenant.source, tenant.run, tenantId)
    : tenant

export const aboutOf = (tenant: Tenant, it: Told): About => ({ provider: 'azure', tenant: tenantOf(tenant, it).id })

const partOf = (it: Told, part: string): string =>
  `azure-rbac:${/^\/subscriptions\/([^/]+)/i.exec(it.id)?.[1]?.toLowerCase() ?? 'tenant'}:objects/${part}`

export function mapSubscription(tenant: Tenant, about: About, it: Told, emit: Emit) {
  const id = (it.subscriptionId ?? lastOf(it.id)).toLowerCase()
  const into = emit.into(`azure-rbac:${id}:objects/subscription`)
  const around = tenantOf(tenant, it)
  const path = emitScope(into, `/subscriptions/${id}`, about, {
    name: it.displayName ?? it.name ?? id,
    properties: it.state ? { state: it.state } : {},
  })
  if (!path || !it.tenantId) return
  into.node(around.claim)
  emitContains(into, around.claim.id, path.id)
}

export function mapManagementGroup(tenant: Tenant, about: About, it: Told, emit: Emit) {
  const into = emit.into(`azure-rbac:${lastOf(it.id).toLowerCase()}:objects/management-group`)
  const path = emitScope(into, it.id, about, { name: it.displayName ?? it.name ?? lastOf(it.id) })
  if (!path) return emit.reject(noPath)
  if (it.tenantId) {
    const around = tenantOf(tenant, it)
    into.node(around.claim)
    emitContains(into, around.claim.id, path.id)
  }
  below(it.children, it.id)

  function below(children: unknown, parent: string) {
    const above = readArmPath(parent, about.tenant)
    for (const child of Array.isArray(children) ? (children as readonly unknown[]) : []) {
      const { id, displayName, children: more } = child as { id?: unknown; displayName?: unknown; children?: unknown }
      const under = typeof id === 'string' ? readArmPath(id, about.tenant) : undefined
      if (!above || !under || typeof id !== 'string') {
        emit.skip('a child of a management group has no ARM path')
        continue
      }
      into.node(scopeClaim(under, about, typeof displayName === 'string' ? { name: displayName } : {}))
      emitContains(into, above.id, under.id)
      below(more, id)
    }
  }
}

export function mapResource(tenant: Tenant, about: About, it: Told, emit: Emit) {
  const into = emit.into(partOf(it, 'resources'))
  const around = it.identity?.tenantId ? new Tenant(tenant.source, tenant.run, it.identity.tenantId) : tenant
  if (!emitResource(into, around, about, it.id, it.identity)) emit.reject(noPath)
}

export function mapUserIdentity(tenant: Tenant, about: About, it: Told, emit: Emit) {
  const into = emit.into(partOf(it, 'identities'))
  const around = tenantOf(tenant, it)
  const path = it.principalId
    ? emitUserIdentity(into, around, about, it.id, it.principalId.toLowerCase())
    : emitScope(into, it.id, about, { counts: false })
  if (!path) emit.reject(noPath)
}

/** The trust stands below the identity's own path. */
export function mapFederatedCredential(tenant: Tenant, about: About, it: Told, emit: Emit) {
  const into = emit.into(partOf(it, `trusts ${it.id.toLowerCase().split('/').at(-3) ?? ''}`))
  const holder = emitScope(into, it.id.split('/').slice(0, -2).join('/'), about, { counts: false })
  if (!holder || !it.issuer) return emit.reject(noPath)
  const trust = {
    id: it.id.toLowerCase(),
    issuer: it.issuer,
    name: it.name ?? null,
    subject: it.subject ?? null,
    audiences: it.audiences ?? null,
  }
  emitTrust(tenant, into, holder.id, holder.name, trust, '')
}

export function mapVault(tenant: Tenant, about: About, it: Told, emit: Emit) {
  // A vault is shown alone, so it is a batch alone.
  const into = emit.into(partOf(it, `vault ${lastOf(it.id).toLowerCase()}`))
  const asksRoles = it.enableRbacAuthorization
  const vault = emitResource(into, tenant, about, it.id, it.identity, {
    properties: typeof asksRoles === 'boolean' ? { asksRoles } : {},
  })
  if (!vault) return emit.reject(noPath)
  for (const [i, policy] of (it.accessPolicies ?? []).entries()) {
    emitAccessPolicy(emit, into, tenantOf(tenant, it), vault, policy, `/properties/accessPolicies/${i}`)
  }
}

/** The directory's own word on a holder, where it lies beside the assignments. */
export function mapServicePrincipal(tenant: Tenant, _: About, it: Told, emit: Emit) {
  const into = emit.into(`azure-rbac:${tenant.id}:objects/service-principals`)
  const claim = tenant.servicePrincipal(it.id, it.displayName)
  into.node({
    ...claim,
    properties: { enabled: it.account_enabled !== false, ...(it.app_id ? { appId: it.app_id } : {}) },
  })
  into.node(tenant.claim)
  into.edge({ kind: 'CONTAINS', from: tenant.claim.id, to: claim.id, confidence: 'granted', ...allowed })
}
