import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../errors.ts'
import type { Revision } from './store.ts'

interface Holder {
  readonly token: string
  readonly host: string
  readonly pid: number
  readonly started: string
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
    db.prepare('INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)').run(
      revision,
      token,
      hostname(),
      process.pid,
      startOf(process.pid),
      Date.now(),
    )
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

export const interrupted = (): AppError =>
  new AppError(
    'import_interrupted',
    'Another import took over before this one ended, so nothing of it was kept; import again.',
  )

function hasLapsed({ host, pid, started, renewed_at }: Holder, lapseMs: number): boolean {
  // A clock may go either way; a time in the future is as wrong as one long past.
  if (Math.abs(Date.now() - renewed_at) >= lapseMs) return true
  return host === hostname() && (!isAlive(pid) || startOf(pid) !== started)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Tells a process from a later one of the same number, where the system says; else nothing. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? '' : (fields[19] ?? '')
  } catch {
    return ''
  }
}
