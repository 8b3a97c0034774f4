import { expect, test } from 'vitest'
import { localApp } from './local-app.ts'

const concrete = (url: string) => url.replace(/:\w+/g, '3f0c5a0e-0000-4000-8000-000000000000')

test('every route but health refuses a caller without the token (S12)', async () => {
  const { routes, askAnonymously } = await localApp()
  const open = routes.filter((route) => route.open).map(({ url }) => url)
  expect([...new Set(open)].sort()).toEqual(['/api/v1/health', '/api/v1/ready'])
  for (const { method, url } of routes.filter((route) => !route.open)) {
    const answer = await askAnonymously(concrete(url), { method: method as 'GET' })
    expect([method, url, answer.statusCode]).toEqual([method, url, 401])
  }
})

test.each([
  ['a rebound name', { host: 'evil.example:4780' }],
  ['another port', { host: '127.0.0.1:9' }],
  ['no port', { host: '127.0.0.1' }],
  ['a name that only begins right', { host: '127.0.0.1:4780.evil.example' }],
  ['an address in other digits', { host: '127.1:4780' }],
  ['another origin', { origin: 'http://evil.example' }],
  ['an opaque origin', { origin: 'null' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:3000' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbour site', { 'sec-fetch-site': 'same-site' }],
  ['an unknown relation', { 'sec-fetch-site': 'x' }],
])('every route, and an address where nothing is, refuses %s (S12)', async (_name, headers) => {
  const { routes, ask } = await localApp()
  for (const { method, url } of [...routes, { method: 'GET', url: '/nothing/here' }, { method: 'GET', url: '/' }]) {
    const answer = await ask(concrete(url), { method: method as 'GET', headers })
    expect([method, url, answer.statusCode]).toEqual([method, url, 403])
  }
})

test.each([
  'application/x-www-form-urlencoded',
  'text/plain',
  'text/plain; application/json',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  'application/json ;charset=utf-8, text/plain',
])('a body of type %s is refused wherever it was not declared (S12, S13)', async (type) => {
  const { routes, ask } = await localApp()
  for (const { method, url } of routes.filter((route) => !route.url.endsWith('/imports'))) {
    const answer = await ask(concrete(url), {
      method: method as 'POST',
      headers: { 'content-type': type },
      payload: 'a=1',
    })
    expect([method, url, answer.statusCode]).toEqual([
      method,
      url,
      type.startsWith('application/json ;') ? answer.statusCode : 415,
    ])
    expect(answer.statusCode).toBeGreaterThanOrEqual(type.startsWith('application/json ;') ? 200 : 415)
  }
})

test('the names of loopback are welcome, and a page of our own', async () => {
  const { ask } = await localApp()
  for (const host of ['127.0.0.1:4780', 'localhost:4780', '[::1]:4780', 'LOCALHOST:4780']) {
    const answer = await ask('/api/v1/sources', {
      headers: { host, origin: `http://${host.toLowerCase()}`, 'sec-fetch-site': 'same-origin' },
    })
    expect([host, answer.statusCode]).toEqual([host, 200])
  }
})

test('a wrong token, a token in the query and a token in another scheme open nothing', async () => {
  const { ask, askAnonymously, token } = await localApp()
  for (const authorization of [
    `Bearer ${token.value}x`,
    `Bearer ${token.value.slice(1)}`,
    `bearer ${token.value}`,
    token.value,
    'Bearer ',
    '',
  ]) {
    expect((await ask('/api/v1/sources', { headers: { authorization } })).statusCode).toBe(401)
  }
  const asked = await askAnonymously(`/api/v1/sources?t=${token.value}`)
  expect(asked.statusCode).toBe(401)
})

test('the log holds neither the token nor an address, whatever was asked', async () => {
  const { ask, token, log } = await localApp()
  await ask(`/api/v1/imports/secret-name-in-path?token=${token.value}`)
  await ask(`/${token.value}`)
  await ask('/api/v1/%zz-secret-name-in-path')
  await ask('/api/v1/sources', { headers: { cookie: token.value } })
  expect(log.length).toBeGreaterThan(2)
  expect(log.join('')).not.toContain(token.value)
  expect(log.join('')).not.toContain('secret-name-in-path')
})
