import { expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { localApp } from './local-app.ts'

test('an address where nothing is gets a problem document with the id of its request', async () => {
  const { ask } = await localApp()
  const answer = await ask('/api/v1/nothing')
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({
    type: '/api/v1/problems#not_found',
    title: 'Not found',
    status: 404,
    code: 'not_found',
  })
  expect(answer.json().instance).toMatch(/^[0-9a-f-]{36}$/)
})

test('a method that an address does not take is 405, and the answer says which it takes', async () => {
  const { ask } = await localApp()
  const answer = await ask('/api/v1/sources', { method: 'PUT' })
  expect(answer.statusCode).toBe(405)
  expect(answer.headers['allow']).toBe('GET, HEAD')
})

test('an id longer than any real one is 414, an ARN is not', async () => {
  const { ask } = await localApp()
  expect((await ask(`/api/v1/imports/${'a'.repeat(3_000)}`)).json().code).toBe('address_too_long')
  expect((await ask(`/api/v1/imports/${'a'.repeat(1_900)}`)).statusCode).toBe(400)
})

test('a parameter that is not known is refused and named', async () => {
  const { ask } = await localApp()
  const answer = await ask('/api/v1/imports?dryrun=true', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    payload: 'a',
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().errors[0].detail).toContain('dryrun')
})

test('a store that is down is 503 without a word about the driver, and health stays 200 (R5)', async () => {
  const { ask } = await localApp({
    store: async () => {
      throw new AppError('store_unreachable', 'The store does not answer.', {
        cause: new Error('bolt://db.internal:7687 refused'),
      })
    },
  })
  expect((await ask('/api/v1/health')).statusCode).toBe(200)
  for (const url of ['/api/v1/ready', '/api/v1/scopes', '/api/v1/imports']) {
    const answer = await ask(url)
    expect([url, answer.statusCode, answer.json().code]).toEqual([url, 503, 'store_unreachable'])
    expect(answer.body).not.toContain('db.internal')
    expect(answer.headers['retry-after']).toBe('5')
  }
})

test('a store that never answers makes the server not ready within two seconds (R5)', async () => {
  const { ask } = await localApp({ store: () => new Promise(() => undefined) })
  const answer = await ask('/api/v1/ready')
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'store_unreachable'])
})

test('a bug is 500 and tells nothing of itself', async () => {
  const { ask, log } = await localApp({
    store: async () => {
      throw new TypeError('secret_of_the_house is undefined')
    },
  })
  const answer = await ask('/api/v1/scopes')
  expect(answer.statusCode).toBe(500)
  expect(answer.json().code).toBe('internal')
  expect(answer.body).not.toContain('secret_of_the_house')
  expect(log.join('')).toContain('secret_of_the_house')
})

test('every code of the table is listed with its status', async () => {
  const { ask } = await localApp()
  const codes = (await ask('/api/v1/problems')).json()
  expect(codes).toContainEqual({ code: 'store_unreachable', status: 503, title: 'Store unreachable' })
})
