import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { EdgeFact, SourceFile } from '../model/facts.ts'
import { canonicalJson, edgeRow, type FactRow, nodeRow, requireText } from './fact-row.ts'
import { interrupted } from './lease-holder.ts'
import { RowSet } from './row-set.ts'
import { ScopeTally } from './scope-tally.ts'
import { inTransaction, OPEN } from './sqlite-database.ts'
import type { Lease } from './sqlite-lease.ts'
import type { ScopeNames } from './sqlite-scopes.ts'
import { EDGE, edgeFactOf, NODE, type Row, SqliteSnapshot } from './sqlite-snapshot.ts'
import type { Facts, Revision, ScopeChange, ScopeHeader, Snapshot, Writer } from './store.ts'

const CHUNK_ROWS = 5_000

const sql = {
  current: 'SELECT current FROM state',
  insertFact: `
    INSERT INTO facts (sort, scope, id, kind, type, tail, head, claim, evidence, stale, hash, since, until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${OPEN}) ON CONFLICT DO NOTHING`,
  equalFact: `
    SELECT seq, since FROM facts
    WHERE id = ? AND sort = ? AND scope = ? AND hash = ? AND stale = ? AND until = ${OPEN}`,
  saidBefore: 'SELECT 1 FROM facts WHERE id = ? AND sort = ? AND scope = ? AND since < ? AND until >= ? LIMIT 1',
  openOfId: `SELECT seq FROM facts WHERE id = ? AND sort = ? AND scope = ? AND until = ${OPEN}`,
  earlierFacts: `
    SELECT seq, id, kind, type, stale FROM facts
    WHERE scope = ? AND sort = ? AND (type, seq) > (?, ?) AND since < ? AND until = ${OPEN}
    ORDER BY type, seq LIMIT ${CHUNK_ROWS}`,
  closeFact: 'UPDATE facts SET until = ? WHERE seq = ?',
  carryStale: `
    INSERT INTO facts (sort, scope, id, kind, type, tail, head, claim, evidence, stale, hash, since, until)
    SELECT sort, scope, id, kind, type, tail, head, claim, evidence, 1, hash, ?, ${OPEN} FROM facts WHERE seq = ?
    ON CONFLICT DO NOTHING`,
  headerOf: `SELECT header FROM headers WHERE scope = ? AND until = ${OPEN}`,
  closeHeader: `UPDATE headers SET until = ? WHERE scope = ? AND until = ${OPEN}`,
  insertHeader: `INSERT INTO headers VALUES (?, ?, ?, ?, ?, ${OPEN})`,
  touchHeader: `UPDATE headers SET header = ? WHERE scope = ? AND until = ${OPEN}`,
  insertFile: 'INSERT INTO files VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  edgesWithEnds: `
    SELECT seq, type,
      EXISTS (SELECT 1 FROM facts WHERE id = edge.tail AND sort = ${NODE} AND until = ${OPEN}) AND
      EXISTS (SELECT 1 FROM facts WHERE id = edge.head AND sort = ${NODE} AND until = ${OPEN}) AS whole
    FROM facts AS edge
    WHERE scope = ? AND sort = ${EDGE} AND (type, seq) > (?, ?) AND until = ${OPEN} ORDER BY type, seq LIMIT ${CHUNK_ROWS}`,
  factOfSeq: 'SELECT seq, scope, id, kind, type, tail, head, claim, evidence, stale FROM facts WHERE seq = ?',
  sweepFacts: `
    DELETE FROM facts WHERE seq IN (
      SELECT seq FROM facts WHERE seq > (SELECT last_seq FROM state) LIMIT ${CHUNK_ROWS})`,
  reopenFacts: `
    UPDATE facts SET until = ${OPEN} WHERE seq IN (
      SELECT seq FROM facts WHERE until > (SELECT current FROM state) AND until < ${OPEN} LIMIT ${CHUNK_ROWS})`,
  sweepHeaders: 'DELETE FROM headers WHERE since > (SELECT current FROM state)',
  reopenHeaders: `UPDATE headers SET until = ${OPEN} WHERE until > (SELECT current FROM state)`,
  sweepFiles: 'DELETE FROM files WHERE since > (SELECT current FROM state)',
  flip: 'UPDATE state SET current = ?, last_seq = (SELECT coalesce(max(seq), 0) FROM facts)',
  insertRevision: 'INSERT INTO revisions VALUES (?, ?, ?)',
} as const

/** What one scope's batch has come to. */
interface Staging {
  readonly seq: number
  /** Whether the scope is known at the current revision: else nothing it says can have been said before. */
  readonly isKnown: boolean
  readonly tally: ScopeTally
  changed: boolean
  sealed: boolean
}
interface Earlier {
  readonly seq: number
  readonly id: string
  readonly kind: string | null
  readonly type: string
  readonly stale: number
}

/** Stages under its own number, in transactions small enough that nobody waits long for one. */
export class SqliteWriter implements Writer {
  readonly revision: Revision
  readonly #db: DatabaseSync
  readonly #names: ScopeNames
  readonly #lease: Lease
  readonly #run: <T>(work: () => T) => T
  readonly #onEnd: () => void
  readonly #statements: Record<keyof typeof sql, StatementSync>
  readonly #heartbeat: NodeJS.Timeout
  readonly #stagings = new Map<string, Staging>()
  /** The open facts that this writer's batches say, new or not. */
  readonly #said = new RowSet()
  readonly #touched: ScopeHeader[] = []
  #state: 'open' | 'broken' | 'ended' = 'open'

  constructor(
    db: DatabaseSync,
    names: ScopeNames,
    lease: Lease,
    options: { run: <T>(work: () => T) => T; renewMs: number; onEnd: () => void },
  ) {
    this.#db = db
    this.#names = names
    this.#lease = lease
    this.revision = lease.revision
    this.#run = options.run
    this.#onEnd = options.onEnd
    const prepared = Object.entries(sql).map(([name, text]) => [name, db.prepare(text)])
    this.#statements = Object.fromEntries(prepared) as Record<keyof typeof sql, StatementSync>
    this.#heartbeat = setInterval(() => this.#renew(), options.renewMs).unref()
  }

  /** Clears away what abandoned writers left. */
  async sweep(): Promise<void> {
    const { sweepFacts, reopenFacts, sweepHeaders, reopenHeaders, sweepFiles } = this.#statements
    for (const statement of [sweepFacts, reopenFacts]) {
      while (this.#transact(() => statement.run()).changes === CHUNK_ROWS) await setImmediate()
    }
    this.#transact(() => {
      for (const statement of [sweepHeaders, reopenHeaders, sweepFiles]) statement.run()
    })
  }

  async putFiles(files: readonly SourceFile[]): Promise<void> {
    const { insertFile } = this.#statements
    this.#transact(() => {
      for (const { id, source, name, sha256, collectedAt } of files) {
        for (const text of [id, source, name]) requireText(text, text)
        insertFile.run(id, source, name, sha256, collectedAt, this.revision)
      }
    })
  }

  async put(scope: string, { nodes, edges }: Facts): Promise<void> {
    const staging = this.#stagingOf(scope)
    for (let from = 0; from < nodes.length; from += CHUNK_ROWS) {
      await this.#putRows(NODE, staging, nodes.slice(from, from + CHUNK_ROWS).map(nodeRow))
    }
    for (let from = 0; from < edges.length; from += CHUNK_ROWS) {
      await this.#putRows(EDGE, staging, edges.slice(from, from + CHUNK_ROWS).map(edgeRow))
    }
  }

  async seal(header: ScopeHeader): Promise<ScopeChange> {
    const staging = this.#stagingOf(header.scope)
    await this.#closeUnsaid(staging, header.complete)
    this.#transact(() => this.#sealHeader(staging, header))
    staging.sealed = true
    return staging.tally.change(header.scope)
  }

  async drop(scope: string): Promise<ScopeChange> {
    if (this.#stagings.has(scope)) throw new Error(`${scope} was written to and cannot be dropped by the same writer`)
    const staging = this.#stagingOf(scope)
    await this.#closeUnsaid(staging, true)
    this.#transact(() => {
      if (this.#statements.closeHeader.run(this.revision, staging.seq).changes > 0) staging.changed = true
    })
    staging.sealed = true
    return staging.tally.change(scope)
  }

  async dangling(limit: number): Promise<{ readonly total: number; readonly edges: readonly EdgeFact[] }> {
    const { edgesWithEnds, factOfSeq } = this.#statements
    const found: number[] = []
    let total = 0
    for (const { seq: scope } of this.#stagings.values()) {
      let last = { seq: 0, type: '' }
      for (;;) {
        const rows = this.#read(() => edgesWithEnds.all(scope, last.type, last.seq)) as unknown as (typeof last & {
          whole: number
        })[]
        for (const { seq, whole } of rows) {
          if (whole === 1 || !this.#said.has(seq)) continue
          total++
          if (found.length < limit) found.push(seq)
        }
        if (rows.length < CHUNK_ROWS) break
        last = rows.at(-1)!
        await setImmediate()
      }
    }
    const edges = this.#read(() =>
      found.map((seq) => edgeFactOf(Object.values(factOfSeq.get(seq)!) as unknown as Row, this.#names)),
    )
    return { total, edges }
  }

  async snapshot(): Promise<Snapshot> {
    this.#requireOpen()
    return new SqliteSnapshot(this.#db, this.#names, this.revision, (work) => this.#read(work))
  }

  async flip(): Promise<Revision> {
    const open = [...this.#stagings].find(([, { sealed }]) => !sealed)
    if (open !== undefined) throw new Error(`${open[0]} was written to but not sealed`)
    const scopes = [...this.#stagings].filter(([, { changed }]) => changed).map(([scope]) => scope)
    const { current, flip, insertRevision, touchHeader } = this.#statements
    const revision = this.#transact(() => {
      for (const header of this.#touched) touchHeader.run(JSON.stringify(header), this.#stagings.get(header.scope)!.seq)
      if (scopes.length > 0) {
        flip.run(this.revision)
        insertRevision.run(this.revision, new Date().toISOString(), JSON.stringify(scopes.sort()))
      }
      this.#lease.release()
      return (current.get() as { current: Revision }).current
    })
    this.#end()
    return revision
  }

  async abandon(): Promise<void> {
    if (this.#state === 'ended') return
    try {
      this.#run(() => inTransaction(this.#db, () => this.#lease.release()))
    } catch {
      // A full or vanished disk: the lease lapses by itself, and the next writer sweeps.
    } finally {
      this.#end()
    }
  }

  #stagingOf(scope: string): Staging {
    const known = this.#stagings.get(scope)
    if (known?.sealed) throw new Error(`${scope} was already sealed or dropped by this writer`)
    if (known !== undefined) return known
    requireText(scope, scope)
    const staging = this.#transact(() => {
      const seq = this.#names.seqOf(scope)
      const isKnown = this.#statements.headerOf.get(seq) !== undefined
      return { seq, isKnown, tally: new ScopeTally(), changed: false, sealed: false }
    })
    this.#stagings.set(scope, staging)
    return staging
  }

  async #putRows(sort: number, staging: Staging, rows: readonly FactRow[]): Promise<void> {
    this.#transact(() => {
      for (const row of rows) this.#putRow(sort, staging, row)
    })
    await setImmediate()
  }

  #putRow(sort: number, staging: Staging, row: FactRow): void {
    const { insertFact, equalFact, saidBefore } = this.#statements
    const { id, kind, type, tail, head, claim, evidence, stale, hash } = row
    const { seq: scope, tally } = staging
    const { changes, lastInsertRowid } = insertFact.run(
      sort,
      scope,
      id,
      kind,
      type,
      tail,
      head,
      claim,
      evidence,
      stale,
      hash,
      this.revision,
    )
    if (changes === 0) {
      const equal = equalFact.get(id, sort, scope, hash, stale) as { seq: number }
      if (this.#said.add(equal.seq)) tally.count('unchanged', row)
      return
    }
    this.#said.add(Number(lastInsertRowid))
    staging.changed = true
    const isNew = !staging.isKnown || saidBefore.get(id, sort, scope, this.revision, this.revision) === undefined
    tally.count(isNew ? 'added' : 'unchanged', row)
  }

  /** Closes what the scope said before and its batch did not; if that saw only a part, carries it forward as stale. */
  async #closeUnsaid(staging: Staging, complete: boolean): Promise<void> {
    const { earlierFacts } = this.#statements
    if (!staging.isKnown) return
    for (const sort of [NODE, EDGE]) {
      let last = { seq: 0, type: '' }
      for (;;) {
        const rows = this.#read(() =>
          earlierFacts.all(staging.seq, sort, last.type, last.seq, this.revision),
        ) as unknown as Earlier[]
        const unsaid = rows.filter(({ seq }) => !this.#said.has(seq))
        if (unsaid.length > 0) {
          this.#transact(() => {
            for (const row of unsaid) this.#closeRow(sort, staging, row, complete)
          })
        }
        if (rows.length < CHUNK_ROWS) break
        last = rows.at(-1)!
        await setImmediate()
      }
    }
  }

  #closeRow(sort: number, staging: Staging, row: Earlier, complete: boolean): void {
    const { openOfId, closeFact, carryStale } = this.#statements
    const sameId = openOfId.all(row.id, sort, staging.seq) as unknown as { seq: number }[]
    const isSaidAnew = sameId.some(({ seq }) => this.#said.has(seq))
    if (!isSaidAnew) staging.tally.count(complete ? 'removed' : 'unchanged', row)
    const isKept = !complete && !isSaidAnew
    if (isKept && row.stale === 1) return
    closeFact.run(this.revision, row.seq)
    if (isKept) carryStale.run(this.revision, row.seq)
    staging.changed = true
  }

  #sealHeader(staging: Staging, header: ScopeHeader): void {
    const { headerOf, closeHeader, insertHeader } = this.#statements
    const before = headerOf.get(staging.seq) as { header: string } | undefined
    const isSame = before !== undefined && said(JSON.parse(before.header) as ScopeHeader) === said(header)
    if (isSame && !staging.changed) {
      this.#touched.push(header)
      return
    }
    staging.changed = true
    closeHeader.run(this.revision, staging.seq)
    const { nodes, edges } = staging.tally.held
    insertHeader.run(staging.seq, JSON.stringify(header), nodes, edges, this.revision)
  }

  /** Every write goes through here: a writer that lost its lease changes nothing. */
  #transact<T>(work: () => T): T {
    this.#requireOpen()
    try {
      return this.#run(() =>
        inTransaction(this.#db, () => {
          this.#lease.require()
          return work()
        }),
      )
    } catch (error) {
      // What was remembered of the transaction no longer holds, so nothing may follow it.
      this.#state = 'broken'
      throw error
    }
  }

  #read<T>(work: () => T): T {
    return this.#run(() => {
      if (!this.#lease.isHeld()) throw interrupted()
      return work()
    })
  }

  #requireOpen(): void {
    if (this.#state !== 'open') throw interrupted()
  }

  #renew(): void {
    try {
      this.#transact(() => undefined)
    } catch {
      // The next call will say so.
      clearInterval(this.#heartbeat)
    }
  }

  #end(): void {
    this.#state = 'ended'
    clearInterval(this.#heartbeat)
    this.#onEnd()
  }
}

/** What of a header makes a revision when it changes. */
const said = ({ collectedAt: _, contentHash: __, ...rest }: ScopeHeader): string => canonicalJson(rest)
