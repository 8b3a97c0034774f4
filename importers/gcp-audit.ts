// https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog
import { Type } from 'typebox'
import type { NodeClaim } from '../server/model/facts.ts'
import { gcpMember, gcpServiceAccount, globalId, k8sServiceAccount, secret } from '../server/model/node-id.ts'
import { defineLogImporter, type Told } from './use/log-importer.ts'
import type { Use } from './use/uses.ts'
import { Num, refused, Text, unnamed } from './use/words.ts'

const Principal = Type.Object({
  principalSubject: Text,
  firstPartyPrincipal: Type.Optional(Type.Union([Type.Object({ principalEmail: Text }), Type.Null()])),
})
const Authorization = Type.Object({
  granted: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  permission: Text,
  resource: Text,
})
const Labels = Type.Object({ project_id: Text, organization_id: Text, folder_id: Text, cluster_name: Text })

const Event = Type.Object({
  protoPayload: Type.Object({
    methodName: Type.String(),
    serviceName: Text,
    resourceName: Text,
    status: Type.Optional(Type.Union([Type.Object({ code: Num }), Type.Null()])),
    authenticationInfo: Type.Optional(
      Type.Union([
        Type.Object({
          principalEmail: Text,
          principalSubject: Text,
          serviceAccountKeyName: Text,
          serviceAccountDelegationInfo: Type.Optional(Type.Union([Type.Array(Principal), Type.Null()])),
        }),
        Type.Null(),
      ]),
    ),
    authorizationInfo: Type.Optional(Type.Union([Type.Array(Authorization), Type.Null()])),
  }),
  insertId: Text,
  logName: Text,
  timestamp: Text,
  resource: Type.Optional(
    Type.Union([Type.Object({ labels: Type.Optional(Type.Union([Labels, Type.Null()])) }), Type.Null()]),
  ),
})
type Event = Type.Static<typeof Event>

export const gcpAudit = defineLogImporter({
  source: 'gcp-audit',
  version: 1,
  reads: 'what identities did in Google Cloud, by its audit logs',
  get: [
    "gcloud logging read 'logName:cloudaudit.googleapis.com' --organization=<id> --freshness=90d --format=json > audit.json",
  ],
  sniff: ({ text }) => /"protoPayload"\s*:/.test(text) && /"methodName"\s*:/.test(text),
  event: Event,
  coverage: [
    {
      missing: 'reads of data, where data access logs are off',
      settledBy: 'gcloud projects get-iam-policy <project>: auditConfigs',
    },
  ],
  read(event): Told {
    const { protoPayload, insertId, timestamp, logName, resource } = event
    const { project_id, organization_id, folder_id } = resource?.labels ?? {}
    const named = /^(?:projects|organizations|folders)\/([^/]+)\/logs\//.exec(logName ?? '')?.[1]
    const part = named ?? project_id ?? organization_id ?? folder_id ?? 'unknown'
    // An insertId tells entries of one log and time apart, and no others.
    const id = insertId && `${logName}\n${timestamp}\n${insertId}`
    const told = { part, at: timestamp ?? undefined, id }
    const by = callerOf(event)
    if ((protoPayload.status?.code ?? 0) !== 0) return { ...told, uses: refused }
    const asked = protoPayload.authorizationInfo ?? []
    const granted = asked.filter((it) => it.granted === true)
    if (asked.length > 0 && granted.length === 0) return { ...told, uses: refused }
    if (!by) return { ...told, uses: unnamed }
    const key = keyOf(protoPayload.authenticationInfo?.serviceAccountKeyName)
    const uses: Use[] = granted.flatMap(({ permission, resource: touched }) =>
      permission ? [{ by, of: resourceOf(event, part, touched), action: permission, with: key }] : [],
    )
    const call = {
      by,
      of: resourceOf(event, part),
      action: `${protoPayload.serviceName ?? ''}:${protoPayload.methodName}`,
    }
    const delegated = (protoPayload.authenticationInfo?.serviceAccountDelegationInfo ?? []).flatMap((it) => {
      const whom = principalClaim(it.firstPartyPrincipal?.principalEmail, it.principalSubject)
      return whom && whom.id !== by.id ? [{ by, whom, action: 'impersonate' }] : []
    })
    return { ...told, uses: uses.length > 0 ? uses : [{ ...call, with: key }], delegated }
  },
})

