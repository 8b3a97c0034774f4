import { Type } from 'typebox'
import { parseArn } from '../../server/model/arn.ts'
import { allowed } from '../../server/model/facts.ts'
import { awsAccount, awsRootUser, globalId } from '../../server/model/node-id.ts'
import { type Emit, type RecordType, recordType } from '../importer.ts'
import { type Batch, into } from './batch.ts'
import { timeOf } from './shapes.ts'

const Yes = Type.Optional(Type.String())
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
const Row = Type.Object({
  user: Type.String(),
  arn: Type.String({ pattern: '^arn:[^:]+:iam::[0-9]{12}:' }),
  user_creation_time: Yes,
  password_enabled: Yes,
  password_last_used: Yes,
  mfa_active: Yes,
  access_key_1_active: Yes,
  access_key_1_last_rotated: Yes,
  access_key_2_active: Yes,
  access_key_2_last_rotated: Yes,
})

export const credentialRecords = (batch: Batch): readonly RecordType[] => [
  recordType('row', Row, (row, emit) => mapRow(batch, row, emit)),
]

/** The report names no key, only whether there are any; one that is switched off counts towards the two, too. */
function mapRow(batch: Batch, row: Record<string, string | undefined>, emit: Emit): void {
  const arn = row['arn']!
  const { account, partition } = parseArn(arn)!
  const scoped = into(batch, emit, account, 'credentials', partition)
  const isRoot = row['user'] === '<root_account>'
  const password = isRoot || row['password_enabled'] === 'true'
  const isThere = (key: string) => row[`${key}_active`] === 'true' || timeOf(row[`${key}_last_rotated`]) !== undefined
  const accessKeys = ['access_key_1', 'access_key_2'].filter(isThere).length
  const id = isRoot ? awsRootUser(account) : globalId(arn)
  scoped.node({
    id,
    kind: 'Identity',
    type: password ? 'human' : 'service_account',
    name: isRoot ? `root user of ${account}` : row['user']!,
    provider: 'aws',
    account,
    createdAt: timeOf(row['user_creation_time']),
    lastUsedAt: timeOf(row['password_last_used']),
    properties: { passwordEnabled: password, mfa: row['mfa_active'] === 'true', accessKeys },
    ...(isRoot ? {} : { stub: true }),
  })
  if (!isRoot) return
  const to = awsAccount(account)
  scoped.edge({ kind: 'CAN_CONTROL', from: id, to, confidence: 'granted', key: 'root user', ...allowed })
}
