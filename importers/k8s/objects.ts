import Value from 'typebox/value'
import type { Json, NodeClaim } from '../../server/model/facts.ts'
import { k8sPart, k8sWorkload, type NodeId, secret } from '../../server/model/node-id.ts'
import type { Emit, Run } from '../importer.ts'
import { type Cluster, granted } from './cluster.ts'
import { type Named, type PodSpec, type Rule, WithPod, WithTemplate } from './shapes.ts'

export type Map = (cluster: Cluster, record: Named, emit: Emit, run: Run) => void

const createdAt = ({ metadata }: Named) => metadata.creationTimestamp ?? undefined

export const mapServiceAccount: Map = (cluster, record, emit) => {
  const { name, namespace, annotations } = record.metadata
  if (!namespace) return emit.reject('a service account needs its namespace')
  const into = cluster.into(emit, 'serviceaccounts')
  const account = cluster.serviceAccount(namespace, name)
  const named = (key: string) => annotations?.[key]
  const [awsRole, gcp, azure, tenant] = [
    named('eks.amazonaws.com/role-arn'),
    named('iam.gke.io/gcp-service-account'),
    named('azure.workload.identity/client-id'),
    named('azure.workload.identity/tenant-id'),
  ]
  cluster.place(into, namespace, account.id)
  into.node({
    ...account,
    createdAt: createdAt(record),
    properties: {
      ...account.properties,
      ...(record.automountServiceAccountToken === false ? { automount: false } : {}),
      ...(awsRole ? { awsRole } : {}),
      ...(gcp ? { gcpServiceAccount: gcp } : {}),
      ...(azure ? { azureClientId: azure } : {}),
      ...(tenant ? { azureTenant: tenant } : {}),
    },
  })
  for (const group of [`system:serviceaccounts:${namespace}`, 'system:serviceaccounts', 'system:authenticated']) {
    const claim = cluster.group(group)
    into.node(claim)
    into.edge(granted({ kind: 'MEMBER_OF', from: account.id, to: claim.id }))
  }
}

const asJson = ({ verbs, apiGroups, resources, resourceNames }: Rule): Json => ({
  verbs: verbs ?? [],
  apiGroups: apiGroups ?? [],
  resources: resources ?? [],
  ...(resourceNames?.length ? { resourceNames } : {}),
})

const roleId = (cluster: Cluster, kind: string, namespace: string | undefined, name: string): NodeId =>
  kind === 'ClusterRole'
    ? k8sPart(cluster.name, 'clusterrole', name)
    : k8sWorkload(cluster.name, namespace ?? '', 'Role', name)

const roleClaim = (cluster: Cluster, kind: string, namespace: string | undefined, name: string): NodeClaim => ({
  id: roleId(cluster, kind, namespace, name),
  kind: 'Resource',
  type: kind === 'ClusterRole' ? 'k8s_cluster_role' : 'k8s_role',
  name: kind === 'ClusterRole' ? name : `${namespace}/${name}`,
  ...cluster.about,
  counts: false,
})

/** A role stays whole: what its rules come to, the derivations say. */
export const mapRole: Map = (cluster, record, emit) => {
  const { name, namespace, labels } = record.metadata
  const kind = record.kind === 'ClusterRole' ? 'ClusterRole' : 'Role'
  if (kind === 'Role' && !namespace) return emit.reject('a role needs its namespace')
  const into = cluster.into(emit, kind === 'Role' ? 'roles' : 'clusterroles')
  const aggregates = record.aggregationRule?.clusterRoleSelectors?.map(({ matchLabels }) => matchLabels ?? {})
  into.node(cluster.claim)
  into.node({
    ...roleClaim(cluster, kind, namespace ?? undefined, name),
    createdAt: createdAt(record),
    properties: {
      rules: (record.rules ?? []).map(asJson),
      ...(aggregates ? { aggregates } : {}),
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
    },
  })
}

/** A binding gives a role to its subjects, in its namespace or in the whole cluster. */
export const mapBinding: Map = (cluster, record, emit) => {
  const { name, namespace } = record.metadata
  const { roleRef, subjects } = record
  const isWide = record.kind === 'ClusterRoleBinding'
  if (!roleRef) return emit.reject('a binding needs its roleRef')
  if (!isWide && !namespace) return emit.reject('a role binding needs its namespace')
  const into = cluster.into(emit, isWide ? 'clusterrolebindings' : 'rolebindings')
  into.node(cluster.claim)
  if (isWide && roleRef.kind !== 'ClusterRole') {
    return emit.skip(`the cluster role binding ${name} names a ${roleRef.kind}, which it cannot bind; it gives nothing`)
  }
  const at = isWide ? '*' : namespace!
  const role = roleClaim(cluster, roleRef.kind, namespace ?? undefined, roleRef.name)
  into.node({ ...role, stub: true })
  if (!isWide) cluster.place(into, at)
  for (const [i, subject] of (subjects ?? []).entries()) {
    const who = cluster.subject({ ...subject, namespace: subject.namespace ?? namespace ?? null })
    if (!who) {
      emit.skip(`a subject of the binding ${name} is no user, group or service account`)
      continue
    }
    const pointer = `/subjects/${i}`
    into.node(who, pointer)
    into.edge(
      granted({
        kind: 'APPLIES_TO',
        from: role.id,
        to: who.id,
        key: `binding ${at}/${name}`,
        properties: { layer: 'binding', at, binding: name },
      }),
      pointer,
    )
  }
}

