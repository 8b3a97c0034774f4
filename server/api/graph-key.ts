import { createHash, hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScoreTable } from '../model/score-table.ts'
import type { ScopeInfo, Snapshot, Store } from '../store/store.ts'

/**
 * All that decides what a graph is compiled to: the store with its history up to the revision, so that a restored or
 * replaced one is not taken for what it was; the score table; and the code that compiles.
 */
export async function graphKey(code: string, table: ScoreTable, store: Store, snapshot: Snapshot): Promise<string> {
  const history = (await store.revisions()).filter(({ revision }) => revision <= snapshot.revision)
  const made = [code, table, store.name, snapshot.revision, history, await snapshot.scopes()]
  return hash('sha256', JSON.stringify(made), 'hex')
}

/** The same for what one scope says, which is what it said when it last changed. */
export async function segmentKeys(code: string, store: Store): Promise<(scope: ScopeInfo) => string> {
  const history = await store.revisions()
  return (scope) => {
    const before = history.filter(({ revision }) => revision <= scope.revision)
    return hash('sha256', JSON.stringify([code, store.name, before, scope]), 'hex')
  }
}

/** The rooms that decide it: a declaration changed by hand counts like a new release. */
const rooms = ['model', 'edges', 'graph']

/** A digest of the code that compiles. To be asked for when that is loaded, since files may change under a server. */
export function codeVersion(): string {
  const digest = createHash('sha256')
  for (const room of rooms) {
    const folder = join(import.meta.dirname, '..', room)
    for (const name of readdirSync(folder).sort())
      digest.update(`${room}/${name}\n`).update(readFileSync(join(folder, name)))
  }
  return digest.digest('hex')
}
