import { nameInArn, parseArn } from '../../model/arn.ts'
import type { NodeId } from '../../model/node-id.ts'
import type { Given, GivenNode } from '../derivation.ts'
import type { Escalation } from './escalation.ts'
import { type Attached, type Decision, type Policy, policyOf } from './policy.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'
import { noTags, type Tags, tagsOf } from './tags.ts'

export interface Principal {
  readonly node: GivenNode
  readonly id: NodeId
  /** Its own ARN, where an alias made the node known by another id. */
  readonly arn: string
  readonly kind: 'user' | 'role' | 'group'
  readonly name: string
  readonly account: string
  readonly partition: string
  /** Its own policies, then those of its groups. */
  readonly identity: readonly Attached[]
  readonly boundary: Attached | undefined
  readonly trust: Attached | undefined
  /** What its sessions are made with, where a broker is known to limit them: no export of AWS tells. */
  readonly session: readonly Attached[]
  readonly groups: readonly Principal[]
  readonly tags: Tags
  /** Groups that it is not in, but can put itself into. */
  readonly joins?: ReadonlyMap<Principal, Decision> | undefined
  /** The step of the catalogue by which it has put its boundary aside. */
  readonly freedBy?: Escalation | undefined
  readonly around: Surroundings
  /** Roles that only AWS may change or hand to a service. */
  readonly managedByAws: boolean
}

export interface AwsModel {
  readonly given: Given
  readonly principals: ReadonlyMap<NodeId, Principal>
  readonly byAccount: ReadonlyMap<string, readonly Principal[]>
  readonly around: Surroundings
}

/** What the account exports say, ready to be asked. */
export function modelOf(given: Given): AwsModel {
  const policies = new Map<NodeId, Policy>()
  for (const node of given.nodes) if (node.type === 'aws_policy') policies.set(node.id, policyOf(node))
  const layers = new Map<string, Map<NodeId, Attached[]>>()
  for (const edge of given.edges) {
    const policy = edge.kind === 'APPLIES_TO' ? policies.get(edge.from) : undefined
    if (policy === undefined) continue
    const layer = layers.get(edge.key ?? '') ?? new Map<NodeId, Attached[]>()
    layers.set(edge.key ?? '', layer)
    layer.set(edge.to, [...(layer.get(edge.to) ?? []), { policy, via: [edge] }])
  }
  const memberships = Map.groupBy(
    given.edges.filter((edge) => edge.kind === 'MEMBER_OF'),
    (edge) => edge.from,
  )
  const around = surroundingsOf(given, layers)
  const principals = new Map<NodeId, Principal>()
  const add = (node: GivenNode, kind: Principal['kind']) => {
    const stated = node.properties?.['arn']
    const own = typeof stated === 'string' ? stated : node.id
    const arn = parseArn(own)
    if (arn?.service !== 'iam' || node.stub) return
    const joined = kind === 'user' ? (memberships.get(node.id) ?? []) : []
    const identity = layers.get('identity')?.get(node.id) ?? []
    const groups = joined.flatMap((edge) => principals.get(edge.to) ?? [])
    const lent = joined.flatMap((edge) =>
      (principals.get(edge.to)?.identity ?? []).map(({ policy, via }) => ({ policy, via: [...via, edge] })),
    )
    principals.set(node.id, {
      node,
      id: node.id,
      arn: own,
      kind,
      name: nameInArn(own),
      account: arn.account,
      partition: arn.partition,
      identity: [...identity, ...lent],
      boundary: layers.get('boundary')?.get(node.id)?.[0],
      trust: layers.get('trust')?.get(node.id)?.[0],
      session: layers.get('session')?.get(node.id) ?? [],
      groups,
      tags: tagsOf(node) ?? noTags,
      around,
      managedByAws: node.properties?.['managedByAws'] === true,
    })
  }
  for (const node of given.nodes) if (node.kind === 'Group' && node.type === 'group') add(node, 'group')
  for (const node of given.nodes) {
    if (node.kind !== 'Identity') continue
    add(node, node.type === 'role' ? 'role' : 'user')
  }
  return {
    given,
    principals,
    byAccount: Map.groupBy(principals.values(), ({ account }) => account),
    around,
  }
}
