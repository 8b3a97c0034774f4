import { allowed, conditionalOn, type EdgeClaim, type NodeClaim, type Verdict } from '../../server/model/facts.ts'
import { awsAccount, globalId, type NodeId, terraformResource } from '../../server/model/node-id.ts'
import { readTags } from '../aws/tags.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import type { Accounts } from './aws-accounts.ts'
import { isValues, type Thing } from './plan-file.ts'
import type { References } from './references.ts'

/** One plan or state, on its way to claims. */
export interface Estate {
  readonly root: string
  readonly emit: Emit
  readonly scoped: ScopedEmit
  readonly things: readonly Thing[]
  readonly references: References
  readonly accounts: Accounts
  /** Accounts and edges that were said already. */
  readonly said: Set<string>
  /** What was left out, by reason. */
  readonly left: Map<string, number>
}

export const text = ({ values }: Thing, key: string): string | undefined => {
  const value = values[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
export const texts = ({ values }: Thing, key: string): readonly string[] => {
  const value = values[key]
  return Array.isArray(value) ? value.filter((it): it is string => typeof it === 'string' && it !== '') : []
}

/** Names of IAM do not say where they lie; the provider gives these ARNs, and any other only after apply. */
const iam: Readonly<Record<string, string>> = {
  aws_iam_user: 'user',
  aws_iam_role: 'role',
  aws_iam_group: 'group',
  aws_iam_policy: 'policy',
  aws_iam_instance_profile: 'instance-profile',
}
const regional: Readonly<Record<string, readonly [service: string, resource: string, name: string]>> = {
  aws_lambda_function: ['lambda', 'function:', 'function_name'],
  aws_dynamodb_table: ['dynamodb', 'table/', 'name'],
  aws_sqs_queue: ['sqs', '', 'name'],
  aws_sns_topic: ['sns', '', 'name'],
  aws_ssm_parameter: ['ssm', 'parameter/', 'name'],
  aws_glue_job: ['glue', 'job/', 'name'],
  aws_codebuild_project: ['codebuild', 'project/', 'name'],
  aws_sfn_state_machine: ['states', 'stateMachine:', 'name'],
}

/** By its ARN, also where that follows from its name; else by its address. */
export function idOf({ root, accounts }: Estate, thing: Thing): NodeId {
  const own = text(thing, 'arn')
  if (own?.startsWith('arn:')) return globalId(own)
  const account = accounts.of(thing)
  const name = text(thing, 'name')
  const kind = iam[thing.type]
  if (kind !== undefined && account !== undefined && name !== undefined)
    return globalId(`arn:aws:iam::${account}:${kind}${text(thing, 'path') ?? '/'}${name}`)
  const bucket = thing.type === 'aws_s3_bucket' ? text(thing, 'bucket') : undefined
  if (bucket !== undefined) return globalId(`arn:aws:s3:::${bucket}`)
  const [service, resource, key] = regional[thing.type] ?? []
  const region = accounts.region(thing)
  const called = key === undefined ? undefined : text(thing, key)
  if (service !== undefined && account !== undefined && region !== undefined && called !== undefined)
    return globalId(`arn:aws:${service}:${region}:${account}:${resource}${called.replace(/^\//, '')}`)
  return terraformResource(root, thing.address)
}

/** What is planned does not hold before it is applied. */
export const verdictOf = ({ root }: Estate, ...things: readonly Thing[]): Verdict =>
  things.some(({ when }) => when === 'planned') ? conditionalOn(`whether the plan ${root} is applied`) : allowed

export function sayEdge(
  estate: Estate,
  thing: Thing,
  claim: Pick<EdgeClaim, 'kind' | 'from' | 'to' | 'key'>,
  at = '',
): void {
  // A change that leaves this as it is would else say of what holds that it is only planned.
  const mark = JSON.stringify([claim.kind, claim.from, claim.to, claim.key])
  if (thing.when === 'planned' && estate.said.has(mark)) return
  estate.said.add(mark)
  estate.scoped.edge({ ...claim, confidence: 'granted', ...verdictOf(estate, thing) }, thing.pointer + at)
}

/** A resource that is only planned has no worth yet; one that another source tells of keeps its own. */
export function sayThing(
  estate: Estate,
  thing: Thing,
  claim: Pick<NodeClaim, 'kind' | 'type'> & Partial<NodeClaim>,
): NodeId {
  const { accounts, scoped } = estate
  const id = idOf(estate, thing)
  const account = accounts.of(thing)
  const raw = isValues(thing.values['tags_all']) ? thing.values['tags_all'] : thing.values['tags']
  const stated = isValues(raw)
    ? Object.entries(raw).flatMap(([Key, Value]) => (typeof Value === 'string' ? [{ Key, Value }] : []))
    : []
  const { environment, dataClass } = readTags(stated)
  const isPlanned = thing.when === 'planned'
  if (isPlanned && !thing.isNew) return id // an update of what is there says nothing new of the thing itself
  const { properties, ...rest } = claim
  const unreal = isPlanned && claim.kind === 'Resource' ? { stub: true, counts: false } : {}
  scoped.node(
    {
      id,
      name: text(thing, 'name') ?? thing.address,
      provider: 'aws',
      account,
      environment,
      dataClass,
      ...unreal,
      ...rest,
      properties: { terraform: thing.address, ...(isPlanned ? { planned: true } : {}), ...properties },
    },
    thing.pointer,
  )
  if (account !== undefined && claim.type !== 'aws_policy' && claim.type !== 'aws_instance_profile') {
    sayAccount(estate, account, thing)
    sayEdge(estate, thing, { kind: 'CONTAINS', from: awsAccount(account), to: id })
  }
  return id
}

export function sayAccount({ said, scoped }: Estate, account: string, { pointer }: Thing): void {
  if (said.has(account)) return
  said.add(account)
  const root = globalId(`arn:aws:iam::${account}:root`)
  const common = { provider: 'aws', account }
  const id = awsAccount(account)
  scoped.node({ id, kind: 'Resource', type: 'aws_account', name: `AWS account ${account}`, ...common }, pointer)
  scoped.node({ id: root, kind: 'Group', type: 'account_root', name: `account root of ${account}`, ...common }, pointer)
  scoped.edge({ kind: 'CONTAINS', from: id, to: root, confidence: 'granted', ...allowed }, pointer)
}

export const leaveOut = ({ left }: Estate, reason: string): void => void left.set(reason, (left.get(reason) ?? 0) + 1)
