import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import {
  globalId,
  k8sCluster,
  k8sNamespace,
  k8sPart,
  k8sServiceAccount,
  type NodeId,
} from '../../server/model/node-id.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import type { Subject } from './shapes.ts'

/** Exports of a cluster rarely say its name; without `--scope` their objects share this one. */
export const unknownCluster = 'unknown-cluster'

export const granted = (edge: Omit<EdgeClaim, 'verdict' | 'missing' | 'confidence'>): EdgeClaim => ({
  ...edge,
  confidence: 'granted',
  ...allowed,
})

/** The short ways to speak of one cluster's objects. */
export class Cluster {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }

  into = (emit: Emit, part: string): ScopedEmit => emit.into(`k8s:${this.name}:${part}`)

  get about(): Pick<NodeClaim, 'provider' | 'account'> {
    return { provider: 'k8s', account: this.name }
  }

  get claim(): NodeClaim {
    const name = this.name === unknownCluster ? 'Kubernetes cluster (not named)' : `cluster ${this.name}`
    return { id: k8sCluster(this.name), kind: 'Resource', type: 'k8s_cluster', name, ...this.about }
  }

  namespace(namespace: string): NodeClaim {
    return {
      id: k8sNamespace(this.name, namespace),
      kind: 'Resource',
      type: 'k8s_namespace',
      name: namespace,
      ...this.about,
      properties: { namespace },
    }
  }

  /** States the namespace and that the cluster contains it, and what it contains. */
  place(into: ScopedEmit, namespace: string, part?: NodeId): void {
    const within = this.namespace(namespace)
    into.node(this.claim)
    into.node(within)
    into.edge(granted({ kind: 'CONTAINS', from: this.claim.id, to: within.id }))
    if (part) into.edge(granted({ kind: 'CONTAINS', from: within.id, to: part }))
  }

  serviceAccount(namespace: string, name: string): NodeClaim {
    return {
      id: k8sServiceAccount(this.name, namespace, name),
      kind: 'Identity',
      type: 'service_account',
      name: `${namespace}/${name}`,
      ...this.about,
      properties: { namespace, serviceAccount: name },
    }
  }

  group(name: string): NodeClaim {
    return {
      id: k8sPart(this.name, 'group', name),
      kind: 'Group',
      type: 'group',
      name,
      ...this.about,
      properties: { k8sGroup: name },
    }
  }

  /** A user exists only as a name; the API server itself made those of `system:`. */
  user(name: string): NodeClaim {
    const [, namespace, account] = /^system:serviceaccount:([^:]+):(.+)$/.exec(name) ?? []
    if (namespace && account) return { ...this.serviceAccount(namespace, account), stub: true }
    const person = name.includes('@')
    return {
      id: k8sPart(this.name, 'user', name),
      kind: 'Identity',
      type: person ? 'human' : 'service_account',
      name,
      ...this.about,
      ...(person ? { aliases: [`email:${name.toLowerCase()}`] } : {}),
      properties: { k8sUser: name, ...(name.startsWith('system:') ? { providerManaged: true } : {}) },
    }
  }

  /** Whom a binding names. */
  subject({ kind, name, namespace }: Subject): NodeClaim | undefined {
    if (kind === 'User') return this.user(name)
    if (kind === 'Group') return this.group(name)
    if (kind === 'ServiceAccount' && namespace) return { ...this.serviceAccount(namespace, name), stub: true }
    return undefined
  }
}

/** Somebody of an AWS account, as a cluster names him. */
export function awsPrincipal(arn: string): NodeClaim {
  const isRole = arn.includes(':role/')
  return {
    id: globalId(arn),
    kind: 'Identity',
    type: isRole ? 'role' : 'service_account',
    name: arn.slice(arn.lastIndexOf('/') + 1),
    provider: 'aws',
    account: arn.split(':')[4],
    stub: true,
  }
}
