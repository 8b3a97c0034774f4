// https://github.com/trufflesecurity/trufflehog/blob/main/pkg/output/json.go
import { Type } from 'typebox'
import { allowed, conditionalOn } from '../server/model/facts.ts'
import { awsAccount, awsRootUser, globalId, type NodeId } from '../server/model/node-id.ts'
import { awsKeyIdIn, isPemHeaderOnly, repositoryOf, secretTypeOf } from '../server/model/secret-text.ts'
import { defineImporter, type Emit, type Place, type Run, recordType, type ScopedEmit } from './importer.ts'
import { emitLeakedCopy } from './leaked-copy.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Finding = Type.Object({
  SourceMetadata: Type.Object({ Data: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())) }),
  DetectorName: Type.String(),
  Verified: Type.Optional(Type.Boolean()),
  Raw: Text,
  RawV2: Text,
  Redacted: Text,
  ExtraData: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
})
type Finding = Type.Static<typeof Finding>

export const trufflehog = defineImporter({
  source: 'trufflehog',
  version: 1,
  reads: 'leaked secrets found by TruffleHog, as one JSON object a line',
  get: ['trufflehog git <address> --json > trufflehog.jsonl'],
  sniff: ({ text }) => /"SourceMetadata"\s*:/.test(text) && /"DetectorName"\s*:/.test(text),
  format: 'json or ndjson',
  open(run) {
    const map = (finding: Finding, emit: Emit, place: Place) => mapFinding(finding, emit, place, run)
    return {
      records: [recordType('line', Finding, map), recordType('/#', Finding, map)],
      ofEmpty: (file) => scopeOf(run.scope ?? file),
      blankIsEmpty: true,
      coverage: () => [
        { missing: 'which identity an unverified secret opens', settledBy: 'trufflehog without --no-verification' },
      ],
    }
  },
})

const scopeOf = (place: string) => `trufflehog:${repositoryOf(place)?.fullName ?? place}`

function mapFinding(finding: Finding, emit: Emit, { file }: Place, run: Run): void {
  const { DetectorName, Verified, Redacted, ExtraData } = finding
  const where = placeOf(finding, run.scope ?? file)
  if (!where) {
    emit.reject('SourceMetadata.Data names no source')
    return
  }
  const extra = (key: string) => (typeof ExtraData?.[key] === 'string' ? ExtraData[key] : undefined)
  const value = finding.RawV2 || finding.Raw || undefined
  const keyId = /aws/i.test(DetectorName) ? awsKeyIdIn([Redacted, finding.Raw, finding.RawV2].join(' ')) : undefined
  const googleKey = extra('private_key_id')
  const arn = extra('arn')
  const decoy = arn?.includes('canarytokens') || extra('is_canary') === 'true'
  const scoped = emit.into(scopeOf(where.place))
  const secret = emitLeakedCopy(scoped, run, {
    ...where,
    rule: DetectorName,
    type: keyId ? 'access_key' : secretTypeOf(DetectorName),
    value: value === undefined || isPemHeaderOnly(value) ? undefined : value,
    half: keyId && value ? secretHalf(value, keyId) : undefined,
    nativeId: keyId ? ['aws', keyId] : googleKey ? ['gcp', googleKey] : undefined,
    properties: { rule: DetectorName, ...(Verified ? { verified: true } : {}), ...(decoy ? { decoy } : {}) },
  })
  if (arn?.startsWith('arn:')) emitAwsHolder(scoped, secret, arn, decoy)
}

/** AWS itself told the scanner who the key belongs to. */
function emitAwsHolder(emit: ScopedEmit, secret: NodeId, arn: string, decoy: boolean): void {
  const [, , service, , account = '', ...rest] = arn.split(':')
  const path = rest.join(':').split('/')
  const common = { kind: 'Identity', provider: 'aws', account, stub: true } as const
  const login = { kind: 'AUTHENTICATES_AS', from: secret, confidence: 'observed' } as const
  if (path[0] === 'root') {
    const root = awsRootUser(account)
    emit.node({ ...common, id: root, type: 'human', name: `root user of ${account}`, stub: false })
    emit.node({
      id: awsAccount(account),
      kind: 'Resource',
      type: 'aws_account',
      name: account,
      provider: 'aws',
      account,
    })
    emit.edge({ kind: 'CAN_CONTROL', from: root, to: awsAccount(account), confidence: 'granted', ...allowed })
    emit.edge({ ...login, to: root, ...allowed })
  } else if (service === 'sts' && path[0] === 'assumed-role') {
    const role = globalId(`arn:aws:iam::${account}:role/${path[1]}`)
    emit.node({ ...common, id: role, type: 'role', name: path[1] ?? arn })
    emit.edge({ ...login, to: role, ...conditionalOn(`whether the role ${path[1]} lies directly under role/`) })
  } else {
    emit.node({
      ...common,
      id: globalId(arn),
      type: 'service_account',
      name: path.at(-1) ?? arn,
      ...(decoy ? { properties: { decoy } } : {}),
    })
    emit.edge({ ...login, to: globalId(arn), ...allowed })
  }
}

/** What is left of an access key when its id is taken away, as a client config holds it. */
function secretHalf(value: string, keyId: string): string | undefined {
  const half = value.replace(keyId, '').replace(/^:/, '')
  return half.length === 40 ? half : undefined
}

/** Every source of the scanner names its places its own way; repositories and buckets are named alike by all. */
function placeOf({ SourceMetadata }: Finding, unnamed: string) {
  const [source, fields] = Object.entries(SourceMetadata.Data)[0] ?? []
  if (source === undefined || fields === undefined) return
  const text = (...keys: readonly string[]) =>
    keys.map((key) => fields[key]).find((value): value is string => typeof value === 'string' && value !== '')
  const line = typeof fields['line'] === 'number' ? fields['line'] : undefined
  const path = text('file', 'path', 'key', 'link', 'location') ?? source
  const repository = text('repository')
  if (repository !== undefined || source === 'Git') return { system: 'git', place: repository ?? unnamed, path, line }
  const place = text('bucket', 'image', 'channel_id', 'workspace', 'project') ?? unnamed
  return { system: source.toLowerCase(), place, path, line }
}
