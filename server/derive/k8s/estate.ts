import { allowed } from '../../model/facts.ts'
import { k8sCluster, k8sNamespace, k8sPart, k8sWorkload, type NodeId } from '../../model/node-id.ts'
import type { DeriveEmit, Given, GivenEdge, GivenNode } from '../derivation.ts'
import { type Rule, rulesOf } from './rules.ts'

/** A role in the hands of somebody, in a namespace or (`*`) everywhere. */
export interface Bound {
  readonly subject: GivenNode
  readonly at: string
  readonly rules: readonly Rule[]
  readonly role: GivenNode
  readonly by: GivenEdge
}

const text = ({ properties }: GivenNode, name: string) => {
  const value = properties?.[name]
  return typeof value === 'string' ? value : undefined
}

/** One cluster, as its objects tell it. */
export class K8sEstate {
  readonly cluster: GivenNode
  readonly given: Given
  readonly #emit: DeriveEmit
  readonly #nodes: readonly GivenNode[]
  readonly #stated = new Set<NodeId>()
  readonly #accounts: ReadonlyMap<string | undefined, readonly GivenNode[]>
  readonly #pods: ReadonlyMap<string | undefined, readonly GivenNode[]>
  readonly #secrets: ReadonlyMap<string | undefined, readonly GivenNode[]>

  constructor(given: Given, emit: DeriveEmit, cluster: GivenNode) {
    this.given = given
    this.#emit = emit
    this.cluster = cluster
    this.#nodes = given.nodes.filter(({ provider, account }) => provider === 'k8s' && account === cluster.account)
    const by = (nodes: readonly GivenNode[]) => Map.groupBy(nodes, (node) => text(node, 'namespace'))
    this.#accounts = by(this.#nodes.filter((node) => text(node, 'serviceAccount') !== undefined && !node.stub))
    this.#pods = by(this.#nodes.filter(({ properties }) => properties?.['pod'] === true))
    this.#secrets = by(this.#nodes.filter((node) => text(node, 'k8sSecret') !== undefined))
  }

  get name(): string {
    return this.cluster.account ?? this.cluster.name
  }

  get knowsPods(): boolean {
    return this.#pods.size > 0
  }

  /** Namespaces that a right at `*`, or in one of them, is over. */
  namespaces(at: string): readonly string[] {
    if (at !== '*') return [at]
    const names = this.#nodes.flatMap((node) => (node.type === 'k8s_namespace' ? (text(node, 'namespace') ?? []) : []))
    return [...new Set(names)].sort()
  }

  accountsIn = (namespace: string): readonly GivenNode[] => this.#accounts.get(namespace) ?? []
  secretsIn = (namespace: string): readonly GivenNode[] => this.#secrets.get(namespace) ?? []
  podsIn = (namespace: string): readonly GivenNode[] => this.#pods.get(namespace) ?? []
  get users(): readonly GivenNode[] {
    return this.#nodes.filter((node) => text(node, 'k8sUser') !== undefined && node.kind === 'Identity')
  }
  get groups(): readonly GivenNode[] {
    return this.#nodes.filter((node) => text(node, 'k8sGroup') !== undefined)
  }

  whole(at: string): NodeId {
    return at === '*' ? k8sCluster(this.name) : k8sNamespace(this.name, at)
  }

  masters(): NodeId {
    return k8sPart(this.name, 'group', 'system:masters')
  }

  /** Every role that is bound, with its rules. */
  *bound(): Generator<Bound> {
    const clusterRoles = this.#nodes.filter(({ type }) => type === 'k8s_cluster_role')
    const rules = new Map<NodeId, readonly Rule[]>()
    for (const by of this.given.edges) {
      const at = by.kind === 'APPLIES_TO' && by.properties?.['layer'] === 'binding' ? by.properties['at'] : undefined
      const [role, subject] = [this.given.node(by.from), this.given.node(by.to)]
      if (typeof at !== 'string' || !role || !subject || role.account !== this.cluster.account) continue
      if (!rules.has(role.id)) rules.set(role.id, rulesOf(role, clusterRoles))
      yield { subject, at, rules: rules.get(role.id)!, role, by }
    }
  }

  /** All pods, or all secrets, of a namespace as one, so that a right over them is one edge. */
  allOf(what: 'pods' | 'secrets', namespace: string): NodeId {
    const id = k8sWorkload(this.name, namespace, 'all', what)
    if (this.#stated.has(id)) return id
    this.#stated.add(id)
    const within = this.given.node(k8sNamespace(this.name, namespace)) ?? this.cluster
    const members = what === 'pods' ? this.podsIn(namespace) : this.secretsIn(namespace)
    this.#emit.node([within], {
      id,
      kind: 'Resource',
      type: `k8s_all_${what}`,
      name: `all ${what} of ${namespace}`,
      provider: 'k8s',
      account: this.cluster.account,
      ...(members.length > 0 ? { counts: false } : {}),
    })
    this.#emit.edge([within], { kind: 'CONTAINS', from: within.id, to: id, confidence: 'granted', ...allowed })
    for (const member of members) {
      this.#emit.edge([within, member], {
        kind: 'CONTAINS',
        from: id,
        to: member.id,
        key: 'all',
        confidence: 'granted',
        ...allowed,
      })
    }
    return id
  }
}
