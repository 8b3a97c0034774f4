import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { EdgeFact, NodeFact, SourceFile } from '../model/facts.ts'
import { EDGE, edgeOfRow, evidenceOfRow, NODE, nodeOfRow } from './fact-row.ts'
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

const everyFact = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts NOT INDEXED
  WHERE seq > ? AND sort = ? AND since <= ? AND until > ? ORDER BY seq LIMIT ${CHUNK_ROWS}`
const factsOfScope = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts INDEXED BY facts_by_type
  WHERE scope = ? AND sort = ? AND (type, seq) > (?, ?) AND since <= ? AND until > ? ORDER BY type, seq LIMIT ${CHUNK_ROWS}`
const factsOfType = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts INDEXED BY facts_by_type
  WHERE scope = ? AND sort = ? AND type = ? AND seq > ? AND since <= ? AND until > ? ORDER BY seq LIMIT ${CHUNK_ROWS}`
const factsOfId = `
  SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts INDEXED BY facts_by_key
  WHERE key = ? AND id = ? AND sort = ? AND since <= ? AND until > ? ORDER BY seq`
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

  async scopes(): Promise<readonly ScopeInfo[]> {
    const rows = this.#all(headersAt, this.revision, this.revision) as [string, number, number, number][]
    return rows
      .map(([header, nodes, edges, revision]) => ({ ...(JSON.parse(header) as ScopeHeader), revision, nodes, edges }))
      .sort((a, b) => (a.scope < b.scope ? -1 : 1))
  }

  async files(ids: readonly string[]): Promise<readonly SourceFile[]> {
    const get = this.#db.prepare(fileOfId)
    return this.#run(() =>
      [...new Set(ids)].flatMap((id) => (get.get(id, this.revision) as SourceFile | undefined) ?? []),
    )
  }

  #all(sql: string, ...values: (string | number)[]): unknown[] {
    return this.#run(() => {
      const statement = this.#db.prepare(sql)
      statement.setReturnArrays(true)
      return statement.all(...values)
    })
  }

  async *#rows(sort: number, { scopes, types, ids }: FactFilter): AsyncGenerator<Row[]> {
    const wantedScopes = scopes === undefined ? undefined : new Set(scopes)
    const wantedTypes = types === undefined ? undefined : new Set(types)
    if (ids !== undefined) yield* this.#ofIds(sort, new Set(ids), wantedScopes, wantedTypes)
    else if (wantedTypes !== undefined) yield* this.#ofTypes(sort, this.#seqs(wantedScopes), wantedTypes)
    else if (wantedScopes !== undefined) yield* this.#ofScopes(sort, this.#seqs(wantedScopes))
    else yield* this.#pages((last) => this.#all(everyFact, last?.[0] ?? 0, sort, this.revision, this.revision) as Row[])
  }

  #seqs(wanted: ReadonlySet<string> | undefined): number[] {
    return this.#run(() => this.#names.all())
      .filter(({ name }) => wanted?.has(name) ?? true)
      .map(({ seq }) => seq)
  }

  async *#ofScopes(sort: number, scopes: readonly number[]): AsyncGenerator<Row[]> {
    const at = this.revision
    for (const scope of scopes) {
      yield* this.#pages(
        (last) => this.#all(factsOfScope, scope, sort, last?.[4] ?? '', last?.[0] ?? 0, at, at) as Row[],
      )
    }
  }

  async *#ofTypes(sort: number, scopes: readonly number[], types: ReadonlySet<string>): AsyncGenerator<Row[]> {
    const at = this.revision
    for (const scope of scopes) {
      for (const type of types) {
        yield* this.#pages((last) => this.#all(factsOfType, scope, sort, type, last?.[0] ?? 0, at, at) as Row[])
      }
    }
  }

  async *#ofIds(
    sort: number,
    ids: ReadonlySet<string>,
    scopes: ReadonlySet<string> | undefined,
    types: ReadonlySet<string> | undefined,
  ): AsyncGenerator<Row[]> {
    let rows: Row[] = []
    for (const id of ids) {
      for (const row of this.#all(factsOfId, keyOf(id), id, sort, this.revision, this.revision) as Row[]) {
        const wanted = (scopes?.has(this.#names.nameOf(row[1])) ?? true) && (types?.has(row[4]) ?? true)
        if (wanted) rows.push(row)
      }
      if (rows.length < CHUNK_ROWS) continue
      yield rows
      rows = []
      await setImmediate()
    }
    if (rows.length > 0) yield rows
  }

  async *#pages(read: (last: Row | undefined) => Row[]): AsyncGenerator<Row[]> {
    let rows = read(undefined)
    while (rows.length > 0) {
      yield rows
      if (rows.length < CHUNK_ROWS) return
      await setImmediate()
      rows = read(rows.at(-1))
    }
  }
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
