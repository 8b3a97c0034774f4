import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { EdgeFact, SourceFile } from '../model/facts.ts'
import { canonicalJson, EDGE, edgeRow, type FactRow, NODE, nodeRow, requireText } from './fact-row.ts'
import { interrupted } from './lease-holder.ts'
import { ScopeTally } from './scope-tally.ts'
import { inTransaction, OPEN } from './sqlite-database.ts'
import type { Lease } from './sqlite-lease.ts'
import type { ScopeNames } from './sqlite-scopes.ts'
import { SqliteSnapshot } from './sqlite-snapshot.ts'
import { type Earlier, FactStaging, PAGE_ROWS, type ScopeStaging, type StagedEdge } from './sqlite-staging.ts'
import type { Facts, Revision, ScopeChange, ScopeHeader, Snapshot, Writer } from './store.ts'

/** As many facts as one transaction takes: each costs a wait for the disk, and others wait while it lasts. */
const CHUNK_ROWS = 10_000

const headerOf = `SELECT header FROM headers WHERE scope = ? AND until = ${OPEN}`
const closeHeader = `UPDATE headers SET until = ? WHERE scope = ? AND until = ${OPEN}`
const insertHeader = `INSERT INTO headers VALUES (?, ?, ?, ?, ?, ${OPEN})`
const touchHeader = `UPDATE headers SET header = ? WHERE scope = ? AND until = ${OPEN}`
const insertFile = 'INSERT INTO files VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'
const sweepFacts = `
  DELETE FROM facts WHERE seq IN (
    SELECT seq FROM facts WHERE seq > (SELECT last_seq FROM state) LIMIT ${CHUNK_ROWS})`
const reopenFacts = `
  UPDATE facts SET until = ${OPEN} WHERE seq IN (
    SELECT seq FROM facts WHERE until > (SELECT current FROM state) AND until < ${OPEN} LIMIT ${CHUNK_ROWS})`
const sweepRest = `
  DELETE FROM headers WHERE since > (SELECT current FROM state);
  UPDATE headers SET until = ${OPEN} WHERE until > (SELECT current FROM state);
  DELETE FROM files WHERE since > (SELECT current FROM state)`
const flip = 'UPDATE state SET current = ?, last_seq = (SELECT coalesce(max(seq), 0) FROM facts)'
const insertRevision = 'INSERT INTO revisions VALUES (?, ?, ?)'
const current = 'SELECT current FROM state'

/** Stages under its own number, in transactions small enough that nobody waits long for one. */
export class SqliteWriter implements Writer {
  readonly revision: Revision
  readonly #db: DatabaseSync
  readonly #names: ScopeNames
  readonly #lease: Lease
  readonly #run: <T>(work: () => T) => T
  readonly #onEnd: () => void
  readonly #heartbeat: NodeJS.Timeout
  readonly #facts: FactStaging
  readonly #scopes = new Map<string, ScopeStaging>()
  readonly #touched: ScopeHeader[] = []
  #pending: { readonly scope: ScopeStaging; readonly row: FactRow }[] = []
  #state: 'open' | 'broken' | 'ended' = 'open'

  constructor(
    db: DatabaseSync,
    names: ScopeNames,
    lease: Lease,
    options: { readonly run: <T>(work: () => T) => T; readonly renewMs: number; readonly onEnd: () => void },
  ) {
    this.#db = db
    this.#names = names
    this.#lease = lease
    this.revision = lease.revision
    this.#run = options.run
    this.#onEnd = options.onEnd
    this.#facts = new FactStaging(db, lease.revision)
    this.#heartbeat = setInterval(() => this.#renew(), options.renewMs).unref()
  }

