// https://developer.hashicorp.com/vault/api-docs
import { Type } from 'typebox'
import Value from 'typebox/value'
import type { CoverageGap } from '../../server/model/facts.ts'
import { answersIn, callOfFile, emitAt } from '../answers.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import { Server } from './claims.ts'
import * as maps from './maps.ts'
import { Answer, Data, Mount } from './shapes.ts'

type Sort = 'policy' | 'mounts' | 'method' | 'role' | 'secret id' | 'token' | 'entity' | 'group'

const Page = Type.Record(Type.String(), Type.Unknown())

export const vault = defineImporter({
  source: 'vault',
  version: 1,
  reads:
    'answers of HashiCorp Vault about policies, auth methods and their roles, secret ids and tokens by accessor, entities and groups',
  get: [
    'vault auth list -format=json > auth-list.json && vault secrets list -format=json > secrets-list.json',
    'vault read -format=json sys/policies/acl/<name> > sys__policies__acl__<name>.json',
    'vault read -format=json auth/<mount>/config > auth__<mount>__config.json',
    'vault read -format=json auth/<mount>/role/<name> > auth__<mount>__role__<name>.json',
    'vault write -format=json auth/<mount>/role/<name>/secret-id-accessor/lookup secret_id_accessor=<id> > auth__<mount>__role__<name>__secret-id-<n>.json',
    'vault read -format=json identity/entity/id/<id> > identity__entity__id__<id>.json',
  ],
  sniff: ({ name, text }) =>
    (/"request_id"\s*:/.test(text) && /"lease_(?:id|duration)"\s*:/.test(text) && /"data"\s*:/.test(text)) ||
    /"accessor"\s*:\s*"auth_[a-z]+_[0-9a-f]+"/.test(text) ||
    (/(?:^|[/_])auth__[^/]+__(?:role|config)/.test(name) && /^\s*\{/.test(text)) ||
    /"(?:secret_id_bound_cidrs|bound_service_account_names|token_policies)"\s*:/.test(text),
  format: 'json or ndjson',
  open(run) {
    const reading = new Reading(run)
    const map = (record: unknown, emit: Emit, place: Place) => reading.take(record, emit, place)
    return {
      records: [recordType('/#', Page, map), recordType('line', Page, map)],
      partial: () => reading.isPartial,
      coverage: () => gapsOf(run, reading.met),
    }
  },
})

class Reading {
  readonly #run: Run
  readonly #server: Server
  readonly met = new Set<Sort>()
  isPartial = false

  constructor(run: Run) {
    this.#run = run
    this.#server = new Server(run.scope ?? 'unknown')
  }

  take(given: unknown, emit: Emit, { file }: Place) {
    const isOne = (it: object) => Value.Check(Answer, it) || mountsIn(it) !== undefined || sortOf(it, '') !== undefined
    for (const { it, call, at, isRecord } of answersIn(given, isOne, callOfFile(file))) {
      const own = emitAt(emit, at, () => {
        this.isPartial = true
      })
      if (!isRecord) own.reject('this is no answer of Vault that says who may do what')
      else this.#answer(it, pathIn(call), own)
    }
  }

  #answer(it: unknown, call: string, emit: Emit) {
    const data = Value.Check(Answer, it) && !mountsIn(it) ? it.data : it
    const mounts = mountsIn(data)
    const about = { server: this.#server, emit, run: this.#run, call }
    if (mounts) {
      this.met.add('mounts')
      return maps.mapMounts(about, mounts)
    }
    const sort = Value.Check(Data, data) ? sortOf(data, call) : undefined
    if (!sort) return emit.reject('neither its fields nor its call tell what this answer is about')
    this.met.add(sort)
    mapOf[sort]({ ...about, data: data as Data })
  }
}

const mapOf: Readonly<Record<Exclude<Sort, 'mounts'>, (told: maps.Told) => void>> = {
  policy: maps.mapPolicy,
  method: maps.mapMethodConfig,
  role: maps.mapRole,
  'secret id': maps.mapSecretId,
  token: maps.mapToken,
  entity: maps.mapEntity,
  group: maps.mapGroup,
}

/** The path of Vault in a file's name or a label. */
const pathIn = (call: string): string => {
  const at = call.search(/(?:^|\/|\s)(?:sys\/|auth\/|identity\/)/)
  return at === -1 ? call : call.slice(at).replace(/^[/\s]/, '')
}

function mountsIn(it: unknown): readonly (readonly [string, Mount])[] | undefined {
  if (typeof it !== 'object' || it === null || Array.isArray(it)) return undefined
  const entries = Object.entries(it).filter(([key]) => key.endsWith('/'))
  const mounts = entries.flatMap(([key, value]) => (Value.Check(Mount, value) ? [[key, value] as const] : []))
  return mounts.length > 0 && mounts.length === entries.length ? mounts : undefined
}

/** By what only such an answer has, then by its path. */
function sortOf(it: object, call: string): Exclude<Sort, 'mounts'> | undefined {
  const data = it as Data
  if (typeof data.policy === 'string' || typeof data.rules === 'string') return 'policy'
  if (data.secret_id_accessor && data.secret_id_num_uses !== undefined) return 'secret id'
  if (data.accessor && data.policies && data.creation_time !== undefined) return 'token'
  if (data.accessor && data.policies && data.path !== undefined) return 'token'
  if (data.id && data.member_entity_ids !== undefined) return 'group'
  if (data.id && data.aliases !== undefined) return 'entity'
  if (/^auth\/.+\/config$/.test(call)) return 'method'
  if (/^auth\/.+\/(?:roles?|users|groups|certs)\/[^/]+$/.test(call)) return 'role'
  return undefined
}

function gapsOf({ scope }: Run, met: ReadonlySet<Sort>): readonly CoverageGap[] {
  const wanted: readonly (readonly [sort: Sort, missing: string, settledBy: string])[] = [
    ['policy', 'what the policies allow', 'vault read -format=json sys/policies/acl/<name>'],
    ['mounts', 'the auth methods and secrets engines', 'vault auth list, vault secrets list'],
    ['method', 'which issuers and clusters the auth methods trust', 'vault read -format=json auth/<mount>/config'],
    ['role', 'the roles by which one signs in', 'vault read -format=json auth/<mount>/role/<name>'],
    [
      'entity',
      'the entities, whose policies add to those of a role',
      'vault read -format=json identity/entity/id/<id>',
    ],
  ]
  const unnamed = { missing: 'which Vault this is; another one would be mixed with it', settledBy: '--scope <name>' }
  return [
    ...(scope === undefined ? [unnamed] : []),
    ...wanted.flatMap(([sort, missing, settledBy]) => (met.has(sort) ? [] : { missing, settledBy })),
    { missing: 'tokens and secret ids that no accessor was looked up for' },
    { missing: 'Sentinel policies, which may ask for more than an ACL policy does' },
  ]
}
