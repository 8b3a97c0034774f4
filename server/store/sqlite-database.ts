import { hash } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../errors.ts'

/** What `until` holds while a fact has no end. */
export const OPEN = Number.MAX_SAFE_INTEGER
const SCHEMA_VERSION = 1
const APPLICATION_ID = 0x414d4254

/**
 * One table for nodes (sort 0) and edges (sort 1), so that every statement is written once. Rows are appended and never
 * change but for `until`; `seq` grows, so what an abandoned writer left lies behind `last_seq`. Ids are found by a short
 * key, since an index over the ids themselves would be written over and over while a million edges come in.
 */
const schema = `
  CREATE TABLE state (current INTEGER NOT NULL, allocated INTEGER NOT NULL, last_seq INTEGER NOT NULL) STRICT;
  INSERT INTO state VALUES (0, 0, 0);
  CREATE TABLE lease (
    revision INTEGER NOT NULL, token TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, started TEXT NOT NULL,
    renewed_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE revisions (revision INTEGER PRIMARY KEY, committed_at TEXT NOT NULL, scopes TEXT NOT NULL) STRICT;
  CREATE TABLE scope_names (seq INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE headers (
    scope INTEGER NOT NULL, header TEXT NOT NULL, nodes INTEGER NOT NULL, edges INTEGER NOT NULL,
    since INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (scope, since)
  ) STRICT;
  CREATE TABLE files (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, collected_at TEXT NOT NULL,
    since INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE facts (
    seq INTEGER PRIMARY KEY, key INTEGER NOT NULL, sort INTEGER NOT NULL, scope INTEGER NOT NULL, id TEXT NOT NULL,
    kind TEXT, type TEXT NOT NULL, tail TEXT, head TEXT, claim TEXT NOT NULL, evidence TEXT NOT NULL, stale INTEGER NOT NULL,
    hash BLOB NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX facts_by_key ON facts (key);
  CREATE INDEX facts_by_scope ON facts (scope, sort);
  CREATE INDEX facts_by_type ON facts (type);
  CREATE INDEX facts_closed ON facts (until) WHERE until < ${OPEN};
  CREATE TABLE records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, id)
  ) STRICT;
`

/** Opens or makes the database file; only its owner may read it, nor the folder if it had to be made. */
export function openDatabase(file: string): DatabaseSync {
  try {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (!existsSync(file)) {
      closeSync(openSync(file, 'a', 0o600))
      chmodSync(file, 0o600)
    }
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    throw new AppError(
      'store_unreachable',
      `The store ${file} cannot be made (${why}); choose a place you may write to.`,
      {
        cause,
      },
    )
  }
  return explaining(file, () => {
    const db = new DatabaseSync(file, { timeout: 10_000, enableForeignKeyConstraints: false })
    try {
      // The log's and its index's modes follow the file's.
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072')
      db.exec('PRAGMA wal_autocheckpoint = 20000; PRAGMA journal_size_limit = 0; PRAGMA trusted_schema = OFF')
      inTransaction(db, () => prepareSchema(db, file))
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

function prepareSchema(db: DatabaseSync, file: string): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  const { application_id: owner } = db.prepare('PRAGMA application_id').get() as { application_id: number }
  const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number }
  if (owner !== APPLICATION_ID && tables > 0) {
    throw new AppError('store_unreachable', `${file} is a database of another program; name another file as the store.`)
  }
  if (version > SCHEMA_VERSION) {
    const found = `The store ${file} has schema ${version}, and this Ambit knows none newer than ${SCHEMA_VERSION}`
    throw new AppError('store_unreachable', `${found}; use the Ambit that wrote it, or a newer one.`)
  }
  if (version === SCHEMA_VERSION) return
  db.exec(schema)
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`)
}

/** Part of the digest of an id, as a number: equal ids have equal keys, and other ids hardly ever. */
export function keyOf(id: string): number {
  const digest = hash('sha256', id, 'buffer')
  return digest.readInt32BE(0) * 2 ** 20 + (digest.readUInt32BE(4) >>> 12)
}

/** All of it or nothing; nobody else writes meanwhile. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const FULL = 13
const IO_ERROR_SHM_SIZE = 4874
const sentences = new Map<number, string>([
  [5, 'is locked by another program; end that program and try again'],
  [8, 'may not be written to; give the user that runs Ambit the right to'],
  [10, 'cannot be read or written: the disk reports an error; check the disk'],
  [11, 'is damaged; restore it from a backup, or move it away and import anew'],
  [14, 'cannot be opened; check that the path is right and may be read and written'],
  [26, 'is no Ambit store; name another file as the store'],
])

/** Runs it, and turns what SQLite says into a sentence for the user. */
export function explaining<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const { errcode: code } = cause as { errcode?: number }
    if (code === undefined) throw cause
    if ((code & 255) === FULL || code === IO_ERROR_SHM_SIZE) {
      const full = `The disk that holds the store ${file} is full`
      throw new AppError('store_full', `${full}; nothing was lost, free some space and import again.`, { cause })
    }
    const sentence = sentences.get(code & 255)
    if (sentence === undefined) throw cause
    throw new AppError('store_unreachable', `The store ${file} ${sentence}.`, { cause })
  }
}
