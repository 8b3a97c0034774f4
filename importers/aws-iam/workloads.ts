import { accountOf, nameInArn } from '../../server/model/arn.ts'
import { allowed } from '../../server/model/facts.ts'
import { awsAccount, globalId } from '../../server/model/node-id.ts'
import { emitOwners, readTags } from '../aws/tags.ts'
import { type Emit, type RecordType, recordType } from '../importer.ts'
import { type Batch, into, onlyAccount } from './batch.ts'
import { emitDocument } from './policies.ts'
import { listOf, Workload } from './shapes.ts'

/** Calling these runs only the code that is there already. */
const CALLED = /^arn:[^:]*:(lambda:[^:]*:[^:]*:function|states:[^:]*:[^:]*:stateMachine):/

/** A neutral list of what runs or lies in an account: `[{ type, arn, name, runsAs }]`. */
export const workloadRecords = (batch: Batch): readonly RecordType[] => [
  recordType('/#', Workload, (workload, emit) => mapWorkload(batch, workload, emit)),
]

export function mapWorkload(batch: Batch, workload: Workload, emit: Emit): void {
  const { type, arn, name, runsAs, policy } = workload
  const account = accountOf(arn) ?? workload.account
  const { environment, dataClass, tags } = readTags(listOf(workload.tags))
  // A bucket's ARN names no account: the list's other entries, or --scope, name only the batch it came in.
  const listed = account ?? batch.run.scope ?? onlyAccount(batch, 'workloads') ?? onlyAccount(batch) ?? 'unstated'
  const scoped = into(batch, emit, listed, 'workloads')
  const id = globalId(arn)
  // A list that says nothing of tags leaves them unknown; an empty one says that there are none.
  const properties = workload.tags === undefined ? undefined : { tags }
  const common = { provider: 'aws', account, environment, dataClass, properties }
  scoped.node({ id, kind: 'Resource', type, name: name ?? nameInArn(arn), ...common })
  if (account !== undefined) {
    scoped.edge({ kind: 'CONTAINS', from: awsAccount(account), to: id, confidence: 'granted', ...allowed })
  }
  if (policy !== undefined && policy !== null) {
    if (account !== undefined) batch.seen.set(account, (batch.seen.get(account) ?? new Set()).add('resource-policies'))
    const layer = { name: 'resource policy', layer: 'resource', raw: policy, at: '/policy' } as const
    emitDocument(emit, scoped, { id, account: account ?? listed }, layer)
  }
  emitOwners(scoped, id, listOf(workload.tags))
  if (!runsAs) return
  const role = globalId(runsAs)
  const of = { provider: 'aws', account: accountOf(runsAs), stub: true }
  scoped.node({ id: role, kind: 'Identity', type: 'role', name: nameInArn(runsAs), ...of }, '/runsAs')
  const key = CALLED.test(arn) ? 'called' : undefined
  scoped.edge({ kind: 'RUNS_AS', from: id, to: role, key, confidence: 'granted', ...allowed }, '/runsAs')
}
