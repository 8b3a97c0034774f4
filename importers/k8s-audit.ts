// https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
import { Type } from 'typebox'
import type { NodeClaim } from '../server/model/facts.ts'
import { globalId, k8sCluster, k8sNamespace, k8sPart, k8sServiceAccount, secret } from '../server/model/node-id.ts'
import { defineLogImporter, type Told } from './use/log-importer.ts'
import { Num, refused, Text, unnamed } from './use/words.ts'

const Texts = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))
const User = Type.Object({
  username: Text,
  extra: Type.Optional(Type.Union([Type.Object({ canonicalArn: Texts, arn: Texts }), Type.Null()])),
})

const Event = Type.Object({
  kind: Type.Literal('Event'),
  verb: Type.String(),
  user: User,
  impersonatedUser: Type.Optional(Type.Union([User, Type.Null()])),
  auditID: Text,
  stage: Text,
  stageTimestamp: Text,
  requestReceivedTimestamp: Text,
  responseStatus: Type.Optional(Type.Union([Type.Object({ code: Num }), Type.Null()])),
  objectRef: Type.Optional(
    Type.Union([
      Type.Object({ resource: Text, subresource: Text, namespace: Text, name: Text, apiGroup: Text }),
      Type.Null(),
    ]),
  ),
  annotations: Type.Optional(Type.Union([Type.Object({ 'authorization.k8s.io/decision': Text }), Type.Null()])),
})
type Event = Type.Static<typeof Event>

export const k8sAudit = defineLogImporter({
  source: 'k8s-audit',
  version: 1,
  reads: 'what users and service accounts did in a Kubernetes cluster, by the audit log of its API server',
  get: [
    'kubectl get --raw /logs/audit.log > audit.ndjson, or the file that --audit-log-path of the API server names',
    'aws logs filter-log-events --log-group-name /aws/eks/<cluster>/cluster --log-stream-name-prefix kube-apiserver-audit > audit.json',
  ],
  sniff: ({ text }) =>
    /\\?"kind\\?"\s*:\s*\\?"Event\\?"/.test(text) &&
    /\\?"verb\\?"\s*:/.test(text) &&
    /\\?"(?:objectRef|responseStatus|stage)\\?"\s*:/.test(text),
  event: Event,
  coverage: [
    { missing: 'requests that the audit policy of the API server leaves out', settledBy: '--audit-policy-file' },
  ],
  read(event, run): Told {
    const cluster = run.scope ?? 'unknown-cluster'
    const { auditID, requestReceivedTimestamp, stageTimestamp } = event
    const told = { part: cluster, at: requestReceivedTimestamp ?? stageTimestamp ?? undefined }
    if (event.stage === 'RequestReceived') return { ...told, uses: 'tell of a request before its answer' }
    const dated = { ...told, id: auditID }
    const name = event.impersonatedUser?.username ?? event.user.username
    if (!name) return { ...dated, uses: unnamed }
    if (!cameOff(event)) return { ...dated, uses: refused }
    const by = userClaim(cluster, name)
    const real = event.user.username ? userClaim(cluster, event.user.username) : by
    const arn = event.user.extra?.canonicalArn?.[0] ?? event.user.extra?.arn?.[0]
    const { resource, subresource } = event.objectRef ?? {}
    const action = resource ? `${event.verb} ${resource}${subresource ? `/${subresource}` : ''}` : event.verb
    const impersonates = real.id !== by.id
    return {
      ...dated,
      uses: [
        { by, of: touched(cluster, event), action },
        ...(impersonates ? [{ by: real, of: by, action: 'impersonate' }] : []),
      ],
      delegated: [
        ...(impersonates ? [{ by, whom: real, action: 'impersonate' }] : []),
        ...(arn?.includes(':iam::') ? [{ by: real, whom: awsClaim(arn), action: 'sign in' }] : []),
      ],
    }
  },
})

/** Without a code nobody says that it came off. A watch is answered by 200, a shell in a pod by 101. */
function cameOff({ responseStatus, annotations, stage }: Event): boolean {
  const code = responseStatus?.code
  if (annotations?.['authorization.k8s.io/decision'] === 'forbid' || stage === 'Panic') return false
  return typeof code === 'number' && code >= 100 && code < 400
}

const about = (cluster: string) => ({ provider: 'k8s', account: cluster, stub: true }) as const

function serviceAccount(cluster: string, namespace: string, name: string): NodeClaim {
  return {
    id: k8sServiceAccount(cluster, namespace, name),
    kind: 'Identity',
    type: 'service_account',
    name: `${namespace}/${name}`,
    ...about(cluster),
  }
}

function userClaim(cluster: string, name: string): NodeClaim {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):(.+)$/.exec(name) ?? []
  if (namespace && account) return serviceAccount(cluster, namespace, account)
  const person = name.includes('@') && !name.startsWith('system:')
  return {
    id: k8sPart(cluster, 'user', name),
    kind: 'Identity',
    type: person ? 'human' : 'service_account',
    name,
    ...about(cluster),
    ...(person ? { aliases: [`email:${name.toLowerCase()}`] } : {}),
  }
}

/** EKS tells which principal of IAM signed in as the user. */
const awsClaim = (arn: string): NodeClaim => ({
  id: globalId(arn),
  kind: 'Identity',
  type: arn.includes(':role/') ? 'role' : 'service_account',
  name: arn.slice(arn.lastIndexOf('/') + 1),
  provider: 'aws',
  account: arn.split(':')[4],
  stub: true,
})

/** Secrets, service accounts and nodes are told one by one; the rest is what lies in its namespace, or in the cluster. */
function touched(cluster: string, { objectRef }: Event): NodeClaim {
  const { resource, namespace, name } = objectRef ?? {}
  if (resource === 'serviceaccounts' && namespace && name) return serviceAccount(cluster, namespace, name)
  if (resource === 'secrets' && namespace && name) {
    const id = secret('k8s', `${cluster}/${namespace}/${name}`)
    return { id, kind: 'Secret', type: 'other', name: `${namespace}/${name}`, ...about(cluster) }
  }
  if (resource === 'nodes' && name) {
    return { id: k8sPart(cluster, 'node', name), kind: 'Resource', type: 'k8s_node', name, ...about(cluster) }
  }
  if (namespace) {
    const id = k8sNamespace(cluster, namespace)
    return { id, kind: 'Resource', type: 'k8s_namespace', name: namespace, ...about(cluster) }
  }
  return {
    id: k8sCluster(cluster),
    kind: 'Resource',
    type: 'k8s_cluster',
    name: `cluster ${cluster}`,
    ...about(cluster),
  }
}
