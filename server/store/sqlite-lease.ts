import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { hasEnded, interrupted, type LeaseHolder, thisProcess } from './lease-holder.ts'
import type { Revision } from './store.ts'

interface Holder extends LeaseHolder {
  readonly token: string
  readonly renewed_at: number
}

/**
 * The right to write, held by one writer over all processes. It lapses when it is not renewed in time, or at once when
 * its process is gone; whoever held it before finds out in its next transaction.
 */
export class Lease {
  readonly revision: Revision
  readonly #db: DatabaseSync
  readonly #token: string

  private constructor(db: DatabaseSync, token: string, revision: Revision) {
    this.#db = db
    this.#token = token
    this.revision = revision
  }

  /** Within a transaction. Undefined while another writer holds it; a lease with our own token is a left one. */
  static take(db: DatabaseSync, token: string, lapseMs: number): Lease | undefined {
    const holder = db.prepare('SELECT token, host, pid, started, renewed_at FROM lease').get() as Holder | undefined
    if (holder !== undefined && holder.token !== token && !hasLapsed(holder, lapseMs)) return undefined
    const { revision } = db
      .prepare('UPDATE state SET allocated = max(allocated, current) + 1 RETURNING allocated AS revision')
      .get() as { revision: Revision }
    db.exec('DELETE FROM lease')
    const { host, pid, started } = thisProcess()
    db.prepare('INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)').run(revision, token, host, pid, started, Date.now())
    return new Lease(db, token, revision)
  }

  static newToken(): string {
    return randomUUID()
  }

  /** Renews it, or fails when another writer has taken over: so within every transaction that writes. */
  require(): void {
    const renewed = this.#db
      .prepare('UPDATE lease SET renewed_at = ? WHERE revision = ? AND token = ?')
      .run(Date.now(), this.revision, this.#token)
    if (renewed.changes === 0) throw interrupted()
  }

  isHeld(): boolean {
    const held = this.#db.prepare('SELECT 1 FROM lease WHERE revision = ? AND token = ?')
    return held.get(this.revision, this.#token) !== undefined
  }

  release(): void {
    this.#db.prepare('DELETE FROM lease WHERE revision = ? AND token = ?').run(this.revision, this.#token)
  }
}

function hasLapsed(holder: Holder, lapseMs: number): boolean {
  // A clock may go either way; a time in the future is as wrong as one long past.
  if (Math.abs(Date.now() - holder.renewed_at) >= lapseMs) return true
  return hasEnded(holder)
}
