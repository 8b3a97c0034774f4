import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ambitHome, readOrCreateKey } from '../../server/access/home.ts'
import { createLocalToken } from '../../server/access/local-token.ts'

function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-home-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return ambitHome({ AMBIT_HOME: join(folder, 'deep', 'home') })
}

test('the home folder is made for its owner alone', () => {
  expect(statSync(temporaryHome()).mode & 0o777).toBe(0o700)
})

test('a key is made once, the same for all who ask, and readable by its owner alone', () => {
  const home = temporaryHome()
  const key = readOrCreateKey(home, 'fingerprint.key')
  expect(key).toHaveLength(32)
  expect(readOrCreateKey(home, 'fingerprint.key')).toEqual(key)
  expect(readOrCreateKey(temporaryHome(), 'fingerprint.key')).not.toEqual(key)
  expect(readdirSync(home)).toEqual(['fingerprint.key'])
  expect(statSync(join(home, 'fingerprint.key')).mode & 0o777).toBe(0o600)
})

test('a key that was cut short is refused, never replaced', () => {
  const home = temporaryHome()
  writeFileSync(join(home, 'fingerprint.key'), 'short')
  expect(() => readOrCreateKey(home, 'fingerprint.key')).toThrow(
    'a key of 32 bytes is due, found 5; restore it from a backup',
  )
})

test('a home that cannot be is one sentence', () => {
  const home = temporaryHome()
  writeFileSync(join(home, 'file'), '')
  expect(() => ambitHome({ AMBIT_HOME: join(home, 'file', 'below') })).toThrow(/^AMBIT_HOME: cannot use the folder/)
})

test('every start has a token of its own, and only the newest lies in the home folder', () => {
  const home = temporaryHome()
  const first = createLocalToken(home)
  const second = createLocalToken(home)
  expect(second.matches(`Bearer ${first.value}`)).toBe(false)
  expect(second.matches(`Bearer ${second.value}`)).toBe(true)
  first.forget()
  expect(readdirSync(home)).toEqual(['local-token'])
  second.forget()
  expect(readdirSync(home)).toEqual([])
})