/** Names and kinds alone: what lies in a secret leaves at most a keyed fingerprint. */
export const mapSecret: Map = (cluster, record, emit, run) => {
  const { name, namespace, annotations } = record.metadata
  if (!namespace) return emit.reject('a secret needs its namespace')
  const into = cluster.into(emit, 'secrets')
  const id = secret('k8s', `${cluster.name}/${namespace}/${name}`)
  const values = Object.values((record.data ?? {}) as object).filter((value) => typeof value === 'string')
  // Of several values one would be taken for the other wherever they meet again.
  const fingerprint =
    values.length === 1 ? run.fingerprint(Buffer.from(values[0]!, 'base64').toString('utf8')) : undefined
  const isToken = record.type === 'kubernetes.io/service-account-token'
  cluster.place(into, namespace, id)
  into.node({
    id,
    kind: 'Secret',
    type: isToken ? 'api_token' : record.type === 'kubernetes.io/tls' ? 'certificate' : 'other',
    name: `${namespace}/${name}`,
    ...cluster.about,
    createdAt: createdAt(record),
    ...(fingerprint ? { aliases: [`fingerprint:${fingerprint}`] } : {}),
    properties: { namespace, k8sSecret: name, ...(record.type ? { secretType: record.type } : {}) },
  })
  const account = annotations?.['kubernetes.io/service-account.name']
  if (!isToken || !account) return
  const signedIn = { ...cluster.serviceAccount(namespace, account), stub: true }
  into.node(signedIn)
  into.edge(granted({ kind: 'AUTHENTICATES_AS', from: id, to: signedIn.id }))
}

/** Pods, and what makes them, run as a service account of their namespace. */
export const mapWorkload: Map = (cluster, record, emit) => {
  const { name, namespace } = record.metadata
  const { kind } = record
  const spec = podOf(record)
  if (!namespace || !kind || !spec)
    return emit.reject('a workload needs its namespace and the specification of its pods')
  const into = cluster.into(emit, `${kind.toLowerCase()}s`)
  const id = k8sWorkload(cluster.name, namespace, kind, name)
  const account = cluster.serviceAccount(namespace, spec.serviceAccountName || spec.serviceAccount || 'default')
  const escapes = escapesOf(spec)
  cluster.place(into, namespace, id)
  into.node({
    id,
    kind: 'Resource',
    type: `k8s_${kind.toLowerCase()}`,
    name: `${namespace}/${name}`,
    ...cluster.about,
    createdAt: createdAt(record),
    properties: {
      namespace,
      pod: kind === 'Pod',
      ...(spec.nodeName ? { node: spec.nodeName } : {}),
      ...(escapes.length > 0 ? { escapes } : {}),
      ...(spec.automountServiceAccountToken === false ? { automount: false } : {}),
    },
  })
  into.node(account)
  into.edge(granted({ kind: 'RUNS_AS', from: id, to: account.id }))
  if (!spec.nodeName) return
  const node = nodeClaim(cluster, spec.nodeName)
  into.node(node)
  into.edge(granted({ kind: 'RELATES_TO', from: id, to: node.id, key: 'runs on' }))
}

function podOf(record: Named): PodSpec | undefined {
  if (record.kind === 'Pod') return Value.Check(WithPod, record) ? record.spec : undefined
  if (!Value.Check(WithTemplate, record)) return undefined
  const { template, jobTemplate } = record.spec
  return template?.spec ?? jobTemplate?.spec?.template?.spec ?? undefined
}

/** Paths of the host by which a pod takes over its node; others are kept as they are and judged later. */
function escapesOf({ containers, initContainers, volumes, hostPID }: PodSpec): string[] {
  const privileged = [...(containers ?? []), ...(initContainers ?? [])].some(
    (it) => it.securityContext?.privileged === true,
  )
  const mounts = (volumes ?? []).flatMap(({ hostPath }) => hostPath?.path ?? [])
  return [
    ...(privileged ? ['privileged'] : []),
    ...(hostPID ? ['hostPID'] : []),
    ...mounts.map((path) => `hostPath ${path}`),
  ]
}

const nodeClaim = (cluster: Cluster, name: string): NodeClaim => ({
  ...cluster.user(`system:node:${name}`),
  type: 'workload',
  name: `node ${name}`,
})

export const mapNode: Map = (cluster, record, emit) => {
  const into = cluster.into(emit, 'nodes')
  const node = nodeClaim(cluster, record.metadata.name)
  into.node(cluster.claim)
  into.node(node)
  into.edge(granted({ kind: 'CONTAINS', from: cluster.claim.id, to: node.id }))
}

export const mapNamespace: Map = (cluster, record, emit) =>
  cluster.place(cluster.into(emit, 'namespaces'), record.metadata.name)
