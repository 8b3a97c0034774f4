import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openApiDocument } from '../../server/api/openapi-document.ts'
import { localApp } from './local-app.ts'

interface Document {
  readonly openapi: string
  readonly paths: Record<
    string,
    Record<string, { summary?: string; security?: unknown[]; responses: Record<string, unknown> }>
  >
}
const committed = readFileSync(new URL('../../server/api/openapi.json', import.meta.url), 'utf8')

test('the committed description is that of the routes; `npm run docs` writes it anew', async () => {
  expect(await openApiDocument()).toBe(committed)
})

test('every operation says in a sentence what it answers, and how it refuses', () => {
  const { openapi, paths } = JSON.parse(committed) as Document
  expect(openapi).toBe('3.1.0')
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { summary, responses }] of Object.entries(operations)) {
      expect([method, path, summary]).toEqual([method, path, expect.stringMatching(/^[A-Z].{10,}/)])
      expect([method, path, Object.keys(responses)]).toEqual([method, path, expect.arrayContaining(['4XX', '5XX'])])
    }
  }
})

test('every route is described, and described alike by the running server', async () => {
  const { ask, routes } = await localApp()
  expect((await ask('/api/openapi.json')).json()).toEqual(JSON.parse(committed))
  const { paths } = JSON.parse(committed) as Document
  for (const { url } of routes.filter((route) => route.url.startsWith('/api/v1'))) {
    expect(Object.keys(paths)).toContain(url.replace(/:(\w+)/g, '{$1}'))
  }
})
