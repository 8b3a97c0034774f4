// https://github.com/trufflesecurity/trufflehog/blob/main/pkg/output/json.go
import { Type } from 'typebox'
import { awsKeyIdIn, isPemHeaderOnly, repositoryOf, secretTypeOf } from '../server/model/secret-text.ts'
import { emitAwsHolder } from './aws-holder.ts'
import { emitGitHubHolder } from './github-holder.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from './importer.ts'
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
  version: 2,
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
  const login = /^github/i.test(DetectorName) && Verified ? extra('username') : undefined
  if (login !== undefined) {
    const url = extra('url') ?? ''
    const host = URL.canParse(url) ? new URL(url).host : 'github.com'
    const scopes = (extra('scopes') ?? '').split(/[\s,]+/).filter((scope) => scope !== '')
    emitGitHubHolder(scoped, secret, { host, login, scopes })
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