  /** Clears away what abandoned writers left. */
  async sweep(): Promise<void> {
    for (const sql of [sweepFacts, reopenFacts]) {
      const statement = this.#db.prepare(sql)
      while (this.#transact(() => statement.run()).changes === CHUNK_ROWS) await setImmediate()
    }
    this.#transact(() => this.#db.exec(sweepRest))
  }

  async putFiles(files: readonly SourceFile[]): Promise<void> {
    const insert = this.#db.prepare(insertFile)
    for (const { id, source, name } of files) for (const text of [id, source, name]) requireText(text, text)
    this.#transact(() => {
      for (const file of files) {
        insert.run(file.id, file.source, file.name, file.sha256, file.collectedAt, this.revision)
      }
    })
  }

  async put(scope: string, { nodes, edges }: Facts): Promise<void> {
    const staging = this.#stagingOf(scope)
    this.#read(() => undefined)
    for (let from = 0; from < nodes.length || from < edges.length; from += CHUNK_ROWS) {
      const to = from + CHUNK_ROWS
      const rows = [...nodes.slice(from, to).map(nodeRow), ...edges.slice(from, to).map(edgeRow)]
      for (const row of rows) this.#pending.push({ scope: staging, row })
      if (this.#pending.length >= CHUNK_ROWS) await this.#flush()
    }
  }

  async seal(header: ScopeHeader): Promise<ScopeChange> {
    const staging = this.#stagingOf(header.scope)
    await this.#endUnsaid(staging, header.complete)
    this.#transact(() => this.#sealHeader(staging, header))
    staging.sealed = true
    return staging.tally.change(header.scope)
  }

  async drop(scope: string): Promise<ScopeChange> {
    if (this.#scopes.has(scope)) throw new Error(`${scope} was written to and cannot be dropped by the same writer`)
    const staging = this.#stagingOf(scope)
    await this.#endUnsaid(staging, true)
    this.#transact(() => {
      const { changes } = this.#db.prepare(closeHeader).run(this.revision, staging.seq)
      if (changes > 0) staging.changed = true
    })
    staging.sealed = true
    return staging.tally.change(scope)
  }

  async dangling(limit: number): Promise<{ readonly total: number; readonly edges: readonly EdgeFact[] }> {
    await this.#flush()
    const known = new Map<string, boolean>()
    const isKnown = (id: string): boolean => {
      const before = known.get(id)
      if (before !== undefined) return before
      const holds = this.#facts.holdsNode(id)
      known.set(id, holds)
      return holds
    }
    const edges: EdgeFact[] = []
    let total = 0
    for (const [scope, staging] of this.#scopes) {
      const ids = new Set<string>()
      await this.#page<StagedEdge>(
        (after) => this.#facts.edges(staging, after),
        (rows) => {
          for (const edge of rows) {
            if (!this.#facts.isSaid(edge) || (isKnown(edge.tail) && isKnown(edge.head))) continue
            total++
            if (ids.size + edges.length < limit) ids.add(edge.id)
          }
        },
      )
      if (ids.size === 0) continue
      const snapshot = await this.snapshot()
      for await (const chunk of snapshot.edges({ ids: [...ids], scopes: [scope] })) edges.push(...chunk)
    }
    return { total, edges: edges.slice(0, limit) }
  }

  async snapshot(): Promise<Snapshot> {
    await this.#flush()
    return new SqliteSnapshot(this.#db, this.#names, this.revision, (work) => this.#read(work))
  }

  async flip(): Promise<Revision> {
    const open = [...this.#scopes].find(([, { sealed }]) => !sealed)
    if (open !== undefined) throw new Error(`${open[0]} was written to but not sealed`)
    const changed = [...this.#scopes].filter(([, scope]) => scope.changed).map(([name]) => name)
    const revision = this.#transact(() => {
      const touch = this.#db.prepare(touchHeader)
      for (const header of this.#touched) touch.run(JSON.stringify(header), this.#scopes.get(header.scope)!.seq)
      if (changed.length > 0) {
        this.#db.prepare(flip).run(this.revision)
        const scopes = JSON.stringify(changed.sort())
        this.#db.prepare(insertRevision).run(this.revision, new Date().toISOString(), scopes)
      }
      this.#lease.release()
      return (this.#db.prepare(current).get() as { current: Revision }).current
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

  #stagingOf(scope: string): ScopeStaging {
    const known = this.#scopes.get(scope)
    if (known?.sealed) throw new Error(`${scope} was already sealed or dropped by this writer`)
    if (known !== undefined) return known
    requireText(scope, scope)
    const staging = this.#transact(() => {
      const seq = this.#names.seqOf(scope)
      const isKnown = this.#db.prepare(headerOf).get(seq) !== undefined
      return { seq, isKnown, tally: new ScopeTally(), changed: false, sealed: false }
    })
    this.#scopes.set(scope, staging)
    return staging
  }

  /** Writes what was put, so that statements see it. */
  async #flush(): Promise<void> {
    const pending = this.#pending
    this.#pending = []
    for (let from = 0; from < pending.length; from += CHUNK_ROWS) {
      this.#transact(() => {
        for (const { scope, row } of pending.slice(from, from + CHUNK_ROWS)) this.#facts.say(scope, row)
      })
      await setImmediate()
    }
  }

  async #endUnsaid(scope: ScopeStaging, complete: boolean): Promise<void> {
    await this.#flush()
    if (!scope.isKnown) return
    for (const sort of [NODE, EDGE]) {
      await this.#page<Earlier>(
        (after) => this.#facts.earlier(scope, sort, after),
        (rows) => {
          const unsaid = rows.filter((row) => !this.#facts.isSaid(row))
          if (unsaid.length === 0) return
          this.#transact(() => {
            for (const row of unsaid) this.#facts.endUnsaid(scope, row, complete)
          })
        },
      )
    }
  }

  /** Reads page after page, and lets others have a turn in between. */
  async #page<T extends { readonly seq: number }>(
    read: (after: number) => T[],
    take: (rows: T[]) => void,
  ): Promise<void> {
    let after = 0
    for (;;) {
      const rows = this.#read(() => read(after))
      take(rows)
      if (rows.length < PAGE_ROWS) return
      after = rows.at(-1)!.seq
      await setImmediate()
    }
  }

  #sealHeader(scope: ScopeStaging, header: ScopeHeader): void {
    const before = this.#db.prepare(headerOf).get(scope.seq) as { header: string } | undefined
    const isSame = before !== undefined && said(JSON.parse(before.header) as ScopeHeader) === said(header)
    if (isSame && !scope.changed) {
      this.#touched.push(header)
      return
    }
    scope.changed = true
    this.#db.prepare(closeHeader).run(this.revision, scope.seq)
    const { nodes, edges } = scope.tally.held
    this.#db.prepare(insertHeader).run(scope.seq, JSON.stringify(header), nodes, edges, this.revision)
  }

  /** Every write goes through here: a writer that lost its lease changes nothing. */
  #transact<T>(work: () => T): T {
    if (this.#state !== 'open') throw interrupted()
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
    if (this.#state !== 'open') throw interrupted()
    return this.#run(() => {
      if (!this.#lease.isHeld()) throw interrupted()
      return work()
    })
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