function callerOf({ protoPayload, resource }: Event): NodeClaim | undefined {
  const { principalEmail, principalSubject } = protoPayload.authenticationInfo ?? {}
  const [, namespace, name] = /^system:serviceaccount:([^:]+):(.+)$/.exec(principalEmail ?? '') ?? []
  const cluster = resource?.labels?.cluster_name
  if (!namespace || !name) return principalClaim(principalEmail, principalSubject)
  if (!cluster) return undefined
  const id = k8sServiceAccount(cluster, namespace, name)
  const about = { provider: 'k8s', account: cluster, stub: true } as const
  return { id, kind: 'Identity', type: 'service_account', name: `${namespace}/${name}`, ...about }
}

function principalClaim(email: string | null | undefined, subject: string | null | undefined): NodeClaim | undefined {
  const text = email || subject?.replace(/^(?:user|serviceAccount):/, '')
  if (!text) return undefined
  const lower = text.toLowerCase()
  if (/@(?:.+\.)?gserviceaccount\.com$/.test(lower) || (subject?.startsWith('serviceAccount:') && !email))
    return accountClaim(text)
  if (text.startsWith('principal')) return member(text, 'external', text.slice(text.lastIndexOf('/') + 1))
  return text.includes('@') ? { ...member(`user:${lower}`, 'human', text), aliases: [`email:${lower}`] } : undefined
}

const member = (id: string, type: string, name: string): NodeClaim => ({
  id: gcpMember(id),
  kind: 'Identity',
  type,
  name,
  provider: 'gcp',
  stub: true,
})

function accountClaim(account: string): NodeClaim {
  const lower = account.toLowerCase()
  const isEmail = lower.includes('@')
  return {
    id: gcpServiceAccount(isEmail ? lower : account),
    kind: 'Identity',
    type: 'service_account',
    name: account,
    provider: 'gcp',
    stub: true,
    ...(isEmail ? { aliases: [`gcp-service-account:${lower}`, `email:${lower}`] } : {}),
  }
}

function keyOf(name: string | null | undefined): NodeClaim | undefined {
  const [, account, keyId] = /\/serviceAccounts\/([^/]+)\/keys\/([^/]+)$/.exec(name ?? '') ?? []
  if (!account || !keyId) return undefined
  const id = secret('gcp', keyId)
  return { id, kind: 'Secret', type: 'private_key', name: `Key ${keyId} of ${account}`, provider: 'gcp' }
}

/** By its full name, as Cloud Asset Inventory writes it; objects fold into their bucket. */
function resourceOf({ protoPayload }: Event, part: string, touched?: string | null): NodeClaim {
  const { serviceName, resourceName } = protoPayload
  const written = touched || resourceName || `projects/${part}`
  const account = /\/serviceAccounts\/([^/]+)/.exec(written)?.[1]
  if (account) return accountClaim(account)
  const bucket = /(?:^|\/)buckets\/([^/]+)/.exec(written)?.[1]
  const name = bucket
    ? `//storage.googleapis.com/${bucket}`
    : written.startsWith('//')
      ? written
      : /^(?:projects|folders|organizations)\/[^/]+$/.test(written)
        ? `//cloudresourcemanager.googleapis.com/${written}`
        : `//${serviceName ?? 'unknown'}/${written}`
  const last = name.slice(name.lastIndexOf('/') + 1)
  return {
    id: globalId(name),
    kind: 'Resource',
    type: bucket ? 'gcp_bucket' : 'gcp_resource',
    name: last,
    provider: 'gcp',
    stub: true,
  }
}
