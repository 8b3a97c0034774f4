import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors.ts'

export interface StoreSettings {
  readonly url: string
  readonly credentials?: { readonly username: string; readonly password: string }
  readonly database?: string
}

/** Which store is meant: the flag, else the environment, else a file in the home folder. */
export function storeSettings(flag: string | undefined, env: NodeJS.ProcessEnv, home: string): StoreSettings {
  const url = flag || env['AMBIT_STORE'] || env['NEO4J_URI'] || `sqlite:${join(home, 'ambit.db')}`
  const password = secretFrom(env, 'NEO4J_PASSWORD')
  const database = env['NEO4J_DATABASE']
  return {
    url,
    ...(password === undefined ? {} : { credentials: { username: env['NEO4J_USERNAME'] || 'neo4j', password } }),
    ...(database ? { database } : {}),
  }
}

/** `NAME`, or the first line of the file that `NAME_FILE` names, so that the secret itself need not stand in the environment. */
function secretFrom(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  if (!file) return env[name] || undefined
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0]
  } catch (cause) {
    throw new AppError('bad_argument', `${name}_FILE: the file it names cannot be read`, { cause })
  }
}
