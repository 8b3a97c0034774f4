import { accountOf, nameInArn } from '../../server/model/arn.ts'
import { allowed } from '../../server/model/facts.ts'
import { awsAccount, globalId } from '../../server/model/node-id.ts'
import { type Emit, type RecordType, recordType } from '../importer.ts'
import { type Batch, into, onlyAccount } from './batch.ts'
import { Workload } from './shapes.ts'

/** Calling these runs only the code that is there already. */
const CALLED = new Set(['aws_lambda_function', 'aws_sfn_state_machine'])

/** A neutral list of what runs or lies in an account: `[{ type, arn, name, runsAs }]`. */
export const workloadRecords = (batch: Batch): readonly RecordType[] => [
  recordType('/#', Workload, (workload, emit) => mapWorkload(batch, workload, emit)),
]

function mapWorkload(batch: Batch, { type, arn, name, runsAs }: Workload, emit: Emit): void {
  const account = accountOf(arn)
  // A bucket's ARN names no account: the list's other entries, or --scope, name only the batch it came in.
  const listed = account ?? batch.run.scope ?? onlyAccount(batch, 'workloads') ?? onlyAccount(batch) ?? 'unstated'
  const scoped = into(batch, emit, listed, 'workloads')
  const id = globalId(arn)
  scoped.node({ id, kind: 'Resource', type, name: name ?? nameInArn(arn), provider: 'aws', account })
  if (account !== undefined) {
    scoped.edge({ kind: 'CONTAINS', from: awsAccount(account), to: id, confidence: 'granted', ...allowed })
  }
  if (!runsAs) return
  const role = globalId(runsAs)
  const common = { provider: 'aws', account: accountOf(runsAs), stub: true }
  scoped.node({ id: role, kind: 'Identity', type: 'role', name: nameInArn(runsAs), ...common }, '/runsAs')
  const key = CALLED.has(type) ? 'called' : undefined
  scoped.edge({ kind: 'RUNS_AS', from: id, to: role, key, confidence: 'granted', ...allowed }, '/runsAs')
}
