// https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html and access-entries.html
import { allowed, type EdgeClaim } from '../../model/facts.ts'
import { k8sNamespace, k8sPart, k8sServiceAccount, type NodeId } from '../../model/node-id.ts'
import { defineDerivation, type GivenEdge } from '../derivation.ts'

/** AWS's own policies by which somebody owns what they are for; `edit` reads secrets, runs commands and takes tokens. */
const owning: ReadonlyMap<string, 'all of it' | 'namespaces'> = new Map([
  ['AmazonEKSClusterAdminPolicy', 'all of it'],
  ['AmazonEKSAdminPolicy', 'namespaces'],
  ['AmazonEKSEditPolicy', 'namespaces'],
])
const harmless = new Set(['AmazonEKSViewPolicy'])

export const k8sEksAccess = defineDerivation({
  id: 'k8s-eks-access',
  version: 1,
  adds: ['MEMBER_OF', 'CAN_ASSUME', 'CAN_CONTROL'],
  says: 'Whom of an AWS account an EKS cluster lets in, as which user and in which groups: an access entry decides for its principal, else the aws-auth map; and what AWS’s access policies give.',
  reads: {
    nodes: ['k8s_cluster'],
    also: ['role', 'service_account', 'human', 'group', 'k8s_namespace'],
    edges: ['RELATES_TO'],
  },
  derive(given, emit) {
    for (const cluster of given.nodes) {
      if (cluster.type !== 'k8s_cluster' || cluster.account === undefined) continue
      const name = cluster.account
      const about = given.edges.filter(({ kind, to }) => kind === 'RELATES_TO' && to === cluster.id)
      const entries = new Set(about.filter(({ key }) => key === 'access-entry').map(({ from }) => from))
      for (const edge of about) {
        const principal = given.node(edge.from)
        if (!principal) continue
        const say = (claim: Pick<EdgeClaim, 'kind' | 'to' | 'note'> & { readonly key?: string }) =>
          emit.edge([principal, edge, cluster], { from: principal.id, confidence: 'granted', ...claim, ...allowed })
        if (edge.key?.startsWith('access policy ')) {
          const policy = edge.key.slice('access policy '.length)
          for (const to of whatOf(edge, policy, cluster.id, name, given.nodes)) {
            say({ kind: 'CAN_CONTROL', to, key: policy, note: `The access policy ${policy} is associated with it.` })
          }
          if (!owning.has(policy) && !harmless.has(policy)) {
            emit.gap({ missing: `what the access policy ${policy} gives; no table knows it` })
          }
        }
        const isMap = edge.key === 'aws-auth' || edge.key === 'access-entry'
        if (!isMap || (edge.key === 'aws-auth' && entries.has(edge.from))) continue
        for (const group of textsOf(edge, 'groups')) {
          const to = k8sPart(name, 'group', group)
          if (given.node(to)) say({ kind: 'MEMBER_OF', to, note: `By ${edge.key} of ${cluster.name}.` })
        }
        const user = userOf(edge, name)
        if (user && given.node(user))
          say({
            kind: 'CAN_ASSUME',
            to: user,
            key: edge.key!,
            note: `By ${edge.key} it is this user of ${cluster.name}.`,
          })
      }
    }
  },
})

const textsOf = ({ properties }: GivenEdge, name: string): readonly string[] => {
  const value = properties?.[name]
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : []
}

function userOf({ properties }: GivenEdge, cluster: string): NodeId | undefined {
  const username = properties?.['username']
  if (typeof username !== 'string' || username.includes('{{')) return undefined
  const [, namespace, account] = /^system:serviceaccount:([^:]+):(.+)$/.exec(username) ?? []
  return namespace && account ? k8sServiceAccount(cluster, namespace, account) : k8sPart(cluster, 'user', username)
}

/** What somebody with the policy owns: the cluster, or namespaces of it. */
function whatOf(
  edge: GivenEdge,
  policy: string,
  cluster: NodeId,
  name: string,
  nodes: readonly { readonly id: NodeId; readonly type: string; readonly account?: string | undefined }[],
): readonly NodeId[] {
  const owns = owning.get(policy)
  if (owns === undefined) return []
  const namespaces = textsOf(edge, 'namespaces')
  if (!namespaces.includes('*')) return namespaces.map((namespace) => k8sNamespace(name, namespace))
  if (owns === 'all of it') return [cluster]
  return nodes.filter(({ type, account }) => type === 'k8s_namespace' && account === name).map(({ id }) => id)
}
