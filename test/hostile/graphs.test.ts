import { expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { inputFile } from './fixtures.ts'
import { type Bench, bench } from './import-into.ts'

const node = (id: unknown, more: object = {}) => ({ node: { id, kind: 'Identity', type: 'role', name: 'x', ...more } })
const edge = (from: unknown, to: unknown, more: object = {}) => ({ edge: { kind: 'CAN_ASSUME', from, to, ...more } })

const bring = async (it: Bench, lines: readonly object[]) => {
  const text = [{ scope: 'g' }, ...lines].map((line) => JSON.stringify(line)).join('\n')
  return it.bring('facts', [inputFile('graph.ndjson', text)])
}

async function held({ store }: Bench) {
  const snapshot = await store.snapshot()
  const nodes = []
  for await (const chunk of snapshot.nodes()) nodes.push(...chunk)
  const edges = []
  for await (const chunk of snapshot.edges()) edges.push(...chunk)
  return { nodes, edges }
}

test('an id such as __proto__ is an id like any other (S3)', async () => {
  const names = Object.getOwnPropertyNames(Object.prototype)
  const it = await bench()
  const receipt = await bring(it, [
    ...names.map((id) => node(id)),
    ...names.map((id) => edge(id, '__proto__', { key: id })),
  ])
  expect(receipt).toMatchObject({ facts: { nodes: names.length, edges: names.length } })
  const { nodes, edges } = await held(it)
  expect(nodes.map((fact) => fact.node.id as string).sort()).toEqual([...names].sort())
  expect(edges).toHaveLength(names.length)
})

test('an id that is no text is rejected, never turned into one', async () => {
  const it = await bench()
  for (const id of [null, 1, 1.5, true, [], ['a'], {}, '']) {
    expect(await bring(it, [node('a'), node(id)])).toMatchObject({ records: { rejected: 1 } })
  }
  expect((await held(it)).nodes).toHaveLength(1)
})

test('ids that only look alike are never merged', async () => {
  const alike = [
    'admin',
    'Admin',
    'admin ',
    'ａdmin',
    'adm\u0131n',
    'caf\u00e9',
    'cafe\u0301',
    '\u202eadmin',
    'ad\u200bmin',
  ]
  const it = await bench()
  await bring(
    it,
    alike.map((id) => node(id)),
  )
  expect((await held(it)).nodes).toHaveLength(alike.length)
})

test('one id with two kinds keeps both facts', async () => {
  const it = await bench()
  await bring(it, [node('a'), node('a', { kind: 'Owner', type: 'team' }), node('a')])
  expect((await held(it)).nodes.map((fact) => fact.node.kind).sort()).toEqual(['Identity', 'Owner'])
})

test('an edge may stand before its nodes, lead to itself, and go round in a circle', async () => {
  const it = await bench()
  const receipt = await bring(it, [edge('a', 'a'), edge('a', 'b'), edge('b', 'a'), node('a'), node('b')])
  expect(receipt).toMatchObject({ facts: { edges: 3 } })
})

test('a chain of 10,000 hops is taken whole (R12)', async () => {
  const it = await bench()
  const ids = Array.from({ length: 10_001 }, (_, i) => `n${i}`)
  const receipt = await bring(it, [...ids.map((id) => node(id)), ...ids.slice(1).map((id, i) => edge(`n${i}`, id))])
  expect(receipt).toMatchObject({ facts: { nodes: 10_001, edges: 10_000 } })
})

test('100,000 parallel edges stay 100,000 edges, and the same edge 100,000 times is one', async () => {
  const it = await bench()
  const ends = [node('a'), node('b')]
  const many = Array.from({ length: 100_000 }, (_, i) => edge('a', 'b', { key: String(i) }))
  expect(await bring(it, [...ends, ...many])).toMatchObject({ facts: { edges: 100_000 } })
  const other = await bench()
  const same = Array.from({ length: 100_000 }, () => edge('a', 'b'))
  expect(await bring(other, [...ends, ...same])).toMatchObject({ facts: { edges: 1 }, records: { merged: 100_000 } })
})

test('a dangling edge refuses the file, whatever else it holds', async () => {
  const it = await bench()
  const refused = await bring(it, [node('a'), edge('a', 'ghost'), edge('phantom', 'a')])
  expect(refused).toBeInstanceOf(AppError)
  expect(refused).toMatchObject({ code: 'dangling_edge', details: { total: 2 } })
  expect(await it.store.current()).toBe(0)
})

test('10,000 nodes that share one alias are one thing, without a stack running over', async () => {
  const it = await bench()
  const alike = Array.from({ length: 10_000 }, (_, i) =>
    node(`n${i}`, { aliases: ['email:all@example.org', `x:${i}`] }),
  )
  expect(await bring(it, alike)).toMatchObject({ facts: { derived: 9_999 } })
})
