import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type About, emitContains, emitScope } from '../azure/arm.ts'
import { emitAssignment, lastOf } from '../azure/bindings.ts'
import { emitAccessPolicy, emitResource } from '../azure/resources.ts'
import type { Tenant } from '../entra/tenant.ts'
import type { Emit } from '../importer.ts'
import type { Data } from './directory-objects.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const thing = Compile(
  Type.Object({
    id: Type.String(),
    displayName: Text,
    name: Text,
    identity: Type.Optional(
      Type.Union([
        Type.Object({
          principalId: Text,
          userAssignedIdentities: Type.Optional(
            Type.Union([
              Type.Record(Type.String(), Type.Union([Type.Object({ principalId: Text }), Type.Null()])),
              Type.Null(),
            ]),
          ),
        }),
        Type.Null(),
      ]),
    ),
    properties: Type.Optional(
      Type.Union([
        Type.Object({ enableRbacAuthorization: Type.Optional(Type.Boolean()), displayName: Text }),
        Type.Null(),
      ]),
    ),
  }),
)
const policy = Compile(
  Type.Object({
    keyVaultId: Type.String(),
    objectId: Text,
    applicationId: Text,
    permissions: Type.Optional(Type.Record(Type.String(), Type.Union([Type.Array(Type.String()), Type.Null()]))),
  }),
)
const descendant = Compile(
  Type.Object({
    id: Type.String(),
    properties: Type.Object({ displayName: Text, parent: Type.Object({ id: Type.String() }) }),
  }),
)
const assignment = Compile(
  Type.Object({
    id: Text,
    name: Text,
    properties: Type.Object({
      principalId: Type.String(),
      principalType: Text,
      roleDefinitionId: Type.String(),
      scope: Type.String(),
      condition: Text,
    }),
  }),
)

/** Kinds of items that are a scope or a resource themselves. */
export const things: ReadonlySet<string> = new Set([
  ...['AZSubscription', 'AZManagementGroup', 'AZResourceGroup', 'AZVM', 'AZVMScaleSet', 'AZKeyVault', 'AZWebApp'],
  ...['AZFunctionApp', 'AZLogicApp', 'AZAutomationAccount', 'AZContainerRegistry', 'AZManagedCluster'],
  ...['AZStorageAccount', 'AZStorageContainer'],
])

const aboutOf = (tenant: Tenant): About => ({ provider: 'azure', tenant: tenant.id })
const intoOf = (tenant: Tenant, emit: Emit, part: string) => emit.into(`azurehound:${tenant.id}:azure/${part}`)

export function mapThing(tenant: Tenant, data: Data, emit: Emit) {
  if (!thing.Check(data)) return emit.reject('a resource needs its id, and its identity in ARM’s shape')
  const into = intoOf(tenant, emit, 'resources')
  const asksRoles = data.properties?.enableRbacAuthorization
  const name = data.displayName ?? data.properties?.displayName ?? data.name
  const path = emitResource(into, tenant, aboutOf(tenant), data.id, data.identity, {
    ...(name ? { name } : {}),
    properties: asksRoles === undefined ? {} : { asksRoles },
  })
  if (!path) return emit.reject('its id is no ARM path')
  if (path.kind !== 'subscription' && path.kind !== 'management group') return
  into.node(tenant.claim)
  emitContains(into, tenant.claim.id, path.id)
}

export function mapDescendant(tenant: Tenant, data: Data, emit: Emit) {
  if (!descendant.Check(data)) return emit.reject('a descendant needs its id and its parent’s')
  const into = intoOf(tenant, emit, 'resources')
  const around = emitScope(into, data.properties.parent.id, aboutOf(tenant))
  const inner = emitScope(into, data.id, aboutOf(tenant))
  if (!around || !inner) return emit.reject('an id is no ARM path')
  emitContains(into, around.id, inner.id)
}

export function mapVaultPolicy(tenant: Tenant, data: Data, emit: Emit) {
  if (!policy.Check(data)) return emit.reject('an access policy needs keyVaultId and permissions')
  const into = intoOf(tenant, emit, 'vault-policies')
  const vault = emitScope(into, data.keyVaultId, aboutOf(tenant))
  if (!vault) return emit.reject('keyVaultId is no ARM path')
  const { objectId, applicationId, permissions } = data
  emitAccessPolicy(emit, into, tenant, vault, { objectId, applicationId: applicationId || undefined, permissions })
}

/**
 * Role assignments wherever an item keeps them: lists of entries that hold one under a name of their own (`owner`,
 * `roleAssignment`, `assignee` …), which differs from kind to kind. An empty list is null. Undefined for an item that
 * has no such list.
 */
export function assignmentsIn(data: Data): readonly unknown[] | undefined {
  const lists = Object.values(data).filter((value) => Array.isArray(value) || value === null)
  if (lists.length === 0) return undefined
  const entries = lists.flatMap((value) => (Array.isArray(value) ? (value as readonly unknown[]) : []))
  const found = entries.flatMap((entry) =>
    typeof entry === 'object' && entry !== null ? Object.values(entry).filter((value) => assignment.Check(value)) : [],
  )
  return found.length < entries.length ? undefined : found
}

export function mapAssignments(tenant: Tenant, assignments: readonly unknown[], emit: Emit) {
  const into = intoOf(tenant, emit, 'assignments')
  for (const it of assignments) {
    if (!assignment.Check(it)) continue
    const { principalId, principalType, roleDefinitionId, scope, condition } = it.properties
    const taken = emitAssignment(into, tenant, aboutOf(tenant), {
      id: it.id ?? `${scope}/${it.name ?? principalId}`,
      principalId,
      principalType: principalType ?? undefined,
      roleId: lastOf(roleDefinitionId),
      scope,
      condition: condition ?? undefined,
    })
    if (!taken) emit.skip('the scope of a role assignment is no ARM path')
  }
}
