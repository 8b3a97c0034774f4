// https://kubernetes.io/docs/reference/access-authn-authz/rbac/ — objects as `kubectl get … -o json` prints them
import { Type } from 'typebox'
import Value from 'typebox/value'
import type { CoverageGap } from '../../server/model/facts.ts'
import { defineImporter, type Emit, type Run, recordType } from '../importer.ts'
import { Cluster, unknownCluster } from './cluster.ts'
import * as eks from './eks.ts'
import * as objects from './objects.ts'
import { AccessEntry, K8sRecord, Metadata, type Named } from './shapes.ts'

const maps: ReadonlyMap<string, objects.Map> = new Map<string, objects.Map>([
  ['ServiceAccount', objects.mapServiceAccount],
  ['Role', objects.mapRole],
  ['ClusterRole', objects.mapRole],
  ['RoleBinding', objects.mapBinding],
  ['ClusterRoleBinding', objects.mapBinding],
  ['Secret', objects.mapSecret],
  ['Node', objects.mapNode],
  ['Namespace', objects.mapNamespace],
  ...['Pod', 'Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Job', 'CronJob', 'ReplicationController'].map(
    (kind) => [kind, objects.mapWorkload] as const,
  ),
])

const AuthData = Type.Union([
  Type.Object({ mapRoles: Type.String() }),
  Type.Object({ mapUsers: Type.String() }),
  Type.Object({ mapAccounts: Type.String() }),
])

export const k8s = defineImporter({
  source: 'k8s',
  version: 1,
  reads: 'objects of a Kubernetes cluster as kubectl prints them, and who comes into an EKS cluster',
  get: [
    'kubectl get serviceaccounts,roles,rolebindings,pods,deployments,daemonsets,statefulsets,cronjobs -A -o json > objects.json',
    'kubectl get clusterroles,clusterrolebindings,namespaces,nodes -o json > cluster.json',
    "kubectl get secrets -A -o json | jq 'del(.items[].data, .items[].stringData)' > secrets.json",
    'aws eks describe-cluster --name <cluster> > describe-cluster.json',
    'aws eks describe-access-entry --cluster-name <cluster> --principal-arn <arn> > access-entry-<n>.json',
  ],
  sniff: ({ text }) =>
    /"apiVersion"\s*:\s*"(?:v1|apps\/v1|batch\/v1|rbac\.authorization\.k8s\.io\/|discovery\.k8s\.io\/)/.test(text) ||
    /"(?:kubernetesGroups|accessEntryArn|associatedAccessPolicies)"\s*:/.test(text) ||
    (/"cluster"\s*:/.test(text) && /"arn"\s*:\s*"arn:[^"]*:eks:/.test(text)),
  format: 'json or ndjson',
  open(run) {
    const met = new Set<string>()
    let more = false
    const map = (record: K8sRecord, emit: Emit) => mapRecord(record, run, emit, met)
    return {
      records: [
        recordType('/items/#', K8sRecord, map),
        recordType('/#', K8sRecord, map),
        recordType('line', K8sRecord, map),
        recordType('/metadata/continue', Type.String(), (token) => {
          if (token !== '') more = true
        }),
      ],
      ofEmpty: () => `k8s:${run.scope ?? unknownCluster}:list`,
      partial: () => more,
      coverage: () => gapsOf(run, met),
    }
  },
})

function mapRecord(record: K8sRecord, run: Run, emit: Emit, met: Set<string>) {
  const inner = record.accessEntry ?? record
  const name = run.scope ?? record.cluster?.name ?? (inner as K8sRecord).clusterName ?? unknownCluster
  const cluster = new Cluster(name)
  if (record.cluster) {
    met.add('cluster')
    const issuer = record.cluster.identity?.oidc?.issuer
    return cluster.into(emit, 'cluster').node({ ...cluster.claim, properties: issuer ? { issuer } : {} })
  }
  if (record.associatedAccessPolicies) return eks.mapAccessPolicies(cluster, record, emit)
  if (Value.Check(AccessEntry, inner)) {
    met.add('AccessEntry')
    return eks.mapAccessEntry(cluster, inner, emit)
  }
  if (record.metadata === undefined && takeBundle(record, run, emit, met)) return
  if (!Value.Check(Metadata, record.metadata)) return emit.reject('an object of a cluster needs a kind and a name')
  const kind = record.kind ?? ''
  if (kind === 'ConfigMap' && record.metadata.name === 'aws-auth') return eks.mapAwsAuth(cluster, record as Named, emit)
  const mapped = maps.get(kind)
  met.add(kind)
  if (mapped) return mapped(cluster, record as Named, emit, run)
  cluster.into(emit, 'others').node(cluster.claim)
  emit.skip(
    `an object of kind ${/^[A-Za-z]{1,63}$/.test(kind) ? kind : 'unknown'} decides nothing about access; it was not read`,
  )
}

/** Several answers in one object, each under a name of its own: access entries, and the data of an aws-auth map. */
function takeBundle(bundle: K8sRecord, run: Run, emit: Emit, met: Set<string>): boolean {
  const parts = Object.entries(bundle).filter(([, part]) => typeof part === 'object' && part !== null)
  const entries = parts.flatMap(([, part]) =>
    Array.isArray(part) ? part.filter((it) => Value.Check(AccessEntry, it)) : [],
  )
  const maps = parts.flatMap(([, part]) => (Value.Check(AuthData, part) ? [part] : []))
  if (entries.length + maps.length === 0) return false
  const name = run.scope ?? entries[0]?.clusterName ?? unknownCluster
  for (const entry of entries) mapRecord(entry, { ...run, scope: name }, emit, met)
  for (const data of maps) eks.mapAwsAuth(new Cluster(name), { metadata: { name: 'aws-auth' }, data }, emit)
  const read = new Set<unknown>([...maps])
  for (const [label, part] of parts) {
    const isRead = read.has(part) || (Array.isArray(part) && part.some((it) => Value.Check(AccessEntry, it)))
    if (!isRead) emit.skip(`${label} is neither a list of access entries nor a map of aws-auth; it was not read`)
  }
  return true
}

function gapsOf({ scope }: Run, met: ReadonlySet<string>): readonly CoverageGap[] {
  const wanted: readonly (readonly [kind: string, missing: string, settledBy: string])[] = [
    ['ServiceAccount', 'the service accounts', 'kubectl get serviceaccounts -A -o json'],
    ['ClusterRole', 'the cluster roles, without which their bindings give nothing', 'kubectl get clusterroles -o json'],
    ['ClusterRoleBinding', 'the bindings in the whole cluster', 'kubectl get clusterrolebindings -o json'],
    ['RoleBinding', 'the bindings in namespaces', 'kubectl get rolebindings -A -o json'],
    ['Pod', 'which pods run, as whom and on which node', 'kubectl get pods -A -o json'],
    ['Secret', 'which secrets there are', 'kubectl get secrets -A -o json, without data'],
    [
      'cluster',
      'the issuer of the cluster’s tokens, so that trusts of clouds cannot be held against it',
      'aws eks describe-cluster',
    ],
  ]
  return [
    ...(scope === undefined
      ? [
          {
            missing: 'which cluster this is; another one imported without a name would be mixed with it',
            settledBy: '--scope <cluster>',
          },
        ]
      : []),
    ...wanted.flatMap(([kind, missing, settledBy]) => (met.has(kind) ? [] : { missing, settledBy })),
    { missing: 'what admission control refuses, such as privileged pods' },
    { missing: 'how people sign in, and which groups their tokens name' },
  ]
}
