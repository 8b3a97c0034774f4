import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { EdgeFact, NodeFact, SourceFile } from '../model/facts.ts'
import type { PackedFacts } from '../model/packed-facts.ts'
import { EDGE, edgeOfRow, evidenceOfRow, NO_EVIDENCE, NODE, nodeOfRow } from './fact-row.ts'
import { keyOf } from './sqlite-database.ts'
import type { ScopeNames } from './sqlite-scopes.ts'
import type { FactFilter, Revision, ScopeHeader, ScopeInfo, Snapshot } from './store.ts'

const CHUNK_ROWS = 2_000

type Row = [
  seq: number,
  scope: number,
  id: string,
  kind: string | null,
  type: string,
  tail: string | null,
  head: string | null,
  claim: string,
  evidence: string,
  stale: number,
]

const EVIDENCE = 8

interface HeaderRow {
  readonly header: string
  readonly nodes: number
  readonly edges: number
  readonly since: Revision
}

// The planner knows nothing of how the values are spread, so each statement names its index.
const everyFact = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts NOT INDEXED
  WHERE seq > ? AND sort = ? AND since <= ? AND until > ? ORDER BY seq LIMIT ${CHUNK_ROWS}`
const everyClaim = `
  SELECT seq, scope, id, kind, type, tail, head, claim, '${NO_EVIDENCE}', stale FROM facts NOT INDEXED
  WHERE seq > ? AND sort = ? AND since <= ? AND until > ? ORDER BY seq LIMIT ${CHUNK_ROWS}`
const factsOfScope = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts INDEXED BY facts_by_scope
  WHERE scope = ? AND sort = ? AND seq > ? AND since <= ? AND until > ? ORDER BY seq LIMIT ${CHUNK_ROWS}`
const factsOfType = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts INDEXED BY facts_by_type
  WHERE type = ? AND seq > ? AND sort = ? AND since <= ? AND until > ? ORDER BY seq LIMIT ${CHUNK_ROWS}`
const factsOfId = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts INDEXED BY facts_by_key
  WHERE key = ? AND id = ? AND sort = ? AND since <= ? AND until > ? ORDER BY seq`
// Many rows in one value, for who reads them all; their texts apart by bytes that no text holds: see packed-facts.ts.
const PACKED_ROWS = 20_000
const packedOf = (from: string) => `
  SELECT max(seq), count(*), CAST(group_concat(packed, x'fe') AS BLOB) FROM (
    SELECT seq, CASE sort
      WHEN ${NODE} THEN concat_ws(x'ff', 'n' || scope, id, kind, type, claim, stale)
      ELSE concat_ws(x'ff', 'e' || scope, id, tail, head, type, claim, stale) END AS packed
    FROM facts ${from} AND seq > ? AND since <= ? AND until > ? ORDER BY seq LIMIT ${PACKED_ROWS})`
const packedFacts = packedOf('NOT INDEXED WHERE ? IS NULL')
const packedOfScope = packedOf('INDEXED BY facts_by_scope WHERE scope = ? AND sort = ?')
const headersAt = `
  SELECT header, nodes, edges, since FROM headers WHERE since <= ? AND until > ?`
const fileOfId = `
  SELECT id, source, name, sha256, collected_at AS collectedAt FROM files WHERE id = ? AND since <= ?`

/**
 * Reads one revision in short statements, each on its own, so that a slow reader holds nothing open: rows of a committed
 * revision never change, and what is written meanwhile bears a later number.
 */
export class SqliteSnapshot implements Snapshot {
  readonly revision: Revision
  readonly #db: DatabaseSync
  readonly #names: ScopeNames
  readonly #run: <T>(work: () => T) => T

  /** `run` wraps every statement: it turns SQLite's errors into sentences, and may refuse. */
  constructor(db: DatabaseSync, names: ScopeNames, revision: Revision, run: <T>(work: () => T) => T) {
    this.#db = db
    this.#names = names
    this.#run = run
    this.revision = revision
  }

