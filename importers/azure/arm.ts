// https://learn.microsoft.com/azure/role-based-access-control/scope-overview
import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import { azureRoot, azureScope, type NodeId } from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'

/** What Azure's resource types are called here, by their lower-case ARM name; the rest are plain resources. */
const resourceTypes: ReadonlyMap<string, string> = new Map([
  ['microsoft.keyvault/vaults', 'azure_key_vault'],
  ['microsoft.storage/storageaccounts', 'azure_storage_account'],
  ['microsoft.compute/virtualmachines', 'azure_virtual_machine'],
  ['microsoft.compute/virtualmachinescalesets', 'azure_vm_scale_set'],
  ['microsoft.web/sites', 'azure_web_site'],
  ['microsoft.automation/automationaccounts', 'azure_automation_account'],
  ['microsoft.logic/workflows', 'azure_logic_app'],
  ['microsoft.containerservice/managedclusters', 'azure_kubernetes_cluster'],
  ['microsoft.containerinstance/containergroups', 'azure_container_group'],
  ['microsoft.containerregistry/registries', 'azure_container_registry'],
  ['microsoft.managedidentity/userassignedidentities', 'azure_managed_identity'],
  ['microsoft.sql/servers', 'azure_sql_server'],
  ['microsoft.documentdb/databaseaccounts', 'azure_cosmos_account'],
])

export interface ArmPath {
  readonly id: NodeId
  readonly kind: 'root' | 'management group' | 'subscription' | 'resource group' | 'resource'
  /** The last part, as it is written. */
  readonly name: string
  readonly type: string
  /** The lower-case ARM type of a resource. */
  readonly armType: string | undefined
  /** The path of what holds it, where the path itself tells. */
  readonly within: string | undefined
  readonly subscription: string | undefined
}

/** Takes an ARM path apart; undefined for what is none. `tenant` names the root, which has no name of its own. */
export function readArmPath(path: string, tenant: string): ArmPath | undefined {
  const trimmed = path.replace(/\/+$/, '')
  if (trimmed === '') {
    const names = { name: 'Azure root', type: 'azure_root', armType: undefined }
    return { id: azureRoot(tenant), kind: 'root', ...names, within: undefined, subscription: undefined }
  }
  if (!trimmed.startsWith('/')) return undefined
  const parts = trimmed.slice(1).split('/')
  const lower = parts.map((part) => part.toLowerCase())
  const id = azureScope(trimmed)
  const name = parts.at(-1)!
  const provider = lower.lastIndexOf('providers')
  if (lower[0] === 'providers' && lower[2] === 'managementgroups' && parts.length === 4) {
    const kind = { kind: 'management group', type: 'azure_management_group' } as const
    return { id, ...kind, name, armType: undefined, within: undefined, subscription: undefined }
  }
  if (lower[0] !== 'subscriptions' || parts.length < 2) return undefined
  const subscription = lower[1]!
  if (parts.length === 2) {
    const kind = { kind: 'subscription', type: 'azure_subscription' } as const
    return { id, ...kind, name, armType: undefined, within: undefined, subscription }
  }
  if (provider === -1) {
    if (lower[2] !== 'resourcegroups' || parts.length !== 4) return undefined
    const kind = { kind: 'resource group', type: 'azure_resource_group' } as const
    return { id, ...kind, name, armType: undefined, within: `/subscriptions/${parts[1]}`, subscription }
  }
  const named = parts.slice(provider + 1)
  if (named.length < 3 || named.length % 2 === 0) return undefined
  const armType = [named[0], ...named.slice(1).filter((_, i) => i % 2 === 0)].join('/').toLowerCase()
  const type = resourceTypes.get(armType) ?? 'azure_resource'
  const within = named.length > 3 ? parts.slice(0, -2) : parts.slice(0, provider)
  return { id, kind: 'resource', name, type, armType, within: `/${within.join('/')}`, subscription }
}

/** What a scope or resource is told to be; the path gives the rest. */
export type About = Pick<NodeClaim, 'provider' | 'account'> & { readonly tenant: string }

export function scopeClaim(path: ArmPath, { tenant, ...about }: About, more: Partial<NodeClaim> = {}): NodeClaim {
  const { properties, ...rest } = more
  return {
    id: path.id,
    kind: 'Resource',
    type: path.type,
    name: path.name,
    provider: 'azure',
    account: path.subscription ?? tenant,
    // Scopes above the resources describe where things lie; a root is never had as such.
    ...(path.kind === 'root' || path.kind === 'resource group' ? { counts: false } : {}),
    ...about,
    ...rest,
    properties: { ...(path.armType ? { armType: path.armType } : {}), ...properties },
  }
}

/** States a scope and everything that its path says it lies in. */
export function emitScope(
  into: ScopedEmit,
  text: string,
  about: About,
  more: Partial<NodeClaim> = {},
  at = '',
): ArmPath | undefined {
  const path = readArmPath(text, about.tenant)
  if (!path) return undefined
  into.node(scopeClaim(path, about, more), at)
  if (path.within !== undefined) {
    const around = emitScope(into, path.within, about, {}, at)
    if (around) emitContains(into, around.id, path.id, at)
  }
  return path
}

export const emitContains = (into: ScopedEmit, from: NodeId, to: NodeId, at = ''): void =>
  into.edge({ kind: 'CONTAINS', from, to, confidence: 'granted', ...allowed }, at)
