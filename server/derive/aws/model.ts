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
  /** What a plan would put in its place. */
  readonly otherTrusts: readonly Attached[]
  /** What its sessions are made with, where a broker is known to limit them: no export of AWS tells. */
  readonly session: readonly Attached[]
  readonly groups: readonly Principal[]
  readonly tags: Tags
  /** Groups that it is not in, but can put itself into. */
  readonly joins?: ReadonlyMap<Principal, Decision> | undefined
  /** The step of the catalogue by which it has put its boundary aside. */
  readonly freedBy?: Escalation | undefined
  /** There are more ways to shed its denies than were gone through to make it this. */
  readonly shedsMore?: true | undefined
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

const isFirm = ({ via }: Attached) => via.every(({ verdict }) => verdict === 'allowed')
const firmestFirst = (all: Attached[]): Attached[] =>
  all.every(isFirm) ? all : [...all.filter(isFirm), ...all.filter((it) => !isFirm(it))]

/** What only a plan would attach to what is there takes nothing away yet. */
const withoutDenies = (policy: Policy): Policy => ({
  ...policy,
  about: (action) => ({ allows: policy.about(action).allows, denies: [] }),
})

/** Each role once for every trust policy that it has, or would have. */
export function* trustingRoles({ principals }: AwsModel): Generator<Principal> {
  for (const role of principals.values()) {
    if (role.kind !== 'role' || role.trust === undefined) continue
    yield role
    for (const trust of role.otherTrusts) yield { ...role, trust }
  }
}

/** What the account exports say, ready to be asked. */
export function modelOf(given: Given): AwsModel {
  const policies = new Map<NodeId, Policy>()
  for (const node of given.nodes) if (node.type === 'aws_policy') policies.set(node.id, policyOf(node))
  const layers = new Map<string, Map<NodeId, Attached[]>>()
  for (const edge of given.edges) {
    const policy = edge.kind === 'APPLIES_TO' ? policies.get(edge.from) : undefined
    if (policy === undefined) continue
    const isSure = edge.verdict === 'allowed' || given.node(edge.to)?.properties?.['planned'] === true
    if (!isSure && edge.key === 'boundary') continue
    const layer = layers.get(edge.key ?? '') ?? new Map<NodeId, Attached[]>()
    layers.set(edge.key ?? '', layer)
    layer.set(edge.to, [
      ...(layer.get(edge.to) ?? []),
      { policy: isSure ? policy : withoutDenies(policy), via: [edge] },
    ])
  }
  // What holds now comes before what only a plan would bring: the first statement that allows gives the answer.
  for (const holders of layers.values()) for (const [id, all] of holders) holders.set(id, firmestFirst(all))
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
    const isPlanned = node.properties?.['planned'] === true
    const lent = joined.flatMap((edge) =>
      (principals.get(edge.to)?.identity ?? []).map(({ policy, via }) => ({
        policy: edge.verdict === 'allowed' || isPlanned ? policy : withoutDenies(policy),
        via: [...via, edge],
      })),
    )
    principals.set(node.id, {
      node,
      id: node.id,
      arn: own,
      kind,
      name: nameInArn(own),
      account: arn.account,
      partition: arn.partition,
      identity: firmestFirst([...identity, ...lent]),
      boundary: layers.get('boundary')?.get(node.id)?.[0],
      trust: layers.get('trust')?.get(node.id)?.[0],
      otherTrusts: layers.get('trust')?.get(node.id)?.slice(1) ?? [],
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
