// https://github.com/mongodb/kingfisher/blob/main/src/reporter.rs
import { Type } from 'typebox'
import type { NodeId } from '../server/model/node-id.ts'
import { awsKeyIdIn, isPemHeaderOnly, isRedacted, repositoryOf, secretTypeOf } from '../server/model/secret-text.ts'
import { emitAwsHolder } from './aws-holder.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from './importer.ts'
import { emitLeakedCopy } from './leaked-copy.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Finding = Type.Object({
  rule: Type.Object({ id: Type.String(), name: Text }),
  finding: Type.Object({
    snippet: Type.String(),
    fingerprint: Text,
    line: Type.Optional(Type.Number()),
    path: Type.String(),
    validation: Type.Optional(Type.Object({ status: Text, response: Text })),
    git_metadata: Type.Optional(
      Type.Object({ repository_url: Text, file: Type.Optional(Type.Object({ path: Text })) }),
    ),
  }),
})
type Finding = Type.Static<typeof Finding>
const Mapped = Type.Object({
  provider: Type.String(),
  fingerprint: Text,
  context: Type.Optional(Type.Object({ identity_id: Text })),
})
type Mapped = Type.Static<typeof Mapped>

/** What a report said so far of its own fingerprints, which only tie an identity to a finding of the same report. */
type Found = Map<string, { readonly secret: NodeId; readonly scope: string; readonly holder: string | undefined }>

export const kingfisher = defineImporter({
  source: 'kingfisher',
  version: 1,
  reads: 'leaked secrets found by Kingfisher, with who they sign in as where it asked',
  get: ['kingfisher scan <folder or address> --access-map --format json --output kingfisher.json'],
  sniff: ({ text }) =>
    (/"finding"\s*:\s*\{/.test(text) && /"snippet"\s*:/.test(text) && /"rule"\s*:\s*\{/.test(text)) ||
    (/"findings"\s*:\s*\[/.test(text) && /kingfisher/i.test(text)),
  format: 'json or ndjson',
  open(run) {
    const found: Found = new Map()
    const find = (finding: Finding, emit: Emit, place: Place) => mapFinding(finding, emit, place, run, found)
    const tie = (mapped: Mapped, emit: Emit, { file }: Place) => mapIdentity(mapped, emit, file, found)
    return {
      records: [
        recordType('/findings/*', Finding, find),
        recordType('/#', Finding, find),
        recordType('line', Finding, find),
        recordType('/access_map/*', Mapped, tie),
        recordType('line', Type.Object({ access_map: Type.Array(Mapped) }), ({ access_map }, emit, place) => {
          for (const mapped of access_map) tie(mapped, emit, place)
        }),
      ],
      ofEmpty: (file) => scopeOf(run.scope ?? file),
      blankIsEmpty: true,
      coverage: () => [
        {
          missing: 'what the secrets open: permissions that the scanner listed are not read, since they say no denies',
          settledBy: 'the provider’s own export, such as aws-iam',
        },
      ],
    }
  },
})

const scopeOf = (place: string) => `kingfisher:${repositoryOf(place)?.fullName ?? place}`

function mapFinding({ rule, finding }: Finding, emit: Emit, { file }: Place, run: Run, found: Found): void {
  const { snippet, validation, git_metadata: git } = finding
  const place = git?.repository_url ?? run.scope ?? file
  const scope = scopeOf(place)
  const told = `${rule.id} ${rule.name ?? ''}`
  const active = /^active/i.test(validation?.status ?? '')
  const ofAws = /\baws\b/i.test(told)
  // Having signed in, the scanner repeats the id that goes with a secret half.
  const response = active && ofAws ? (validation?.response ?? '') : ''
  const keyId = ofAws ? (awsKeyIdIn(snippet) ?? awsKeyIdIn(response)) : undefined
  const scoped = emit.into(scope)
  const secret = emitLeakedCopy(scoped, run, {
    rule: rule.id,
    type: keyId ? 'access_key' : secretTypeOf(told),
    value: isPemHeaderOnly(snippet) || isRedacted(snippet) ? undefined : snippet,
    nativeId: keyId === undefined ? undefined : ['aws', keyId],
    system: 'git',
    place,
    path: (git?.file?.path ?? finding.path).trim().replace(/^\/+/, ''),
    line: finding.line,
    properties: { rule: rule.id, ...(active ? { verified: true } : {}) },
  })
  const holder = /arn:aws[\w-]*:(?:iam|sts)::\d{12}:[\w+=,.@/-]+/.exec(response)?.[0]
  if (holder) emitAwsHolder(scoped, secret, holder)
  if (finding.fingerprint) found.set(`${file} ${finding.fingerprint}`, { secret, scope, holder })
}

function mapIdentity({ provider, fingerprint, context }: Mapped, emit: Emit, file: string, found: Found): void {
  const known = fingerprint ? found.get(`${file} ${fingerprint}`) : undefined
  const arn = context?.identity_id
  if (!known) emit.skip('an identity that no finding of the report names')
  else if (provider !== 'aws' || !arn?.startsWith('arn:')) emit.skip(`an identity of ${provider} without a global id`)
  else if (known.holder !== arn) emitAwsHolder(emit.into(known.scope), known.secret, arn)
}
