import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type GraphCacheOptions, graphCache } from '../../server/api/graph-cache.ts'
import { compile } from '../../server/graph/compile.ts'
import { imageOf } from '../../server/graph/graph-image.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { openStore } from '../../server/store/open-store.ts'
import { replaceScope } from '../../server/store/store.ts'
import { batch, edge, node } from '../store/sample-facts.ts'
import { temporaryStoreUrl } from '../store/temporary-store.ts'
import { temporaryFolder } from './local-app.ts'

const facts = { nodes: [node('bot'), node('admin')], edges: [edge('bot CAN_ASSUME admin')] }

/** A cache that compiles everything aside, over a store with one revision. */
async function bench(more: GraphCacheOptions = {}) {
  const url = await temporaryStoreUrl()
  const store = await openStore(url)
  onTestFinished(() => store.close())
  await replaceScope(store, batch('s', facts))
  const cache = graphCache(async () => store, { aside: { url, least: 0 }, ...more })
  onTestFinished(() => cache.close())
  return { url, store, cache }
}

const contentOf = (graph: PrivilegeGraph) => {
  const { shape, columns } = imageOf(graph)
  return [shape, ...columns.map((column) => [...column])]
}

test('what a thread compiled is what is compiled here', async () => {
  const { store, cache } = await bench()
  const { graph } = await cache.at()
  expect(contentOf(graph)).toEqual(contentOf(await compile(await store.snapshot())))
  expect(graph.nodes.indexOf('bot')).toBe(1)
})

test('while a new revision is compiled, questions are answered from the one before', async () => {
  const { store, cache } = await bench()
  await cache.at()
  await replaceScope(store, batch('t', { nodes: [node('new')] }))
  const asked = [cache.at(), cache.at(), cache.at(2), cache.at(1)]
  expect((await Promise.all(asked)).map(({ graph }) => graph.revision)).toEqual([1, 1, 2, 1])
  expect((await cache.at()).graph.revision).toBe(2)
})

test('who waited for the new revision gets answers from it', async () => {
  const { store, cache } = await bench()
  await cache.at()
  await replaceScope(store, batch('t', { nodes: [node('new')] }))
  await cache.prefetch()
  expect((await cache.at()).graph.revision).toBe(2)
})

test('a scope that was forgotten is in no answer any more, ready or not', async () => {
  const { store, cache } = await bench()
  await replaceScope(store, batch('t', { nodes: [node('new')] }))
  await cache.at()
  const writer = await store.write()
  await writer.drop('t')
  await writer.flip()
  const { graph } = await cache.at()
  expect([graph.revision, graph.nodes.indexOf('new')]).toEqual([3, undefined])
})

test('a thread that fails is told as a problem, and the next question tries again', async () => {
  const url = await temporaryStoreUrl()
  const file = url.slice('sqlite:'.length)
  writeFileSync(file, 'this is no database, and much too long to be taken for an empty one')
  const { cache, store } = await bench({ aside: { url, least: 0 } })
  await expect(cache.at()).rejects.toMatchObject({ code: 'store_unreachable' })
  rmSync(file)
  const there = await openStore(url)
  onTestFinished(() => there.close())
  await replaceScope(there, batch('s', facts))
  expect((await cache.at()).graph.revision).toBe(await store.current())
})

test('who asks after a failure waits for the next try, and is not put off with the past', async () => {
  const { url, store } = await bench()
  const broken = await temporaryStoreUrl()
  const place = { url, least: 0 }
  const cache = graphCache(async () => store, { aside: place })
  onTestFinished(() => cache.close())
  await cache.at()
  await replaceScope(store, batch('t', { nodes: [node('new')] }))
  place.url = broken // an empty store, which has no second revision
  await cache.prefetch()
  await expect(cache.at()).rejects.toMatchObject({ code: 'unknown_revision' })
})

test('closing ends what is compiled, with an answer for those who wait', async () => {
  const { cache } = await bench()
  const asked = cache.at()
  asked.catch(() => undefined)
  await cache.close()
  await expect(asked).rejects.toMatchObject({ name: expect.any(String) })
})

test('what was compiled is kept before the server ends, and taken by the next', async () => {
  const folder = join(temporaryFolder('ambit-graphs-'), 'graphs')
  const { cache } = await bench({ kept: { folder, least: 0 } })
  await cache.at()
  await cache.close()
  expect(readdirSync(folder).filter((name) => name.endsWith('.graph'))).toHaveLength(1)
})
