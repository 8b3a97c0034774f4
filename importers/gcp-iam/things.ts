import { allowed } from '../../server/model/facts.ts'
import { gcpRole, gcpServiceAccount, globalId, secret } from '../../server/model/node-id.ts'
import type { Emit } from '../importer.ts'
import type { GcpRecord } from './gcp-record.ts'
import { emitResource, fullName, resourceClaim, serviceAccountStub } from './resource-names.ts'

const about = { provider: 'gcp' } as const

export function mapServiceAccount(it: GcpRecord, emit: Emit) {
  const { email, uniqueId } = it
  if (!email || !uniqueId) return emit.reject('a service account needs email and uniqueId')
  const project = it.projectId ?? /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1]
  const into = emit.into(`gcp-iam:${project ?? 'unknown'}:objects/service-accounts`)
  const id = gcpServiceAccount(uniqueId)
  into.node({
    id,
    kind: 'Identity',
    type: 'service_account',
    name: email,
    ...about,
    ...(project ? { account: project } : {}),
    aliases: [`gcp-service-account:${email.toLowerCase()}`, `email:${email.toLowerCase()}`],
    properties: { enabled: it.disabled !== true, uniqueId, ...(it.displayName ? { displayName: it.displayName } : {}) },
  })
  if (!project) return
  const around = resourceClaim(fullName(`projects/${project}`))
  into.node(around)
  into.edge({ kind: 'CONTAINS', from: around.id, to: id, confidence: 'granted', ...allowed })
}

/** Google keeps its own keys to itself; only one that a user manages can be copied. */
export function mapKey(it: GcpRecord, emit: Emit) {
  const [, project, account, keyId] =
    /^projects\/([^/]+)\/serviceAccounts\/([^/]+)\/keys\/([^/]+)$/.exec(it.name ?? '') ?? []
  if (!project || !account || !keyId) return emit.reject('the name of a key tells its project, account and id')
  const into = emit.into(`gcp-iam:${account}:objects/keys`)
  const holder = account.includes('@')
    ? serviceAccountStub(account)
    : resourceClaim(`//iam.googleapis.com/projects/${project}/serviceAccounts/${account}`)
  into.node(holder)
  if (it.keyType !== 'USER_MANAGED') return emit.skip('a key that Google manages never leaves Google')
  const id = secret('gcp', keyId)
  into.node({
    id,
    kind: 'Secret',
    type: 'private_key',
    name: `Key ${keyId} of ${account}`,
    ...about,
    createdAt: it.validAfterTime ?? undefined,
    expiresAt: it.validBeforeTime?.startsWith('9999') ? undefined : (it.validBeforeTime ?? undefined),
    properties: { keyId, ...(it.disabled ? { disabled: true } : {}) },
  })
  into.edge({ kind: 'APPLIES_TO', from: id, to: holder.id, key: 'gcp key', confidence: 'granted', ...allowed })
}

export function mapRole(it: GcpRecord, emit: Emit) {
  const name = it.name ?? ''
  const into = emit.into(`gcp-iam:role ${name}:objects/roles`)
  const gone = it.deleted === true || it.stage === 'DISABLED'
  into.node({
    id: gcpRole(name),
    kind: 'Resource',
    type: 'gcp_role',
    name,
    ...about,
    counts: false,
    properties: {
      role: name,
      ...(it.includedPermissions ? { permissions: it.includedPermissions } : {}),
      ...(gone ? { disabled: true } : {}),
    },
  })
}

const isOn = ({ disabled, state }: GcpRecord) => disabled !== true && (state ?? 'ACTIVE') === 'ACTIVE'

export function mapPool(it: GcpRecord, emit: Emit) {
  emit.into(`gcp-iam:${it.name}:objects/pool`).node({
    id: globalId(`//iam.googleapis.com/${it.name}`),
    kind: 'Resource',
    type: 'gcp_workload_pool',
    name: it.displayName || it.name || '',
    ...about,
    counts: false,
    properties: { pool: it.name ?? '', enabled: isOn(it) },
  })
}

export function mapProvider(it: GcpRecord, emit: Emit) {
  const name = it.name ?? ''
  const pool = name.replace(/\/providers\/.*$/, '')
  const into = emit.into(`gcp-iam:${pool}:objects/providers`)
  const id = globalId(`//iam.googleapis.com/${name}`)
  const around = globalId(`//iam.googleapis.com/${pool}`)
  const { oidc, aws, attributeCondition, attributeMapping } = it
  into.node({
    id: around,
    kind: 'Resource',
    type: 'gcp_workload_pool',
    name: pool,
    ...about,
    counts: false,
    stub: true,
  })
  into.node({
    id,
    kind: 'Resource',
    type: 'gcp_pool_provider',
    name: it.displayName || name,
    ...about,
    counts: false,
    properties: {
      pool,
      enabled: isOn(it),
      ...(oidc?.issuerUri ? { issuer: oidc.issuerUri, audiences: oidc.allowedAudiences ?? [] } : {}),
      ...(aws?.accountId ? { awsAccount: aws.accountId } : {}),
      ...(attributeCondition ? { condition: attributeCondition } : {}),
      ...(attributeMapping ? { mapping: attributeMapping } : {}),
    },
  })
  into.edge({ kind: 'APPLIES_TO', from: id, to: around, key: 'gcp pool', confidence: 'granted', ...allowed })
}

export function mapProject(it: GcpRecord, emit: Emit) {
  const into = emit.into('gcp-iam:projects:objects/projects')
  const parent = it.parent?.type && it.parent.id ? `${it.parent.type}s/${it.parent.id}` : undefined
  emitResource(into, fullName(`projects/${it.projectId}`), {
    project: it.projectNumber === undefined ? undefined : `projects/${it.projectNumber}`,
    ...(parent?.startsWith('folders/') ? { folders: [parent] } : {}),
    ...(parent?.startsWith('organizations/') ? { organization: parent } : {}),
  })
}
