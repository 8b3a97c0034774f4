import { Type } from 'typebox'
import { accountOf, nameInArn } from '../../server/model/arn.ts'
import { allowed } from '../../server/model/facts.ts'
import { awsAccount, globalId } from '../../server/model/node-id.ts'
import { documentOf } from '../aws/documents.ts'
import { type Emit, type Place, type RecordType, recordType } from '../importer.ts'
import { type Batch, into, onlyAccount } from './batch.ts'
import { emitDocument } from './policies.ts'

/** What AWS's own commands print of the policy on one resource. Some name the resource only inside the policy. */
export const resourcePolicyRecords = (batch: Batch): readonly RecordType[] => [
  // aws secretsmanager get-resource-policy: the ARN stands before its policy
  recordType('/ARN', Type.String({ pattern: '^arn:' }), (arn, _, { file }) => void batch.arnIn.set(file, arn)),
  recordType('/ResourcePolicy', Type.String(), (raw, emit, place) => {
    const arn = batch.arnIn.get(place.file)
    if (arn === undefined) emit.reject('a ResourcePolicy without the ARN it is on')
    else emitResourcePolicy(batch, emit, arn, raw, place)
  }),
  // aws sqs get-queue-attributes, aws sns get-topic-attributes
  recordType('/Attributes', Attributes, (attributes, emit, place) => {
    const arn = attributes.QueueArn ?? attributes.TopicArn
    if (arn !== undefined && attributes.Policy !== undefined)
      emitResourcePolicy(batch, emit, arn, attributes.Policy, place)
    else emit.skip('no policy or no ARN among the attributes: ask for QueueArn and Policy')
  }),
  // aws s3api get-bucket-policy, aws lambda get-policy, aws kms get-key-policy
  recordType('/Policy', Type.String(), (raw, emit, place) => {
    const arn = resourceIn(raw)
    if (arn === undefined)
      emit.reject('the policy does not name the one resource it is on; list it as [{"type","arn","policy"}]')
    else emitResourcePolicy(batch, emit, arn, raw, place)
  }),
]

const Text = Type.Optional(Type.String())
const Attributes = Type.Object({ QueueArn: Text, TopicArn: Text, Policy: Text })

const types: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/^arn:[^:]*:s3:::/, 'aws_s3_bucket'],
  [/^arn:[^:]*:kms:.*:key\//, 'aws_kms_key'],
  [/^arn:[^:]*:sqs:/, 'aws_sqs_queue'],
  [/^arn:[^:]*:sns:/, 'aws_sns_topic'],
  [/^arn:[^:]*:secretsmanager:/, 'aws_secretsmanager_secret'],
  [/^arn:[^:]*:lambda:.*:function:/, 'aws_lambda_function'],
  [/^arn:[^:]*:dynamodb:.*:table\//, 'aws_dynamodb_table'],
]

/** The one bucket, function or key that all statements speak of. */
function resourceIn(raw: string): string | undefined {
  const document = documentOf(raw)
  if ('wrong' in document) return undefined
  const statements = [document.ok['Statement']].flat() as readonly { readonly [key: string]: unknown }[]
  const named = statements.flatMap(({ Resource }) => [Resource].flat() as readonly string[])
  const whole = new Set(named.map((arn) => (arn?.includes(':s3:::') ? arn.replace(/\/.*$/s, '') : arn)))
  const [only] = whole
  return whole.size === 1 && only?.startsWith('arn:') && !/[*?]/.test(only) ? only : undefined
}

function emitResourcePolicy(batch: Batch, emit: Emit, arn: string, raw: unknown, { file }: Place): void {
  const inName = /(?<![0-9])[0-9]{12}(?![0-9])/.exec(file)?.[0]
  const account = accountOf(arn) ?? batch.run.scope ?? inName ?? onlyAccount(batch)
  const scoped = into(batch, emit, account ?? 'unstated', 'resource-policies')
  const id = globalId(arn)
  const type = types.find(([pattern]) => pattern.test(arn))?.[1] ?? 'aws_resource'
  const owner = account !== undefined && /^\d{12}$/.test(account) ? account : undefined
  scoped.node({ id, kind: 'Resource', type, name: nameInArn(arn), provider: 'aws', account: owner })
  if (owner !== undefined) {
    scoped.edge({ kind: 'CONTAINS', from: awsAccount(owner), to: id, confidence: 'granted', ...allowed })
  }
  const policy = { name: 'resource policy', layer: 'resource', raw, at: '' } as const
  emitDocument(emit, scoped, { id, account: owner ?? 'unstated' }, policy)
}
