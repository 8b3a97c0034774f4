import { Type } from 'typebox'
import { accountOf, nameInArn, parseArn } from '../../server/model/arn.ts'
import { allowed, conditionalOn, type NodeClaim } from '../../server/model/facts.ts'
import { globalId, secret } from '../../server/model/node-id.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import { rowOf, type Sync, Text, timeOf } from './sync.ts'

export const AccessKey = rowOf('access-keys', {
  key: Type.String(),
  user: Type.String(),
  status: Text,
  created: Text,
  lastUsed: Text,
})
export const Relation = rowOf('relations', { relation: Type.String(), from: Text, to: Text })
type AccessKey = Type.Static<typeof AccessKey>
type Relation = Type.Static<typeof Relation>

/** What the mapping that Cartography ships gives, by the service of its target; others count as not read. */
const rights = new Map([
  ['CAN_READ s3', { kind: 'CAN_READ', type: 'aws_s3_bucket' }],
  ['CAN_WRITE s3', { kind: 'CAN_WRITE', type: 'aws_s3_bucket' }],
  ['CAN_QUERY dynamodb', { kind: 'CAN_READ', type: 'aws_dynamodb_table' }],
  ['CAN_WRITE dynamodb', { kind: 'CAN_WRITE', type: 'aws_dynamodb_table' }],
  ['GET_SECRET secretsmanager', { kind: 'CAN_READ', type: 'aws_secretsmanager_secret' }],
])

const ofPolicies = 'Cartography computed it from the policies of the identity alone.'
const ofTrust = 'Cartography computed it from whom the role trusts and what the policies of the identity allow.'
const unweighed =
  'whether a condition, a permissions boundary or a policy of the organisation forbids it: Cartography weighs none'

const sorts = new Map([
  ['user', { kind: 'Identity', type: 'service_account' }],
  ['role', { kind: 'Identity', type: 'role' }],
  ['group', { kind: 'Group', type: 'group' }],
] as const)

/** A user, role or group as its ARN alone tells it. */
function principal(arn: string | null | undefined): NodeClaim | undefined {
  const { service, resource = '' } = parseArn(arn ?? '') ?? {}
  const account = accountOf(arn ?? '')
  const sort = resource.slice(0, resource.indexOf('/'))
  const known = sorts.get(sort as 'user')
  if (!arn || !known || service !== 'iam' || account === undefined) return undefined
  return { id: globalId(arn), ...known, name: nameInArn(arn), provider: 'aws', account, stub: true }
}

export function mapKey(sync: Sync, row: AccessKey, emit: Emit): void {
  const user = principal(row.user)
  if (user?.account === undefined) emit.reject('an access key of which no user of AWS is told')
  else sayKey(sync.into(emit, user.account, row), user, row)
}

function sayKey(into: ScopedEmit, user: NodeClaim, row: AccessKey): void {
  const id = secret('aws', row.key)
  // An inactive key opens nothing until someone switches it on again.
  const active = row.status !== 'Inactive'
  into.node(user)
  into.node({
    id,
    kind: 'Secret',
    type: 'access_key',
    name: `access key …${row.key.slice(-4)} of ${user.name}`,
    provider: 'aws',
    account: user.account,
    createdAt: timeOf(row.created),
    lastUsedAt: timeOf(row.lastUsed),
    properties: { status: active ? 'Active' : 'Inactive' },
  })
  const kind = active ? 'AUTHENTICATES_AS' : 'RELATES_TO'
  into.edge({ kind, from: id, to: user.id, confidence: 'granted', ...allowed })
}

/** What a relation leads to and gives, if it is one that is read. */
function meant({ relation, to: arn }: Relation): { readonly kind: string; readonly to: NodeClaim } | undefined {
  if (!arn) return undefined
  const to = principal(arn)
  if (relation === 'STS_ASSUMEROLE_ALLOW' && to?.type === 'role') return { kind: 'CAN_ASSUME', to }
  if (/^MEMBER_(OF|AWS_GROUP)$/.test(relation) && to?.kind === 'Group') return { kind: 'MEMBER_OF', to }
  const right = rights.get(`${relation} ${parseArn(arn)?.service}`)
  if (!right) return undefined
  const { kind, type } = right
  return {
    kind,
    to: { id: globalId(arn), kind: 'Resource', type, name: nameInArn(arn), provider: 'aws', account: accountOf(arn) },
  }
}

export function mapRelation(sync: Sync, row: Relation, emit: Emit): void {
  const from = principal(row.from)
  const means = meant(row)
  if (from?.account === undefined) emit.skip(`a relation ${row.relation} of what is no user, role or group of AWS`)
  else if (!means) emit.skip(`a relation ${row.relation}, which says no right that is read`)
  else {
    const into = sync.into(emit, from.account, row)
    into.node(from)
    into.node(means.to)
    const note = means.kind === 'CAN_ASSUME' ? ofTrust : ofPolicies
    const computed = { confidence: 'inferred', note, ...conditionalOn(unweighed) } as const
    const how = means.kind === 'MEMBER_OF' ? ({ confidence: 'granted', ...allowed } as const) : computed
    into.edge({ kind: means.kind, from: from.id, to: means.to.id, ...how })
  }
}
