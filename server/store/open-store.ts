import { resolve } from 'node:path'
import { AppError } from '../errors.ts'
import { openSqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

export interface StoreOptions {
  readonly credentials?: { readonly username: string; readonly password: string }
  readonly database?: string
  /** After how long any one call to a server fails. */
  readonly deadlineMs?: number
  /** After how long without a sign of life another writer may take over. */
  readonly leaseMs?: number
}

/** Opens `sqlite:<file>`, which is made if it is not there, or `neo4j://…` and `bolt://…`. */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length) {
    return openSqliteStore(resolve(url.slice('sqlite:'.length)), options)
  }
  const scheme = JSON.stringify(url.slice(0, Math.max(url.indexOf(':'), 0)))
  throw new AppError('bad_argument', `A store is sqlite:<file> or neo4j://<host>, not one of ${scheme}.`)
}
