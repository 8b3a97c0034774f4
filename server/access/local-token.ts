import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'local-token'

/** The one key to a local server: made at its start, worthless after its end. It goes into no log and no query string. */
export interface LocalToken {
  readonly value: string
  /** Whether an `Authorization` header carries it. */
  matches(authorization: string | undefined): boolean
  /** Takes the file away, unless a later server has put its own there. */
  forget(): void
}

export function createLocalToken(home: string): LocalToken {
  const value = randomBytes(32).toString('base64url')
  const path = join(home, FILE)
  const fresh = `${path}.${randomUUID()}`
  writeFileSync(fresh, `${value}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(fresh, path)
  const expected = digest(`Bearer ${value}`)
  return {
    value,
    // Digests have one length, so neither length nor content of a guess shows in the time taken.
    matches: (authorization) => authorization !== undefined && timingSafeEqual(digest(authorization), expected),
    forget() {
      if (readLocalToken(home) === value) rmSync(path, { force: true })
    },
  }
}

function readLocalToken(home: string): string | undefined {
  try {
    return readFileSync(join(home, FILE), 'utf8').trim()
  } catch {
    return undefined
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
