// https://learn.microsoft.com/graph/api/resources/signin and https://learn.microsoft.com/graph/api/resources/directoryaudit
import { Type } from 'typebox'
import type { NodeClaim } from '../server/model/facts.ts'
import { entra, secret } from '../server/model/node-id.ts'
import { defineLogImporter, type Told } from './use/log-importer.ts'
import { refused, Text, TextOrNumber, unnamed } from './use/words.ts'

const Actor = Type.Object({
  id: Text,
  servicePrincipalId: Text,
  userPrincipalName: Text,
  displayName: Text,
  appId: Text,
})
const Initiator = Type.Object({
  user: Type.Optional(Type.Union([Actor, Type.Null()])),
  app: Type.Optional(Type.Union([Actor, Type.Null()])),
})
const Target = Type.Object({ id: Text, type: Text, displayName: Text, userPrincipalName: Text })

const fields = {
  id: Text,
  createdDateTime: Text,
  activityDateTime: Text,
  activityDisplayName: Text,
  result: Text,
  appId: Text,
  appDisplayName: Text,
  servicePrincipalId: Text,
  servicePrincipalName: Text,
  servicePrincipalCredentialKeyId: Text,
  clientCredentialType: Text,
  userId: Text,
  userPrincipalName: Text,
  resourceId: Text,
  resourceDisplayName: Text,
  resourceServicePrincipalId: Text,
  resourceTenantId: Text,
  status: Type.Optional(Type.Union([Type.Object({ errorCode: TextOrNumber }), Type.Null()])),
  initiatedBy: Type.Optional(Type.Union([Initiator, Type.Null()])),
  targetResources: Type.Optional(Type.Union([Type.Array(Target), Type.Null()])),
}
const Properties = Type.Object(fields)
type Properties = Type.Static<typeof Properties>

/** As diagnostic settings write it, and as Graph answers. */
const Exported = Type.Object({
  category: Type.String({ pattern: 'SignInLogs$|^AuditLogs$' }),
  properties: Properties,
  tenantId: Text,
  tenantid: Text,
  time: Text,
  result: Text,
  resulttype: TextOrNumber,
  resultType: TextOrNumber,
  operationName: Text,
})
const SignIn = Type.Object({
  ...fields,
  createdDateTime: Type.String(),
  appId: Type.String(),
  status: Type.Object({ errorCode: TextOrNumber }),
})
const Audit = Type.Object({
  ...fields,
  activityDateTime: Type.String(),
  activityDisplayName: Type.String(),
  initiatedBy: Initiator,
})
const Event = Type.Union([Exported, SignIn, Audit])

export const entraSignins = defineLogImporter({
  source: 'entra-signins',
  version: 1,
  reads: 'sign-ins of service principals, managed identities and users to Entra, and its directory audit log',
  get: [
    'az rest --url "https://graph.microsoft.com/beta/auditLogs/signIns?\\$filter=signInEventTypes/any(t: t eq \'servicePrincipal\')" > sign-ins.json',
    'az rest --url https://graph.microsoft.com/v1.0/auditLogs/directoryAudits > audits.json',
    'diagnostic settings of Entra: ServicePrincipalSignInLogs, ManagedIdentitySignInLogs, AuditLogs to a storage account',
  ],
  sniff: ({ text }) =>
    /"category"\s*:\s*"(?:\w*SignInLogs|AuditLogs)"/.test(text) ||
    /auditLogs\/(?:signIns|directoryAudits)/.test(text) ||
    (/"activityDisplayName"\s*:/.test(text) && /"initiatedBy"\s*:/.test(text)) ||
    (/"(?:servicePrincipalCredentialKeyId|resourceServicePrincipalId|signInEventTypes)"\s*:/.test(text) &&
      /"errorCode"\s*:/.test(text)),
  event: Event,
  coverage: [
    { missing: 'what an application did with the token that it was given', settledBy: 'Microsoft Graph activity logs' },
  ],
  read(event, run): Told {
    const isExport = 'properties' in event
    const it: Properties = isExport ? event.properties : event
    const tenant =
      run.scope ?? (isExport ? (event.tenantId ?? event.tenantid) : it.resourceTenantId) ?? 'unknown-tenant'
    const at = it.activityDateTime ?? it.createdDateTime ?? (isExport ? event.time : undefined) ?? undefined
    const told = { part: tenant, at, id: it.id }
    const code = it.status?.errorCode ?? (isExport ? (event.resulttype ?? event.resultType) : undefined)
    if (it.initiatedBy) {
      const result = it.result ?? (isExport ? event.result : undefined)
      if (!/^success$/i.test(result ?? '')) return { ...told, uses: refused }
      return { ...told, uses: auditUses(tenant, it, (isExport ? event.operationName : undefined) ?? 'change') }
    }
    // Without a code nobody says that it came off.
    if (code === undefined || code === null || Number(code) !== 0) return { ...told, uses: refused }
    return { ...told, ...signIn(tenant, it) }
  },
})

