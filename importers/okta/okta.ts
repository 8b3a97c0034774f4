// https://developer.okta.com/docs/api/openapi/okta-management/guides/overview/
import { Type } from 'typebox'
import Value from 'typebox/value'
import type { CoverageGap } from '../../server/model/facts.ts'
import { answersIn, callOfFile, emitAt } from '../answers.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import * as credentials from './credentials.ts'
import * as directory from './directory.ts'
import { type Placed, placed } from './place.ts'
import * as roles from './roles.ts'
import { OktaRecord, type Sort, sortOf } from './shapes.ts'

const skipped = (reason: string) => (it: Placed) => it.emit.skip(reason)

const maps: Readonly<Record<Sort, (it: Placed, call: string) => void>> = {
  user: (it, call) => {
    const group = /\/groups\/([^/?# ]+)\/users/.exec(call)?.[1]
    if (group) directory.mapMember(it, group)
    else directory.mapUser(it)
  },
  group: directory.mapGroup,
  application: directory.mapApplication,
  'application user': directory.mapAssignment,
  'application group': directory.mapAssignment,
  grant: credentials.mapGrant,
  token: credentials.mapToken,
  'client secret': credentials.mapClientSecret,
  key: credentials.mapKey,
  'api token': credentials.mapApiToken,
  'role assignment': roles.mapRoleAssignment,
  'role target': roles.mapRoleTarget,
  'custom role': roles.mapCustomRole,
  'role permission': roles.mapRolePermission,
  'service account': directory.mapServiceAccount,
  provisioning: skipped('a provisioning connection tells neither whom it provisions nor by which credential'),
  claim: skipped('a claim that an application adds to its tokens decides nothing in Okta'),
}

const Page = Type.Record(Type.String(), Type.Unknown())

export const okta = defineImporter({
  source: 'okta',
  version: 1,
  reads:
    'answers of Okta’s management API about users, groups, applications, their grants and credentials, API tokens and administrators’ roles',
  get: [
    'curl -H "Authorization: SSWS $OKTA_TOKEN" https://<org>.okta.com/api/v1/apps > api__v1__apps.json',
    'curl … /api/v1/users > api__v1__users.json, /api/v1/groups > api__v1__groups.json, /api/v1/groups/<id>/users > api__v1__groups__<id>__users.json',
    'curl … /api/v1/api-tokens > api__v1__api-tokens.json',
    'curl … /api/v1/apps/<id>/grants > api__v1__apps__<id>__grants.json, and so …/tokens, …/credentials/secrets, …/credentials/jwks, …/users, …/groups',
    'curl … /oauth2/v1/clients/<id>/roles > oauth2__v1__clients__<id>__roles.json, and so /api/v1/users/<id>/roles, /api/v1/groups/<id>/roles',
  ],
  sniff: ({ text }) =>
    /"href"\s*:\s*"https:\/\/[^"/]*(?:okta(?:preview|-emea|-gov)?\.(?:com|mil)|\{yourOktaDomain\})\//i.test(text) ||
    /"orn"\s*:\s*"orn:okta:/.test(text),
  format: 'json or ndjson',
  open(run) {
    const reading = new Reading(run)
    const map = (record: unknown, emit: Emit, place: Place) => reading.take(record, emit, place)
    return {
      records: [
        recordType('/#', Type.Union([OktaRecord, Page]), map),
        recordType('line', Type.Union([OktaRecord, Page]), map),
      ],
      ofEmpty: (file) => `okta:${run.scope ?? 'unknown'}:${callOfFile(file)}`,
      partial: () => reading.isPartial,
      coverage: () => gapsOf(run, reading.met),
    }
  },
})

class Reading {
  readonly #run: Run
  readonly met = new Set<Sort>()
  isPartial = false

  constructor(run: Run) {
    this.#run = run
  }

  take(given: unknown, emit: Emit, { file }: Place) {
    const isOne = (it: object, call: string) => Value.Check(OktaRecord, it) && sortOf(it, call) !== undefined
    for (const { it, call, at, isRecord } of answersIn(given, isOne, `/${callOfFile(file)}`)) {
      const own = emitAt(emit, at, () => {
        this.isPartial = true
      })
      if (isRecord) this.#map(it as OktaRecord, call, own)
      else if (/\/_links\/next$/.test(call)) this.isPartial = true
      else if (!/\/_(?:links|embedded)\b/.test(call))
        own.reject('neither its fields nor its call tell what this record is')
    }
  }

  #map(record: OktaRecord, call: string, emit: Emit) {
    const sort = sortOf(record, call)!
    this.met.add(sort)
    maps[sort](placed(record, call, emit, this.#run), call)
  }
}

function gapsOf({ scope }: Run, met: ReadonlySet<Sort>): readonly CoverageGap[] {
  const wanted: readonly (readonly [sort: Sort, missing: string, call: string])[] = [
    ['user', 'the users, and which of them can sign in', '/api/v1/users'],
    ['group', 'the groups and their members', '/api/v1/groups, /api/v1/groups/<id>/users'],
    ['application', 'the applications', '/api/v1/apps'],
    ['role assignment', 'who is an administrator', '/api/v1/iam/assignees/users, then /api/v1/users/<id>/roles'],
    ['api token', 'the API tokens', '/api/v1/api-tokens'],
    ['grant', 'what applications may ask of Okta', '/api/v1/apps/<id>/grants'],
    ['client secret', 'the client secrets', '/api/v1/apps/<id>/credentials/secrets'],
    ['application user', 'who may sign in to which application', '/api/v1/apps/<id>/users'],
  ]
  const unnamed = { missing: 'which organisation this is, where no address tells', settledBy: '--scope <org>.okta.com' }
  return [
    ...(scope === undefined ? [unnamed] : []),
    ...wanted.flatMap(([sort, missing, settledBy]) => (met.has(sort) ? [] : { missing, settledBy })),
    { missing: 'which sign-on policies ask for a second factor or a network', settledBy: '/api/v1/policies' },
  ]
}
