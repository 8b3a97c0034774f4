import { expect, test } from 'vitest'
import { fill } from './fill.ts'
import { localApp } from './local-app.ts'

test('a scope is forgotten over HTTP only when that is confirmed, and answers no longer know it', async () => {
  const { ask, store } = await localApp()
  await fill(await store(), 'bot -CAN_READ-> Resource:ledger@1')
  const forget = (url: string) => ask(`/api/v1/scopes/${url}`, { method: 'DELETE' })
  expect((await forget('drawn')).json()).toMatchObject({ status: 409, code: 'needs_confirmation' })
  expect((await forget('other?confirm=true')).json()).toMatchObject({ status: 404, code: 'unknown_scope' })
  expect((await forget('a%3Ab%2Fc?confirm=true')).json()).toMatchObject({ detail: expect.stringContaining('a:b/c') })
  expect((await ask('/api/v1/identities/bot/blast-radius')).statusCode).toBe(200)
  const done = await forget('drawn?confirm=true')
  expect(done.json()).toMatchObject({ revision: 2, changes: [{ scope: 'drawn', removed: { nodes: 2, edges: 1 } }] })
  expect((await ask('/api/v1/scopes')).json()).toEqual([])
  expect((await ask('/api/v1/identities/bot/blast-radius')).statusCode).toBe(404)
})
