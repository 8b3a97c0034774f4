// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html and auth-configmap.html
import { type Static, Type } from 'typebox'
import Value from 'typebox/value'
import { parse } from 'yaml'
import type { Emit, ScopedEmit } from '../importer.ts'
import { awsPrincipal, type Cluster, granted } from './cluster.ts'
import type { AccessEntry, K8sRecord, Named } from './shapes.ts'

const Entry = Type.Object({
  rolearn: Type.Optional(Type.String()),
  userarn: Type.Optional(Type.String()),
  username: Type.Optional(Type.String()),
  groups: Type.Optional(Type.Array(Type.String())),
})
const Entries = Type.Array(Entry)

/** The lists of the config map, which are YAML inside it. */
function entriesIn(text: unknown): Static<typeof Entries> | undefined {
  if (typeof text !== 'string' || text.length > 1_000_000) return undefined
  try {
    const value: unknown = parse(text, { maxAliasCount: 0 })
    return Value.Check(Entries, value) ? value : undefined
  } catch {
    return undefined // its message may quote the text
  }
}

/** Who comes into the cluster from AWS, by the older way; what it comes to is decided where access entries are seen, too. */
export function mapAwsAuth(cluster: Cluster, record: Named, emit: Emit) {
  const into = cluster.into(emit, 'aws-auth')
  const data = (record.data ?? {}) as Readonly<Record<string, unknown>>
  into.node(cluster.claim)
  for (const list of ['mapRoles', 'mapUsers']) {
    if (data[list] === undefined) continue
    const entries = entriesIn(data[list])
    if (!entries) {
      emit.skip(`${list} of aws-auth is no list of principals`)
      continue
    }
    for (const { rolearn, userarn, username, groups } of entries) {
      const arn = rolearn ?? userarn
      if (arn) emitMapped(cluster, into, arn, 'aws-auth', groups ?? [], username)
      else emit.skip(`an entry of ${list} of aws-auth names no principal`)
    }
  }
  if (data['mapAccounts'] !== undefined)
    emit.skip('aws-auth maps whole accounts to users without a group; they hold nothing')
}

export const mapAccessEntry = (cluster: Cluster, entry: Static<typeof AccessEntry>, emit: Emit) => {
  const into = cluster.into(emit, 'access-entries')
  into.node(cluster.claim)
  emitMapped(
    cluster,
    into,
    entry.principalArn,
    'access-entry',
    entry.kubernetesGroups ?? [],
    entry.username ?? undefined,
  )
}

/** `aws eks list-associated-access-policies`: AWS's own policies, for the cluster or some namespaces. */
export function mapAccessPolicies(cluster: Cluster, record: K8sRecord, emit: Emit) {
  const { principalArn, associatedAccessPolicies } = record
  if (!principalArn) return emit.reject('access policies need their principalArn')
  const into = cluster.into(emit, `access-policies/${principalArn}`)
  const who = awsPrincipal(principalArn)
  into.node(cluster.claim)
  into.node(who)
  for (const { policyArn, accessScope } of associatedAccessPolicies ?? []) {
    const policy = policyArn.slice(policyArn.lastIndexOf('/') + 1)
    const namespaces = accessScope?.type === 'namespace' ? (accessScope.namespaces ?? []) : ['*']
    for (const namespace of namespaces) if (namespace !== '*') cluster.place(into, namespace)
    into.edge(
      granted({
        kind: 'RELATES_TO',
        from: who.id,
        to: cluster.claim.id,
        key: `access policy ${policy}`,
        properties: { policy, namespaces },
      }),
    )
  }
}

function emitMapped(
  cluster: Cluster,
  into: ScopedEmit,
  arn: string,
  by: 'aws-auth' | 'access-entry',
  groups: readonly string[],
  username: string | undefined,
): void {
  const who = awsPrincipal(arn)
  into.node(who)
  for (const group of groups) into.node(cluster.group(group))
  // Templates such as system:node:{{EC2PrivateDNSName}} stand for many names.
  const plain = username !== undefined && !username.includes('{{') ? username : undefined
  if (plain !== undefined) into.node(cluster.user(plain))
  into.edge(
    granted({
      kind: 'RELATES_TO',
      from: who.id,
      to: cluster.claim.id,
      key: by,
      properties: { groups, ...(username === undefined ? {} : { username }) },
    }),
  )
}
