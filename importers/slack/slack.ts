// https://api.slack.com/methods
import { Type } from 'typebox'
import Value from 'typebox/value'
import type { CoverageGap } from '../../server/model/facts.ts'
import { answersIn, callOfFile, emitAt } from '../answers.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import * as maps from './maps.ts'
import { SlackRecord, type Sort, sortOf } from './shapes.ts'

const mapOf: Readonly<Record<Sort, (told: maps.Told) => void>> = {
  'approved app': maps.mapApprovedApp,
  'requested app': maps.mapRequestedApp,
  member: maps.mapMember,
  token: maps.mapToken,
  'whose token': maps.mapWhose,
  bot: maps.mapBot,
  log: maps.mapLog,
}

const Page = Type.Record(Type.String(), Type.Unknown())
const lists = ['approved_apps', 'app_requests', 'members', 'logs', 'users']

export const slack = defineImporter({
  source: 'slack',
  version: 1,
  reads:
    'answers of Slack’s Web API about members, approved apps with their scopes, bots, tokens and the integration log',
  get: [
    'curl -H "Authorization: Bearer $TOKEN" "https://slack.com/api/users.list?limit=1000" > users.list.json',
    'curl … "https://slack.com/api/admin.apps.approved.list?team_id=<id>" > admin.apps.approved.list.json',
    'curl … "https://slack.com/api/team.integrationLogs?count=1000" > team.integrationLogs.json',
  ],
  sniff: ({ text }) =>
    (/"ok"\s*:\s*true/.test(text) &&
      /"(?:approved_apps|app_requests|members|logs|team_id|app_id|response_metadata)"\s*:/.test(text)) ||
    /"is_primary_owner"\s*:/.test(text),
  format: 'json or ndjson',
  open(run) {
    const reading = new Reading(run)
    const map = (record: unknown, emit: Emit, place: Place) => reading.take(record, emit, place)
    return {
      records: [
        ...['/#', 'line', ...lists.map((list) => `/${list}/#`)].map((at) =>
          recordType(at, Type.Union([SlackRecord, Page]), map),
        ),
        recordType('/response_metadata/next_cursor', Type.String(), (cursor) => reading.announce(cursor)),
      ],
      ofEmpty: (file) => `slack:${run.scope ?? 'unknown'}:${callOfFile(file)}`,
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

  announce(cursor: unknown) {
    if (typeof cursor === 'string' && cursor !== '') this.isPartial = true
  }

  take(given: unknown, emit: Emit, { file }: Place) {
    const isOne = (it: object) => Value.Check(SlackRecord, it) && sortOf(it) !== undefined
    for (const { it, call, at, isRecord } of answersIn(given, isOne, callOfFile(file))) {
      const own = emitAt(emit, at, () => {
        this.isPartial = true
      })
      if (/\/response_metadata$/.test(call)) this.announce((it as { next_cursor?: unknown }).next_cursor)
      else if (isRecord) this.#map(it as SlackRecord, own)
      else own.skip('this answer does not tell what an app or a member may do; it was not read')
    }
  }

  #map(record: SlackRecord, emit: Emit) {
    const sort = sortOf(record)!
    this.met.add(sort)
    mapOf[sort]({ record, emit, run: this.#run, team: this.#run.scope ?? 'unknown' })
  }
}

function gapsOf({ scope }: Run, met: ReadonlySet<Sort>): readonly CoverageGap[] {
  const wanted: readonly (readonly [sort: Sort, missing: string, settledBy: string])[] = [
    ['member', 'the members, and who administers the workspace', 'users.list'],
    ['approved app', 'the approved apps and their scopes', 'admin.apps.approved.list (Enterprise plans)'],
    ['log', 'who installed which app', 'team.integrationLogs (paid plans)'],
  ]
  const unnamed = { missing: 'which workspace this is, where no answer tells', settledBy: '--scope <workspace id>' }
  return [
    ...(scope === undefined ? [unnamed] : []),
    ...wanted.flatMap(([sort, missing, settledBy]) => (met.has(sort) ? [] : { missing, settledBy })),
    { missing: 'in which channels bots and members are', settledBy: 'conversations.members' },
  ]
}
