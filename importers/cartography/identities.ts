import { Type } from 'typebox'
import { accountOf, nameInArn } from '../../server/model/arn.ts'
import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import {
  awsAccount,
  entra,
  gcpServiceAccount,
  globalId,
  k8sCluster,
  k8sNamespace,
  k8sServiceAccount,
  type NodeId,
} from '../../server/model/node-id.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import { rowOf, type Sync, Text, timeOf } from './sync.ts'

export const Identity = rowOf('identities', {
  labels: Type.Array(Type.String()),
  arn: Text,
  id: Text,
  name: Text,
  around: Text,
  path: Text,
  namespace: Text,
  email: Text,
  appId: Text,
  servicePrincipalType: Text,
  created: Text,
  awsRole: Text,
  gcpServiceAccount: Text,
  passwordLastUsed: Text,
  disabled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
type Identity = Type.Static<typeof Identity>

/** States what one label stands for, or says what the row lacks for that. */
type Say = (row: Identity, around: string, into: () => ScopedEmit) => string | undefined

/** Cartography gives a thing labels that span providers too; these are the ones that say what it is. */
const says = new Map<string, Say>([
  ['AWSUser', sayAws],
  ['AWSRole', sayAws],
  ['AWSGroup', sayAws],
  ['KubernetesServiceAccount', sayKubernetes],
  ['EntraServicePrincipal', sayEntra],
  ['GCPServiceAccount', sayGcp],
])

export function mapIdentity(sync: Sync, row: Identity, emit: Emit): void {
  const say = row.labels.map((label) => says.get(label)).find((it) => it !== undefined)
  const { around } = row
  const lacks = !say
    ? `a thing labelled ${row.labels.join(', ')}, which is not read`
    : !around
      ? 'an identity of which no account, cluster, tenant or project is told'
      : say(row, around, () => sync.into(emit, around, row))
  if (lacks) emit.reject(lacks)
}

const contain = (into: ScopedEmit, from: NodeId, to: NodeId) =>
  into.edge({ kind: 'CONTAINS', from, to, confidence: 'granted', ...allowed })

function sayAws(row: Identity, _around: string, open: () => ScopedEmit): string | undefined {
  const { arn } = row
  const account = arn ? accountOf(arn) : undefined
  if (!arn || account === undefined) return 'an AWS principal without an ARN that names its account'
  const into = open()
  const about = { provider: 'aws', account } as const
  const id = globalId(arn)
  const group = row.labels.includes('AWSGroup')
  const role = row.labels.includes('AWSRole')
  const lastUsedAt = timeOf(row.passwordLastUsed)
  const path = row.path ?? '/'
  const sort = group ? 'group' : role ? 'role' : 'user'
  into.node({
    id,
    kind: group ? 'Group' : 'Identity',
    type: group ? 'group' : role ? 'role' : lastUsedAt ? 'human' : 'service_account',
    name: row.name ?? nameInArn(arn),
    ...about,
    createdAt: timeOf(row.created),
    lastUsedAt,
    // Key lists and logs name a thing without its path, and lists of groups do always.
    aliases: row.name && (group || path !== '/') ? [`aws-${sort}:${account}:${row.name}`] : undefined,
  })
  // What AWS manages itself no administrator of the account controls.
  if (/^\/aws-(service-role|reserved)\//.test(path)) return undefined
  into.node({
    id: awsAccount(account),
    kind: 'Resource',
    type: 'aws_account',
    name: `AWS account ${account}`,
    ...about,
  })
  contain(into, awsAccount(account), id)
  return undefined
}

function sayKubernetes(row: Identity, cluster: string, open: () => ScopedEmit): string | undefined {
  const { namespace, name } = row
  if (!namespace || !name) return 'a service account of Kubernetes without its namespace and name'
  const into = open()
  const about = { provider: 'k8s', account: cluster } as const
  const id = k8sServiceAccount(cluster, namespace, name)
  const within = k8sNamespace(cluster, namespace)
  into.node({ id: k8sCluster(cluster), kind: 'Resource', type: 'k8s_cluster', name: `cluster ${cluster}`, ...about })
  into.node({
    id: within,
    kind: 'Resource',
    type: 'k8s_namespace',
    name: namespace,
    ...about,
    properties: { namespace },
  })
  into.node({
    id,
    kind: 'Identity',
    type: 'service_account',
    name: `${namespace}/${name}`,
    ...about,
    properties: {
      namespace,
      serviceAccount: name,
      ...(row.awsRole ? { awsRole: row.awsRole } : {}),
      ...(row.gcpServiceAccount ? { gcpServiceAccount: row.gcpServiceAccount } : {}),
    },
  })
  contain(into, k8sCluster(cluster), within)
  contain(into, within, id)
  return undefined
}

function sayEntra(row: Identity, tenant: string, open: () => ScopedEmit): string | undefined {
  const { id: objectId, appId } = row
  if (!objectId) return 'a service principal without its object id'
  const into = open()
  const about = { provider: 'entra', account: tenant } as const
  const around = entra(tenant, 'tenant', tenant)
  const id = entra(tenant, 'sp', objectId)
  into.node({ id: around, kind: 'Resource', type: 'entra_tenant', name: `Entra tenant ${tenant}`, ...about })
  into.node({
    id,
    kind: 'Identity',
    type: row.servicePrincipalType === 'ManagedIdentity' ? 'workload' : 'oauth_app',
    name: row.name ?? appId ?? objectId,
    ...about,
    aliases: [`entra-object:${objectId}`, ...(appId ? [`entra-app-${tenant}:${appId}`] : [])],
    properties: {
      ...(row.disabled === null || row.disabled === undefined ? {} : { enabled: !row.disabled }),
      ...(appId ? { appId } : {}),
      ...(row.servicePrincipalType ? { servicePrincipalType: row.servicePrincipalType } : {}),
    },
  })
  contain(into, around, id)
  return undefined
}

function sayGcp(row: Identity, project: string, open: () => ScopedEmit): string | undefined {
  const { id: uniqueId, email } = row
  if (!uniqueId || !email) return 'a service account of GCP without its unique id and address'
  const into = open()
  const about = { provider: 'gcp', account: project } as const
  const around = globalId(`//cloudresourcemanager.googleapis.com/projects/${project}`)
  const id = gcpServiceAccount(uniqueId)
  const claim: NodeClaim = { id: around, kind: 'Resource', type: 'gcp_project', name: project, ...about }
  into.node(claim)
  into.node({
    id,
    kind: 'Identity',
    type: 'service_account',
    name: email,
    ...about,
    aliases: [`gcp-service-account:${email.toLowerCase()}`, `email:${email.toLowerCase()}`],
    properties: { enabled: row.disabled !== true, uniqueId },
  })
  contain(into, around, id)
  return undefined
}
