import { nameInArn, parseArn } from '../../model/arn.ts'
import type { NodeId } from '../../model/node-id.ts'
import type { Given, GivenEdge, GivenNode } from '../derivation.ts'
import { type Statement, statementsOf } from './statement.ts'
import type { Truth } from './truth.ts'
import { wellKnownPolicy } from './well-known-policies.ts'

/** A policy's statements that speak of an action, found once for all principals that share the policy. */
export interface Policy {
  readonly node: GivenNode
  /** Undefined when the document was not in the export. */
  readonly statements: readonly Statement[] | undefined
  readonly about: (action: string) => { readonly allows: readonly Statement[]; readonly denies: readonly Statement[] }
}

export interface Attached {
  readonly policy: Policy
  /** The attachment, and the membership it comes through. */
  readonly via: readonly GivenEdge[]
  /** It is a group's, and this is what lets the principal put itself into the group. */
  readonly joined?: Decision | undefined
}

/** The statement that gives the answer, for the reader and as evidence. */
export interface Grant {
  readonly attached: Attached
  readonly statement: Statement
  /** What was asked of it, where that is not what the decision is about. */
  readonly action?: string
  readonly resource?: string
}

export interface Decision {
  readonly truth: Truth
  readonly by: readonly Grant[]
}

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
  readonly groups: readonly Principal[]
  /** Groups that it is not in, but can put itself into. */
  readonly joins?: ReadonlyMap<Principal, Decision> | undefined
  /** Roles that only AWS may change or hand to a service. */
  readonly managedByAws: boolean
}

export interface AwsModel {
  readonly given: Given
  readonly principals: ReadonlyMap<NodeId, Principal>
  readonly byAccount: ReadonlyMap<string, readonly Principal[]>
  /** Policies on resources, by the resource. */
  readonly resourcePolicies: ReadonlyMap<NodeId, readonly Attached[]>
}

const NONE = { allows: [], denies: [] } as const

function policyOf(node: GivenNode): Policy {
  const document = node.properties?.['document'] ?? wellKnownPolicy(node.id)
  if (document === undefined) return { node, statements: undefined, about: () => NONE }
  const statements = statementsOf(document)
  return { node, statements, about: indexed(statements) }
}

export function indexed(statements: readonly Statement[]): Policy['about'] {
  const found = new Map<string, ReturnType<Policy['about']>>()
  return (action) => {
    const known = found.get(action)
    if (known !== undefined) return known
    const speaking = statements.filter(({ onAction }) => onAction(action))
    const answer = {
      allows: speaking.filter(({ effect }) => effect === 'Allow'),
      denies: speaking.filter(({ effect }) => effect === 'Deny'),
    }
    found.set(action, answer)
    return answer
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
    const layer = layers.get(edge.key ?? '') ?? new Map<NodeId, Attached[]>()
    layers.set(edge.key ?? '', layer)
    layer.set(edge.to, [...(layer.get(edge.to) ?? []), { policy, via: [edge] }])
  }
  const memberships = Map.groupBy(
    given.edges.filter((edge) => edge.kind === 'MEMBER_OF'),
    (edge) => edge.from,
  )
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
      groups,
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
    resourcePolicies: layers.get('resource') ?? new Map(),
  }
}