function signIn(tenant: string, it: Properties): Pick<Told, 'uses' | 'delegated'> {
  const { servicePrincipalId, userId, appId, resourceServicePrincipalId, resourceId, resourceDisplayName } = it
  const by = servicePrincipalId
    ? principal(tenant, servicePrincipalId, it.servicePrincipalName)
    : userId
      ? user(tenant, userId, it.userPrincipalName)
      : undefined
  if (!by) return { uses: unnamed }
  const of = resourceServicePrincipalId
    ? principal(tenant, resourceServicePrincipalId, resourceDisplayName)
    : resourceId
      ? application(tenant, resourceId, resourceDisplayName)
      : undefined
  if (!of) return { uses: 'name nothing that was signed in to' }
  const client = !servicePrincipalId && appId ? application(tenant, appId, it.appDisplayName) : undefined
  const uses = [{ by, of, action: 'sign in', with: credential(tenant, it) }]
  return { uses, delegated: client ? [{ by: client, whom: by, action: 'sign in' }] : [] }
}

function auditUses(tenant: string, it: Properties, operation: string): Told['uses'] {
  const { app, user: person } = it.initiatedBy ?? {}
  const by = app?.servicePrincipalId
    ? principal(tenant, app.servicePrincipalId, app.displayName)
    : person?.id
      ? user(tenant, person.id, person.userPrincipalName)
      : undefined
  if (!by) return unnamed
  const action = it.activityDisplayName ?? operation
  const touched = (it.targetResources ?? []).flatMap((target) => targetClaim(tenant, target) ?? [])
  return (touched.length > 0 ? touched : [tenantClaim(tenant)]).map((of) => ({ by, of, action }))
}

const about = (tenant: string) => ({ provider: 'entra', account: tenant, stub: true }) as const

const principal = (tenant: string, id: string, name?: string | null): NodeClaim => ({
  id: entra(tenant, 'sp', id),
  kind: 'Identity',
  type: 'oauth_app',
  name: name || id,
  ...about(tenant),
  aliases: [`entra-object:${id}`],
})

/** Of which only the id of its application is told; it meets its own by that, in one tenant. */
const application = (tenant: string, appId: string, name?: string | null): NodeClaim => ({
  ...principal(tenant, `appId/${appId}`, name || appId),
  aliases: [`entra-app-${tenant}:${appId}`],
})

const user = (tenant: string, id: string, name?: string | null): NodeClaim => ({
  id: entra(tenant, 'user', id),
  kind: 'Identity',
  type: 'human',
  name: name || id,
  ...about(tenant),
  aliases: [`entra-object:${id}`],
})

const tenantClaim = (tenant: string): NodeClaim => ({
  id: entra(tenant, 'tenant', tenant),
  kind: 'Resource',
  type: 'entra_tenant',
  name: `Entra tenant ${tenant}`,
  ...about(tenant),
})

function targetClaim(tenant: string, { id, type, displayName, userPrincipalName }: Type.Static<typeof Target>) {
  if (!id) return undefined
  const name = displayName || id
  switch (type) {
    case 'User':
      return user(tenant, id, userPrincipalName || displayName)
    case 'ServicePrincipal':
      return principal(tenant, id, name)
    case 'Group':
      return { ...principal(tenant, id, name), id: entra(tenant, 'group', id), kind: 'Group', type: 'group' } as const
    case 'Application': {
      const shared = { ...principal(tenant, id, name), kind: 'Resource', counts: false } as const
      return { ...shared, id: entra(tenant, 'app', id), type: 'entra_application' }
    }
    default:
      return tenantClaim(tenant)
  }
}

function credential(tenant: string, { servicePrincipalCredentialKeyId: id, clientCredentialType }: Properties) {
  if (!id || /^0{8}-/.test(id)) return undefined
  const type = /secret/i.test(clientCredentialType ?? '')
    ? 'client_secret'
    : /assertion|certificate/i.test(clientCredentialType ?? '')
      ? 'certificate'
      : 'other'
  const claim = { id: secret('entra', id), kind: 'Secret', type, name: `Credential ${id}` } as const
  return { ...claim, provider: 'entra', account: tenant }
}
