import { expect, test } from 'vitest'
import type { NodeClaim } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'
import { draw } from '../draw.ts'
import { fillWith } from './fill.ts'
import { localApp } from './local-app.ts'

/** Names that break objects, statements, pages, addresses and terminals, all of them legal in an export. */
const names = [
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  "'; DROP TABLE facts; --",
  '` DETACH DELETE n //',
  '\\u0060}) MATCH (n) DETACH DELETE n //',
  '$(1)',
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  'javascript:alert(1)',
  '../../../etc/passwd',
  '..%2f..%2f',
  'a/b?c=d#e&f',
  '%00',
  '=cmd|calc!A1',
  '\u202egnp.exe',
  '{{7*7}}',
  'a'.repeat(1_500),
  'e00000000000000000000',
  'tier:0',
  ' ',
]

const routes = [
  ['GET', (id: string) => `/api/v1/identities/${id}/blast-radius?reach=true`],
  ['GET', (id: string) => `/api/v1/identities/${id}/view`],
  ['GET', (id: string) => `/api/v1/nodes/${id}`],
  ['GET', (id: string) => `/api/v1/nodes/${id}/neighbours`],
  ['GET', (id: string) => `/api/v1/nodes/${id}/who-can-reach`],
  ['GET', (id: string) => `/api/v1/nodes?q=${id}`],
  ['GET', (id: string) => `/api/v1/paths?from=${id}&to=end`],
  ['GET', (id: string) => `/api/v1/choke-points?starts=${id}`],
  ['GET', (id: string) => `/api/v1/diff?from=1&starts=${id}&targets=${id}`],
  ['GET', (id: string) => `/api/v1/identities?q=${id}`],
  ['GET', (id: string) => `/api/v1/identities?type=${id}&provider=${id}&environment=${id}`],
] as const

test('a node answers alike whatever it is called, on every route (S1, S2, S3)', async () => {
  const { ask, store } = await localApp()
  const { nodes, edges } = draw('start -CAN_ASSUME-> name', 'name -CAN_READ-> Resource:end@1')
  const named = names.map((name) => {
    const id = globalId(`id ${name}`)
    const renamed = (end: string) => (end === 'name' ? id : globalId(end))
    const node: NodeClaim = { ...nodes.find((it) => it.id === 'name')!, id, name }
    return { node, edges: edges.map((edge) => ({ ...edge, from: renamed(edge.from), to: renamed(edge.to) })) }
  })
  await fillWith(await store(), {
    nodes: [...nodes.filter((it) => it.id !== 'name'), ...named.map(({ node }) => node)],
    edges: named.flatMap((it) => it.edges),
  })
  for (const { node } of named) {
    const id = encodeURIComponent(node.id)
    for (const [, url] of routes) {
      const answer = await ask(url(id))
      expect([node.name, url('…'), answer.statusCode]).toEqual([node.name, url('…'), 200])
    }
    const { blast, identity } = (await ask(`/api/v1/identities/${id}/blast-radius`)).json()
    expect([identity.name, blast.contributions.length]).toEqual([node.name, 1])
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect((await ask('/api/v1/nodes/end/who-can-reach')).json().total).toBe(names.length + 1)
})

test('a name that nothing has is not found, on every route, and no answer depends on what it is', async () => {
  const { ask, store } = await localApp()
  await fillWith(await store(), draw('start -CAN_READ-> Resource:end@1'))
  for (const name of names.filter((it) => it.trim() !== '')) {
    const id = encodeURIComponent(name)
    for (const [, url] of routes.slice(0, 5)) {
      const answer = await ask(url(id))
      expect([name, answer.statusCode, answer.json().code]).toEqual([
        name,
        404,
        name.startsWith('e0') ? 'unknown_node' : 'unknown_node',
      ])
    }
    const containment = await ask('/api/v1/containment', { method: 'POST', payload: { compromised: [name] } })
    expect([name, containment.statusCode]).toEqual([name, 404])
  }
})

test.each([
  ['a prototype in the body', '{"compromised":["start"],"__proto__":{"x":1}}'],
  ['a constructor in the body', '{"compromised":["start"],"constructor":{"prototype":{"x":1}}}'],
  ['a number for an id', '{"compromised":[1]}'],
  ['null for an id', '{"compromised":[null]}'],
  ['an object for a list', '{"compromised":{"length":1,"0":"start"}}'],
  ['a cut document', '{"compromised":["start"'],
  ['nothing', ''],
  ['depth', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
])('%s is 400 (S3, S4)', async (_name, payload) => {
  const { ask } = await localApp()
  const answer = await ask('/api/v1/containment', {
    method: 'POST',
    payload,
    headers: { 'content-type': 'application/json' },
  })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad_request'])
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('a body over a mebibyte is 413', async () => {
  const { ask } = await localApp()
  const payload = { compromised: ['x'.repeat(1024 * 1024)] }
  expect((await ask('/api/v1/containment', { method: 'POST', payload })).json().code).toBe('limit_exceeded')
})
