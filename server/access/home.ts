import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '../errors.ts'

const KEY_BYTES = 32

/** The folder for all that Ambit keeps beside a store: keys, the local token, spooled uploads. Nobody else may look in. */
export function ambitHome(env: NodeJS.ProcessEnv = process.env): string {
  const home = resolve(env['AMBIT_HOME'] || join(homedir(), '.ambit'))
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    chmodSync(home, 0o700)
  } catch (cause) {
    const because = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown cause'
    throw new AppError('bad_argument', `AMBIT_HOME: cannot use the folder ${home} (${because})`, { cause })
  }
  return home
}

/** 32 random bytes, the same for every process that shares the home folder, whoever comes first. */
export function readOrCreateKey(home: string, name: string): Buffer {
  const path = join(home, name)
  const mine = join(home, `${name}.${randomUUID()}`)
  // Linking a finished file is one step: no process ever reads half a key.
  writeFileSync(mine, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(mine, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(mine, { force: true })
  }
  const key = readFileSync(path)
  if (key.length === KEY_BYTES) return key
  throw new AppError(
    'bad_argument',
    `${path}: a key of ${KEY_BYTES} bytes is due, found ${key.length}; restore it from a backup`,
  )
}
