import { accountOf, nameInArn, parseArn } from '../../server/model/arn.ts'
import { allowed } from '../../server/model/facts.ts'
import { globalId, secret } from '../../server/model/node-id.ts'
import { type Emit, type Place, type RecordType, recordType } from '../importer.ts'
import { userAlias } from './authz.ts'
import { type Batch, into, onlyAccount } from './batch.ts'
import { AccessKey, timeOf } from './shapes.ts'

/** Where answers stand: alone, or several in one object, each under a label or under the ARN of its user. */
const lists = ['/AccessKeyMetadata/*', '/*/AccessKeyMetadata/#', '/arn:*/#', '/*/arn:*/#']

/** `aws iam list-access-keys`: it names users, but no account, unless by what it stands under. */
export const keyRecords = (batch: Batch): readonly RecordType[] =>
  lists.map((at) => recordType(at, AccessKey, (key, emit, place) => mapKey(batch, key, emit, place)))

const accountOfFile = (name: string) => /(?<![0-9])[0-9]{12}(?![0-9])/.exec(name)?.[0]

function mapKey(batch: Batch, key: AccessKey, emit: Emit, { file, keys }: Place): void {
  const above = keys.find((it) => /^arn:[^:]+:iam::[0-9]{12}:user\//.test(it) && nameInArn(it) === key.UserName)
  const account = (above && accountOf(above)) ?? batch.run.scope ?? accountOfFile(file) ?? onlyAccount(batch)
  if (account === undefined || !/^[0-9]{12}$/.test(account)) {
    emit.reject('a key list names no account; name it with --scope, or in the file name (access-keys-<account>.json)')
    return
  }
  const scoped = into(batch, emit, account, 'keys')
  const known = above ?? batch.usersByName.get(`${account}/${key.UserName}`)
  const user = globalId(known ?? `arn:aws:iam::${account}:user/${key.UserName}`)
  const active = key.Status !== 'Inactive'
  const id = secret('aws', key.AccessKeyId)
  scoped.node({
    id: user,
    kind: 'Identity',
    type: 'service_account',
    name: key.UserName,
    provider: 'aws',
    account: parseArn(user)!.account,
    aliases: known === undefined ? [userAlias(account, key.UserName)] : undefined,
    stub: true,
  })
  scoped.node({
    id,
    kind: 'Secret',
    type: 'access_key',
    name: `access key …${key.AccessKeyId.slice(-4)} of ${key.UserName}`,
    provider: 'aws',
    account,
    createdAt: timeOf(key.CreateDate),
    lastUsedAt: timeOf(key.LastUsedDate) ?? timeOf(key.AccessKeyLastUsed?.LastUsedDate),
    properties: { status: active ? 'Active' : 'Inactive' },
  })
  // An inactive key opens nothing until someone switches it on again.
  const kind = active ? 'AUTHENTICATES_AS' : 'RELATES_TO'
  scoped.edge({ kind, from: id, to: user, confidence: 'granted', ...allowed })
}
