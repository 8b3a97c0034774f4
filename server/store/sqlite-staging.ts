import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { EDGE, type FactRow, NODE } from './fact-row.ts'
import { RowSet } from './row-set.ts'
import type { ScopeTally } from './scope-tally.ts'
import { keyOf, OPEN } from './sqlite-database.ts'
import type { Revision } from './store.ts'

export const PAGE_ROWS = 5_000

// The planner knows nothing of how the values are spread, so each statement names its index.
const sql = {
  insert: `
    INSERT INTO facts (key, sort, scope, id, kind, type, tail, head, claim, evidence, stale, hash, since, until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${OPEN})`,
  equal: `
    SELECT seq FROM facts INDEXED BY facts_by_key
    WHERE key = ? AND id = ? AND sort = ? AND scope = ? AND hash = ? AND stale = ? AND until = ${OPEN}`,
  saidBefore: `
    SELECT 1 FROM facts INDEXED BY facts_by_key
    WHERE key = ? AND id = ? AND sort = ? AND scope = ? AND since < ? AND until >= ? LIMIT 1`,
  openOfId: `
    SELECT seq FROM facts INDEXED BY facts_by_key
    WHERE key = ? AND id = ? AND sort = ? AND scope = ? AND until = ${OPEN}`,
  earlier: `
    SELECT seq, sort, id, kind, type, stale FROM facts INDEXED BY facts_by_scope
    WHERE scope = ? AND sort = ? AND seq > ? AND since < ? AND until = ${OPEN} ORDER BY seq LIMIT ${PAGE_ROWS}`,
  close: 'UPDATE facts SET until = ? WHERE seq = ?',
  carry: `
    INSERT INTO facts (key, sort, scope, id, kind, type, tail, head, claim, evidence, stale, hash, since, until)
    SELECT key, sort, scope, id, kind, type, tail, head, claim, evidence, 1, hash, ?, ${OPEN} FROM facts AS fresh
    WHERE seq = ? AND NOT EXISTS (
      SELECT 1 FROM facts AS twin INDEXED BY facts_by_key
      WHERE twin.key = fresh.key AND twin.id = fresh.id AND twin.sort = fresh.sort AND twin.scope = fresh.scope
        AND twin.hash = fresh.hash AND twin.stale = 1 AND twin.until = ${OPEN})`,
  edges: `
    SELECT seq, id, tail, head FROM facts INDEXED BY facts_by_scope
    WHERE scope = ? AND sort = ${EDGE} AND seq > ? AND until = ${OPEN} ORDER BY seq LIMIT ${PAGE_ROWS}`,
  holdsNode: `
    SELECT 1 FROM facts INDEXED BY facts_by_key
    WHERE key = ? AND id = ? AND sort = ${NODE} AND until = ${OPEN} LIMIT 1`,
} as const

/** What one scope's batch has come to. */
export interface ScopeStaging {
  readonly seq: number
  /** Whether the scope is known at the current revision: else nothing it says can have been said before. */
  readonly isKnown: boolean
  readonly tally: ScopeTally
  changed: boolean
  sealed: boolean
}
export interface Earlier extends Pick<FactRow, 'sort' | 'id' | 'kind' | 'type' | 'stale'> {
  readonly seq: number
}
export interface StagedEdge {
  readonly seq: number
  readonly id: string
  readonly tail: string
  readonly head: string
}

/** The facts one writer stages: statements that mean something only within its transactions. */
export class FactStaging {
  readonly #revision: Revision
  readonly #statements: Record<keyof typeof sql, StatementSync>
  /** The open facts that the batches of this writer say, new or not. */
  readonly #said = new RowSet()

  constructor(db: DatabaseSync, revision: Revision) {
    this.#revision = revision
    const prepared = Object.entries(sql).map(([name, text]) => [name, db.prepare(text)])
    this.#statements = Object.fromEntries(prepared) as Record<keyof typeof sql, StatementSync>
  }

  say(scope: ScopeStaging, row: FactRow): void {
    const { insert, equal, saidBefore } = this.#statements
    const { sort, id, kind, type, tail, head, claim, evidence, stale, hash } = row
    const key = keyOf(id)
    const known = equal.get(key, id, sort, scope.seq, hash, stale) as { seq: number } | undefined
    if (known !== undefined) {
      if (this.#said.add(known.seq)) scope.tally.count('unchanged', row)
      return
    }
    const n = this.#revision
    const isNew = !scope.isKnown || saidBefore.get(key, id, sort, scope.seq, n, n) === undefined
    const added = insert.run(key, sort, scope.seq, id, kind, type, tail, head, claim, evidence, stale, hash, n)
    this.#said.add(Number(added.lastInsertRowid))
    scope.changed = true
    scope.tally.count(isNew ? 'added' : 'unchanged', row)
  }

  isSaid({ seq }: { readonly seq: number }): boolean {
    return this.#said.has(seq)
  }

  /** A page of what the scope said before this writer and what is still open. */
  earlier(scope: ScopeStaging, sort: number, after: number): Earlier[] {
    const rows = this.#statements.earlier.all(scope.seq, sort, after, this.#revision)
    return rows as unknown as Earlier[]
  }

  /** Closes what is not said any more; where the batch saw only a part, a stale copy takes its place. */
  endUnsaid(scope: ScopeStaging, row: Earlier, complete: boolean): void {
    const { openOfId, close, carry } = this.#statements
    const sameId = openOfId.all(keyOf(row.id), row.id, row.sort, scope.seq) as unknown as { seq: number }[]
    const isSaidAnew = sameId.some((same) => this.isSaid(same))
    if (!isSaidAnew) scope.tally.count(complete ? 'removed' : 'unchanged', row)
    const isKept = !complete && !isSaidAnew
    if (isKept && row.stale === 1) return
    close.run(this.#revision, row.seq)
    if (isKept) carry.run(this.#revision, row.seq)
    scope.changed = true
  }

  edges(scope: ScopeStaging, after: number): StagedEdge[] {
    return this.#statements.edges.all(scope.seq, after) as unknown as StagedEdge[]
  }

  holdsNode(id: string): boolean {
    return this.#statements.holdsNode.get(keyOf(id), id) !== undefined
  }
}
