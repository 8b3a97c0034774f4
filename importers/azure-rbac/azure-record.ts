import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const listOf = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Optional(Type.Union([Type.Array(item), Type.Null()]))
const Texts = listOf(Type.String())

/** Both spellings: `az` and the REST answers write camel case, the Python SDK snake case. */
const Permission = Type.Object({
  actions: Texts,
  notActions: Texts,
  dataActions: Texts,
  notDataActions: Texts,
  not_actions: Texts,
  data_actions: Texts,
  not_data_actions: Texts,
})
export type Permission = Static<typeof Permission>

const Denied = listOf(Type.Object({ id: Text, type: Text }))
const Policy = Type.Object({
  objectId: Text,
  applicationId: Text,
  permissions: Type.Optional(
    Type.Union([Type.Record(Type.String(), Type.Union([Type.Array(Type.String()), Type.Null()])), Type.Null()]),
  ),
})

const fields = {
  principalId: Text,
  principal_id: Text,
  principalType: Text,
  principal_type: Text,
  principalName: Text,
  roleDefinitionId: Text,
  role_definition_id: Text,
  roleDefinitionName: Text,
  scope: Text,
  condition: Text,
  roleName: Text,
  role_name: Text,
  roleType: Text,
  role_type: Text,
  permissions: listOf(Permission),
  denyAssignmentName: Text,
  deny_assignment_name: Text,
  doNotApplyToChildScopes: Flag,
  principals: Denied,
  excludePrincipals: Denied,
  accessPolicies: listOf(Policy),
  enableRbacAuthorization: Flag,
  issuer: Text,
  subject: Text,
  audiences: Texts,
  tenantId: Text,
  clientId: Text,
}

const Identity = Type.Object({
  principalId: Text,
  tenantId: Text,
  type: Text,
  userAssignedIdentities: Type.Optional(
    Type.Union([
      Type.Record(Type.String(), Type.Union([Type.Object({ principalId: Text, clientId: Text }), Type.Null()])),
      Type.Null(),
    ]),
  ),
})

/** Any record of the lists that are read: it tells by its fields what it is, and a list holds one sort only. */
export const AzureRecord = Type.Object({
  id: Type.String(),
  name: Text,
  type: Text,
  displayName: Text,
  display_name: Text,
  state: Text,
  subscriptionId: Text,
  location: Text,
  identity: Type.Optional(Type.Union([Identity, Type.Null()])),
  tags: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
  children: Type.Optional(Type.Unknown()),
  properties: Type.Optional(Type.Union([Type.Object(fields), Type.Null()])),
  odata_type: Text,
  app_id: Text,
  account_enabled: Flag,
  ...fields,
})
export type AzureRecord = Static<typeof AzureRecord>

export type Sort =
  | 'role assignment'
  | 'role definition'
  | 'deny assignment'
  | 'subscription'
  | 'management group'
  | 'user-assigned identity'
  | 'federated credential'
  | 'key vault'
  | 'service principal'
  | 'resource'

/** One spelling, and what the REST answers keep under `properties` beside the rest. */
export function told(record: AzureRecord) {
  const it = { ...record.properties, ...record, ...definedOf(record.properties) }
  return {
    ...it,
    principalId: it.principalId ?? it.principal_id ?? undefined,
    principalType: it.principalType ?? it.principal_type ?? undefined,
    roleDefinitionId: it.roleDefinitionId ?? it.role_definition_id ?? undefined,
    roleName: it.roleName ?? it.role_name ?? undefined,
    roleType: it.roleType ?? it.role_type ?? undefined,
    displayName: it.displayName ?? it.display_name ?? undefined,
    denyName: it.denyAssignmentName ?? it.deny_assignment_name ?? undefined,
  }
}
export type Told = ReturnType<typeof told>

const definedOf = (properties: AzureRecord['properties']) =>
  Object.fromEntries(Object.entries(properties ?? {}).filter(([, value]) => value !== null && value !== undefined))

export function sortOf(it: Told): Sort | undefined {
  const path = it.id.toLowerCase()
  if (it.principalId && it.roleDefinitionId) return 'role assignment'
  if (it.denyName || path.includes('/denyassignments/')) return 'deny assignment'
  if (it.permissions && (it.roleName || path.includes('/roledefinitions/'))) return 'role definition'
  if (it.odata_type === '#microsoft.graph.servicePrincipal') return 'service principal'
  if (it.issuer && path.includes('/userassignedidentities/')) return 'federated credential'
  if (/^\/subscriptions\/[^/]+$/.test(path)) return 'subscription'
  if (!path.startsWith('/') && it.tenantId && it.state) return 'subscription'
  if (/^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/.test(path)) return 'management group'
  if (!path.includes('/providers/') && !path.includes('/resourcegroups/')) return undefined
  if (path.includes('/microsoft.managedidentity/userassignedidentities/')) return 'user-assigned identity'
  if (/\/microsoft\.keyvault\/vaults\/[^/]+$/.test(path)) return 'key vault'
  return 'resource'
}

/** The permissions of a role or deny, in one spelling. */
export const permissionsOf = (permissions: readonly Permission[] | null | undefined) =>
  (permissions ?? []).map((it) => ({
    actions: it.actions ?? [],
    notActions: it.notActions ?? it.not_actions ?? [],
    dataActions: it.dataActions ?? it.data_actions ?? [],
    notDataActions: it.notDataActions ?? it.not_data_actions ?? [],
  }))
