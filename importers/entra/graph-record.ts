import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const listOf = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Optional(Type.Union([Type.Array(item), Type.Null()]))

/** A certificate or a password of an application or a service principal; the value itself is `secretText` alone. */
const Credential = Type.Object({
  keyId: Text,
  displayName: Text,
  type: Text,
  usage: Text,
  startDateTime: Text,
  endDateTime: Text,
  secretText: Text,
})
export type Credential = Static<typeof Credential>

const Owner = Type.Object({
  '@odata.type': Text,
  id: Type.String(),
  displayName: Text,
  userPrincipalName: Text,
  accountEnabled: Flag,
})
export type DirectoryObject = Static<typeof Owner>

const Matching = Type.Optional(Type.Union([Type.Object({ value: Text }), Type.Null()]))
const FederatedCredential = Type.Object({
  id: Type.String(),
  name: Text,
  issuer: Type.String(),
  subject: Text,
  audiences: listOf(Type.String()),
  claimsMatchingExpression: Matching,
})
export type FederatedCredential = Static<typeof FederatedCredential>

/**
 * Any record of the Graph answers that are read. A record tells by its fields what it is, and a page holds one sort
 * only, so every field is optional here and `sortOf` decides.
 */
export const GraphRecord = Type.Object({
  '@odata.context': Text,
  '@odata.type': Text,
  id: Type.Optional(Type.String()),
  appId: Text,
  displayName: Text,
  appDisplayName: Text,
  createdDateTime: Text,
  accountEnabled: Flag,
  servicePrincipalType: Text,
  servicePrincipalNames: listOf(Type.String()),
  appOwnerOrganizationId: Text,
  publisherName: Text,
  verifiedPublisher: Type.Optional(Type.Union([Type.Object({ displayName: Text }), Type.Null()])),
  alternativeNames: listOf(Type.String()),
  tags: listOf(Type.String()),
  keyCredentials: listOf(Credential),
  passwordCredentials: listOf(Credential),
  appRoles: listOf(Type.Object({ id: Type.String(), value: Text })),
  owners: listOf(Owner),
  members: listOf(Owner),
  federatedIdentityCredentials: listOf(FederatedCredential),
  signInAudience: Text,
  requiredResourceAccess: Type.Optional(Type.Unknown()),
  publisherDomain: Text,
  clientId: Text,
  consentType: Text,
  scope: Text,
  principalId: Text,
  principalType: Text,
  principalDisplayName: Text,
  principal: Type.Optional(Type.Union([Owner, Type.Null()])),
  resourceId: Text,
  resourceDisplayName: Text,
  appRoleId: Text,
  roleDefinitionId: Text,
  directoryScopeId: Text,
  userPrincipalName: Text,
  mail: Text,
  isBuiltIn: Flag,
  templateId: Text,
  roleTemplateId: Text,
  rolePermissions: listOf(Type.Object({ allowedResourceActions: listOf(Type.String()) })),
  memberType: Text,
  assignmentType: Text,
  roleEligibilityScheduleId: Text,
  startDateTime: Text,
  endDateTime: Text,
  securityEnabled: Flag,
  isAssignableToRole: Flag,
  issuer: Text,
  subject: Text,
  audiences: listOf(Type.String()),
  claimsMatchingExpression: Matching,
  verifiedDomains: Type.Optional(Type.Unknown()),
})
export type GraphRecord = Static<typeof GraphRecord>

export type Sort =
  | 'delegated grant'
  | 'app role assignment'
  | 'directory role assignment'
  | 'eligible directory role'
  | 'directory role'
  | 'federated credential'
  | 'service principal'
  | 'application'
  | 'user'
  | 'group'
  | 'organization'

/** What a record is, by the fields that only such a record has. */
export function sortOf(record: GraphRecord): Sort | undefined {
  const type = record['@odata.type']?.replace('#microsoft.graph.', '')
  if (record.clientId && record.consentType) return 'delegated grant'
  if (record.appRoleId && record.resourceId) return 'app role assignment'
  if (record.roleDefinitionId && record.principalId) {
    // What Privileged Identity Management lists: an assignment says how it came about, an eligibility does not.
    const eligible = record.roleEligibilityScheduleId || (record.memberType && !record.assignmentType)
    return eligible ? 'eligible directory role' : 'directory role assignment'
  }
  if (record.rolePermissions !== undefined || record.roleTemplateId) return 'directory role'
  if (record.issuer && (record.audiences || record.subject)) return 'federated credential'
  if (type === 'servicePrincipal' || type?.startsWith('agentIdentity')) return 'service principal'
  if (record.servicePrincipalType || record.servicePrincipalNames) return 'service principal'
  if (type === 'application') return 'application'
  if (record.appId && (record.signInAudience || record.requiredResourceAccess || record.publisherDomain)) {
    return 'application'
  }
  if (type === 'user' || record.userPrincipalName) return 'user'
  if (type === 'group' || record.securityEnabled !== undefined) return 'group'
  if (type === 'organization' || record.verifiedDomains !== undefined) return 'organization'
  return undefined
}

const lists: readonly (readonly [RegExp, Sort])[] = [
  [/#servicePrincipals\b(?!\()|#servicePrincipals\([^']*\)$/, 'service principal'],
  [/#applications\b(?!\()|#applications\([^']*\)$/, 'application'],
  [/#users\b/, 'user'],
  [/#groups\b/, 'group'],
  [/#organization\b/, 'organization'],
]

/** Of which application a list of federated credentials is. */
export const applicationOfList = (context: string | null | undefined): string | undefined =>
  /#applications\('([^']+)'\)\/federatedIdentityCredentials/.exec(context ?? '')?.[1]

/** What the records of a list are when `$select` left out the fields that would tell. */
export const sortOfList = (context: string | null | undefined): Sort | undefined =>
  context ? lists.find(([pattern]) => pattern.test(context))?.[1] : undefined