  async *nodes(filter: FactFilter = {}): AsyncIterable<readonly NodeFact[]> {
    for await (const rows of this.#rows(NODE, filter)) {
      yield rows.map((row) => nodeFactOf(row, this.#names))
    }
  }

  async *edges(filter: FactFilter = {}): AsyncIterable<readonly EdgeFact[]> {
    for await (const rows of this.#rows(EDGE, filter)) {
      yield rows.map((row) => edgeFactOf(row, this.#names))
    }
  }

  async *packed(scopes?: readonly string[]): AsyncIterable<PackedFacts> {
    const wanted = scopes && new Set(scopes)
    const scopeOf = (scope: number) => this.#names.nameOf(scope)
    const some = () => this.#run(() => this.#names.all()).filter(({ name }) => wanted!.has(name))
    const runs = wanted ? some().flatMap(({ seq }) => [[seq, NODE] as const, [seq, EDGE] as const]) : [[null] as const]
    for (const run of runs) {
      const sql = wanted ? packedOfScope : packedFacts
      for (let after = 0, rows = PACKED_ROWS; rows === PACKED_ROWS; ) {
        const [last, count, bytes] = this.#packedAfter(sql, [...run, after])
        if (bytes !== null) yield { scopeOf, bytes }
        after = last
        rows = count
        await setImmediate()
      }
    }
  }

  async scopes(): Promise<readonly ScopeInfo[]> {
    const { revision: at } = this
    const rows = this.#run(() => this.#db.prepare(headersAt).all(at, at)) as unknown as HeaderRow[]
    return rows
      .map(({ header, since, ...counts }) => ({ ...(JSON.parse(header) as ScopeHeader), revision: since, ...counts }))
      .sort((a, b) => (a.scope < b.scope ? -1 : 1))
  }

  async files(ids: readonly string[]): Promise<readonly SourceFile[]> {
    return this.#run(() => {
      const file = this.#db.prepare(fileOfId)
      return [...new Set(ids)].flatMap((id) => (file.get(id, this.revision) as SourceFile | undefined) ?? [])
    })
  }

  async *#rows(sort: number, { scopes, types, ids, withoutEvidence = false }: FactFilter): AsyncGenerator<Row[]> {
    const wantedScopes = scopes && new Set(scopes)
    const wantedTypes = types && new Set(types)
    const isWanted = ([, scope, , , type]: Row) =>
      (wantedScopes?.has(this.#names.nameOf(scope)) ?? true) && (wantedTypes?.has(type) ?? true)
    for (const rows of this.#found(sort, withoutEvidence, ids && new Set(ids), wantedScopes, wantedTypes)) {
      const wanted = rows.filter(isWanted)
      if (withoutEvidence) for (const row of wanted) row[EVIDENCE] = NO_EVIDENCE
      if (wanted.length > 0) yield wanted
      await setImmediate()
    }
  }

  /** At least what is wanted, by the index that fits best. */
  *#found(
    sort: number,
    withoutEvidence: boolean,
    ids: ReadonlySet<string> | undefined,
    scopes: ReadonlySet<string> | undefined,
    types: ReadonlySet<string> | undefined,
  ): Generator<Row[]> {
    const at = this.revision
    if (ids !== undefined) {
      for (const some of chunksOf(ids)) yield some.flatMap((id) => this.#all(factsOfId, keyOf(id), id, sort, at, at))
    } else if (scopes !== undefined) {
      for (const { seq, name } of this.#run(() => this.#names.all())) {
        if (scopes.has(name)) yield* this.#pages((after) => this.#all(factsOfScope, seq, sort, after, at, at))
      }
    } else if (types !== undefined) {
      for (const type of types) yield* this.#pages((after) => this.#all(factsOfType, type, after, sort, at, at))
    } else {
      const every = withoutEvidence ? everyClaim : everyFact
      yield* this.#pages((after) => this.#all(every, after, sort, at, at))
    }
  }

  *#pages(read: (after: number) => Row[]): Generator<Row[]> {
    let after = 0
    for (;;) {
      const rows = read(after)
      yield rows
      if (rows.length < CHUNK_ROWS) return
      after = rows.at(-1)![0]
    }
  }

  #packedAfter(sql: string, values: readonly (number | null)[]): [number, number, Uint8Array | null] {
    return this.#run(() => {
      const statement = this.#db.prepare(sql)
      statement.setReturnArrays(true)
      return statement.get(...values, this.revision, this.revision) as unknown as [number, number, Uint8Array | null]
    })
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return this.#run(() => {
      const statement = this.#db.prepare(sql)
      statement.setReturnArrays(true)
      return statement.all(...values) as unknown as Row[]
    })
  }
}

function* chunksOf(ids: ReadonlySet<string>): Generator<string[]> {
  const all = [...ids]
  for (let from = 0; from < all.length; from += CHUNK_ROWS) yield all.slice(from, from + CHUNK_ROWS)
}

const nodeFactOf = ([, scope, id, kind, type, , , claim, evidence, stale]: Row, names: ScopeNames): NodeFact => ({
  scope: names.nameOf(scope),
  node: nodeOfRow(id, kind!, type, claim),
  evidence: evidenceOfRow(evidence),
  ...(stale === 1 && { stale: true }),
})

export const edgeFactOf = (
  [, scope, id, , type, tail, head, claim, evidence, stale]: Row,
  names: ScopeNames,
): EdgeFact => ({
  scope: names.nameOf(scope),
  id,
  edge: edgeOfRow(type, tail!, head!, claim),
  evidence: evidenceOfRow(evidence),
  ...(stale === 1 && { stale: true }),
})
