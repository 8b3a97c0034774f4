import type { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import { explaining, inTransaction, openDatabase } from './sqlite-database.ts'
import { Lease } from './sqlite-lease.ts'
import { SqliteRecords } from './sqlite-records.ts'
import { ScopeNames } from './sqlite-scopes.ts'
import { SqliteSnapshot } from './sqlite-snapshot.ts'
import { SqliteWriter } from './sqlite-writer.ts'
import type { Records, Revision, RevisionInfo, Snapshot, Store, Writer } from './store.ts'
import { WriterQueue } from './writer-queue.ts'

export interface SqliteOptions {
  /** After how long without a sign of life a writer's lease lapses. */
  readonly leaseMs?: number
}
const LEASE_MS = 30_000
const WAIT_MS = 30_000
/** How often another process is asked whether it has ended. */
const POLL_MS = 50

export function openSqliteStore(file: string, { leaseMs = LEASE_MS }: SqliteOptions = {}): Store {
  return new SqliteStore(file, openDatabase(file), leaseMs)
}

class SqliteStore implements Store {
  readonly name: string
  readonly records: Records
  readonly #file: string
  readonly #db: DatabaseSync
  readonly #names: ScopeNames
  readonly #leaseMs: number
  readonly #token = Lease.newToken()
  readonly #queue = new WriterQueue()
  #writer: SqliteWriter | undefined

  constructor(file: string, db: DatabaseSync, leaseMs: number) {
    this.name = `sqlite:${file}`
    this.#file = file
    this.#db = db
    this.#names = new ScopeNames(db)
    this.#leaseMs = leaseMs
    this.records = new SqliteRecords(db, this.#run)
  }

  async current(): Promise<Revision> {
    return this.#run(() => this.#db.prepare('SELECT current FROM state').get() as { current: Revision }).current
  }

  async revisions(): Promise<readonly RevisionInfo[]> {
    const sql = 'SELECT revision, committed_at AS committedAt, scopes FROM revisions ORDER BY revision'
    const rows = this.#run(() => this.#db.prepare(sql).all()) as unknown as (RevisionInfo & { scopes: string })[]
    return rows.map(({ revision, committedAt, scopes }) => ({
      revision,
      committedAt,
      scopes: JSON.parse(scopes) as string[],
    }))
  }

  async snapshot(at?: Revision): Promise<Snapshot> {
    const revision = at ?? (await this.current())
    const known = this.#run(() => this.#db.prepare('SELECT 1 FROM revisions WHERE revision = ?').get(revision))
    if (known === undefined && revision !== 0) {
      throw new AppError('unknown_revision', `There is no revision ${revision}; ask for the list of revisions.`)
    }
    return new SqliteSnapshot(this.#db, this.#names, revision, this.#run)
  }

  async write({ waitMs = WAIT_MS }: { readonly waitMs?: number } = {}): Promise<Writer> {
    const deadline = performance.now() + waitMs
    const leave = await this.#queue.enter(waitMs)
    try {
      const writer = await this.#takeLease(deadline, leave)
      this.#writer = writer
      await writer.sweep()
      return writer
    } catch (error) {
      if (this.#writer === undefined) leave()
      else await this.#writer.abandon()
      throw error
    }
  }

  async close(): Promise<void> {
    if (!this.#db.isOpen) return
    await this.#writer?.abandon()
    this.#db.close()
  }

  async #takeLease(deadline: number, leave: () => void): Promise<SqliteWriter> {
    for (;;) {
      const lease = this.#run(() => inTransaction(this.#db, () => Lease.take(this.#db, this.#token, this.#leaseMs)))
      if (lease !== undefined) {
        return new SqliteWriter(this.#db, this.#names, lease, {
          run: this.#run,
          renewMs: Math.max(this.#leaseMs / 6, 10),
          onEnd: () => {
            this.#writer = undefined
            leave()
          },
        })
      }
      const left = deadline - performance.now()
      if (left <= 0) throw new AppError('import_in_progress', 'Another import is running; try again when it has ended.')
      await setTimeout(Math.min(POLL_MS, left))
    }
  }

  readonly #run = <T>(work: () => T): T => {
    if (!this.#db.isOpen) throw new AppError('store_unreachable', `The store ${this.#file} was closed.`)
    return explaining(this.#file, work)
  }
}
