import type { DatabaseSync } from 'node:sqlite'
import { requireText } from './fact-row.ts'
import type { Records } from './store.ts'

export class SqliteRecords implements Records {
  readonly #db: DatabaseSync
  readonly #run: <T>(work: () => T) => T

  constructor(db: DatabaseSync, run: <T>(work: () => T) => T) {
    this.#db = db
    this.#run = run
  }

  async put(kind: string, id: string, value: unknown): Promise<void> {
    requireText(kind, kind)
    requireText(id, id)
    const sql =
      'INSERT INTO records (kind, id, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'
    this.#run(() => this.#db.prepare(sql).run(kind, id, JSON.stringify(value ?? null)))
  }

  async get(kind: string, id: string): Promise<unknown> {
    const sql = 'SELECT value FROM records WHERE kind = ? AND id = ?'
    const row = this.#run(() => this.#db.prepare(sql).get(kind, id)) as { value: string } | undefined
    return row === undefined ? undefined : JSON.parse(row.value)
  }

  async list(kind: string, limit: number): Promise<readonly { readonly id: string; readonly value: unknown }[]> {
    const sql = 'SELECT id, value FROM records WHERE kind = ? ORDER BY seq DESC LIMIT ?'
    const rows = this.#run(() => this.#db.prepare(sql).all(kind, limit)) as { id: string; value: string }[]
    return rows.map(({ id, value }) => ({ id, value: JSON.parse(value) as unknown }))
  }
}
