// https://developers.google.com/workspace/admin/directory/reference/rest
import { Type } from 'typebox'
import Value from 'typebox/value'
import type { CoverageGap } from '../../server/model/facts.ts'
import { answersIn, callOfFile, emitAt } from '../answers.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import * as maps from './maps.ts'
import { GoogleRecord, type Sort, sortOf } from './shapes.ts'

const Page = Type.Record(Type.String(), Type.Unknown())
const lists = ['users', 'groups', 'members', 'memberships', 'items', 'domainWideDelegation']

export const googleWorkspace = defineImporter({
  source: 'google-workspace',
  version: 1,
  reads:
    'Google Workspace users, groups and their members, administrators’ roles, OAuth tokens of users and domain-wide delegation',
  get: [
    'GET https://admin.googleapis.com/admin/directory/v1/users?customer=my_customer > users.json',
    'GET …/admin/directory/v1/users/<id>/tokens > users__<id>__tokens.json',
    'GET …/admin/directory/v1/groups?customer=my_customer > groups.json, …/groups/<email>/members > groups__<email>__members.json',
    'GET …/admin/directory/v1/customer/my_customer/roles > roles.json, …/roleassignments > roleassignments.json',
    'the table of domain-wide delegation in the admin console, as {"domainWideDelegation": [{"clientId": "…", "scopes": ["…"]}]} > delegation.json',
  ],
  sniff: ({ text }) =>
    /"kind"\s*:\s*"admin#directory#/.test(text) ||
    /"domainWideDelegation"\s*:/.test(text) ||
    (/"groupKey"\s*:/.test(text) && /"parent"\s*:\s*"customers\//.test(text)) ||
    /"name"\s*:\s*"groups\/[^"/]+\/memberships\//.test(text),
  format: 'json or ndjson',
  open(run) {
    const reading = new Reading(run)
    const map = (record: unknown, emit: Emit, place: Place) => reading.take(record, emit, place)
    return {
      records: [
        ...['/#', 'line', ...lists.map((list) => `/${list}/#`)].map((at) =>
          recordType(at, Type.Union([GoogleRecord, Page]), map),
        ),
        recordType('/nextPageToken', Type.String(), (token) => {
          reading.isPartial ||= token !== ''
        }),
      ],
      ofEmpty: (file) => `google-workspace:${run.scope ?? 'unknown'}:${callOfFile(file)}`,
      end: (emit) => reading.end(emit),
      partial: () => reading.isPartial,
      coverage: () => gapsOf(reading.met),
    }
  },
})

class Reading {
  readonly #run: Run
  readonly #groups = new Map<string, string>()
  readonly #members: { readonly of: maps.Membership; readonly place: Place }[] = []
  readonly met = new Set<Sort>()
  isPartial = false

  constructor(run: Run) {
    this.#run = run
  }

  take(given: unknown, emit: Emit, place: Place) {
    const isOne = (it: object, call: string) => Value.Check(GoogleRecord, it) && sortOf(it, call) !== undefined
    for (const { it, call, at, isRecord } of answersIn(given, isOne, `/${callOfFile(place.file)}`)) {
      const own = emitAt(emit, at, () => {
        this.isPartial = true
      })
      if (isRecord) this.#map(it as GoogleRecord, call, { ...place, pointer: place.pointer + at }, own)
      else own.reject('neither its fields nor its call tell what this record is')
    }
  }

  #map(record: GoogleRecord, call: string, place: Place, emit: Emit) {
    const sort = sortOf(record, call)!
    this.met.add(sort)
    const stated = record.customerId ?? /^customers\/(.+)$/.exec(record.parent ?? '')?.[1]
    const told = { record, emit, call, customer: this.#run.scope ?? stated ?? 'unknown' }
    if (sort === 'group') maps.mapGroup(told, this.#groups)
    else if (sort === 'member') {
      const of = maps.readMember(told)
      if (!of) return
      this.#members.push({ of, place })
      emit.later()
    } else mapOf[sort](told)
  }

  end(emit: Emit) {
    for (const { of, place } of this.#members) maps.emitMember(of, place, emit, this.#groups)
  }
}

const mapOf: Readonly<Record<Exclude<Sort, 'group' | 'member'>, (told: maps.Told) => void>> = {
  user: maps.mapUser,
  token: maps.mapToken,
  delegation: maps.mapDelegation,
  role: maps.mapRole,
  'role assignment': maps.mapRoleAssignment,
}

function gapsOf(met: ReadonlySet<Sort>): readonly CoverageGap[] {
  const wanted: readonly (readonly [sort: Sort, missing: string, settledBy: string])[] = [
    ['user', 'the users, and which of them are administrators', 'users.list'],
    ['token', 'what users let applications do', 'users/<id>/tokens'],
    [
      'delegation',
      'which clients speak as any user',
      'the admin console, Security, API controls, domain-wide delegation',
    ],
    ['role assignment', 'who holds which administrator’s role', 'roleassignments.list'],
    ['member', 'who is in which group', 'groups/<email>/members'],
  ]
  return [
    ...wanted.flatMap(([sort, missing, settledBy]) => (met.has(sort) ? [] : { missing, settledBy })),
    { missing: 'which applications an administrator blocks or trusts', settledBy: 'API controls, app access control' },
  ]
}
