import { expect, test } from 'vitest'
import { localApp } from './local-app.ts'

const disguises = [
  '//api/v1/sources',
  '/api//v1/sources',
  '/api/v1/sources/',
  '/api/v1/sources;x=1',
  '/api/v1%2fsources',
  '/api/v1/sources%00',
  '/api/v1/sources%0d%0a',
  '/API/V1/SOURCES',
  '/api/v1/./sources',
  '/api/v1/health/../sources',
  '/api/v1/health/%2e%2e/sources',
  '/api/v1/x/..%2fsources',
  '/api/v1/%73ources',
  '\\api\\v1\\sources',
  'http://127.0.0.1:4780/api/v1/sources',
]

test.each(disguises)('%s is decided like the clean address, or is no address (S13)', async (url) => {
  const { askAnonymously } = await localApp()
  const without = await askAnonymously(url)
  expect(without.statusCode).toBeGreaterThanOrEqual(400)
  expect(without.statusCode).toBeLessThan(500)
  expect(without.body).not.toContain('reads')
})

test('an encoded slash in an id stays one part of the address', async () => {
  const { ask } = await localApp()
  const answer = await ask(`/api/v1/imports/${encodeURIComponent('../sources')}`)
  expect(answer.statusCode).toBe(400)
})

test.each(['%', '%c0%80', '%e0%a4', '%zz'])('a broken escape %s gets a problem document', async (text) => {
  const { ask } = await localApp()
  const answer = await ask(`/api/v1/imports/${text}`)
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(answer.json().code).toBe('bad_request')
})
