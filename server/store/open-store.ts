import { readFileSync } from 'node:fs'
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
  if (/^(neo4j|bolt)(\+|:)/.test(url)) {
    const { openNeo4jStore } = await import('./neo4j-store.ts') // its driver is hundreds of modules, for whom asks for it
    return openNeo4jStore(url, { ...namesIn(process.env), ...options })
  }
  const scheme = JSON.stringify(url.slice(0, Math.max(url.indexOf(':'), 0)))
  throw new AppError('bad_argument', `A store is sqlite:<file> or neo4j://<host>, not one of ${scheme}.`)
}

/** What the environment says of a Neo4j store; of each `NAME_FILE` the file's content counts. */
function namesIn(env: NodeJS.ProcessEnv): Pick<StoreOptions, 'credentials' | 'database'> {
  const username = settingOf(env, 'NEO4J_USERNAME') ?? 'neo4j'
  const password = settingOf(env, 'NEO4J_PASSWORD')
  const database = settingOf(env, 'NEO4J_DATABASE')
  return { ...(password !== undefined && { credentials: { username, password } }), ...(database && { database }) }
}

function settingOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  if (file === undefined) return env[name]
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new AppError('bad_argument', `The file that ${name}_FILE names cannot be read.`, { cause })
  }
}
