import { expect } from 'vitest'
import { forgetScope } from '../../server/intake/forget-scope.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import type { Snapshot, Store } from '../../server/store/store.ts'
import { inputFile } from '../hostile/fixtures.ts'

const now = new Date('2026-01-02T00:00:00Z')

async function held(snapshot: Snapshot): Promise<string[]> {
  const found: string[] = []
  for await (const facts of snapshot.nodes()) found.push(...facts.map(({ scope, node }) => `${scope} ${node.id}`))
  for await (const facts of snapshot.edges()) found.push(...facts.map(({ scope, edge }) => `${scope} ${edge.kind}`))
  return found.sort()
}

/** A scope is forgotten in one step with what was derived from it, and only when that is confirmed. */
export async function expectForgotten(store: Store): Promise<void> {
  const person = (scope: string, id: string) => {
    const nodes = [{ id, kind: 'Owner', type: 'person', aliases: ['email:ada@example.org'] }]
    return inputFile(`${scope}.json`, JSON.stringify({ scope, nodes, edges: [] }))
  }
  const options = { fingerprintKey: new Uint8Array(32).fill(1), now }
  const bring = (scope: string, id: string) =>
    importFiles(store, { source: 'facts', files: [person(scope, id)] }, options)
  await bring('one', 'a')
  const { revision } = await bring('two', 'b')
  const both = ['derived:resolve SAME_AS', 'facts:one a', 'facts:two b']
  expect(await held(await store.snapshot())).toEqual(both)

  await expect(forgetScope(store, 'facts:two', { now })).rejects.toMatchObject({
    code: 'needs_confirmation',
    details: { scope: 'facts:two', nodes: 1, edges: 0 },
  })
  await expect(forgetScope(store, 'facts:three', { now, confirm: true })).rejects.toMatchObject({
    code: 'unknown_scope',
  })
  await expect(forgetScope(store, 'derived:resolve', { now, confirm: true })).rejects.toMatchObject({
    code: 'bad_argument',
  })
  expect(await store.current()).toBe(revision)

  const done = await forgetScope(store, 'facts:two', { now, confirm: true })
  expect(done.changes.map(({ scope, removed }) => [scope, removed])).toEqual([
    ['facts:two', { nodes: 1, edges: 0 }],
    ['derived:resolve', { nodes: 0, edges: 1 }],
  ])
  expect(done.revision).toBe(await store.current())
  expect(await held(await store.snapshot())).toEqual(['facts:one a'])
  expect(await held(await store.snapshot(revision))).toEqual(both)
  expect(await bring('two', 'b')).toMatchObject({ changed: true })
  expect(await held(await store.snapshot())).toEqual(both)
}
