import { expect, test } from 'vitest'
import { replaceScope, type Writer } from '../../server/store/store.ts'
import { batch, contentOf, edge, header, inScope, node, sorted } from './sample-facts.ts'
import { packedContract } from './store-contract-packed.ts'
import type { ContractOptions, Place } from './store-contract-place.ts'
import { opener } from './store-contract-place.ts'
import { valuesContract } from './store-contract-values.ts'
import { writersContract } from './store-contract-writers.ts'

const drawn = { nodes: [node('a'), node('b')], edges: [edge('a CAN_ASSUME b')] }
const nothing = { nodes: [], edges: [] }

/** What every store promises; each implementation's test calls it on the real thing. */
export function storeContract(name: string, freshPlace: () => Promise<Place>, options: ContractOptions = {}): void {
  const { open } = opener(freshPlace)
  const promise = (what: string, run: () => Promise<void>) => test(`${name}: ${what}`, run)

  promise('an empty store holds nothing at revision 0', async () => {
    const store = await open()
    expect(await store.current()).toBe(0)
    expect(await store.revisions()).toEqual([])
    expect(await (await store.snapshot()).scopes()).toEqual([])
    expect(await contentOf(await store.snapshot(0))).toEqual(nothing)
  })

  promise('what a scope no longer says is gone from now on, and still there before', async () => {
    const store = await open()
    const before = await replaceScope(store, batch('s', drawn))
    const after = await replaceScope(store, batch('s', { nodes: [node('a')] }))
    expect(after).toBeGreaterThan(before)
    expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: [node('a')] }))
    expect(await contentOf(await store.snapshot(before))).toEqual(sorted(drawn))
    expect(await contentOf(await store.snapshot(0))).toEqual(nothing)
  })

  promise('what is gone may come back, and was not there in between', async () => {
    const store = await open()
    const revisions = []
    for (const nodes of [[node('a')], [], [node('a')]]) revisions.push(await replaceScope(store, batch('s', { nodes })))
    const held = await Promise.all(
      revisions.map(async (at) => (await contentOf(await store.snapshot(at))).nodes.length),
    )
    expect(held).toEqual([1, 0, 1])
  })

  promise(
    'the same batch again makes no new revision, in whatever order and however often it says a fact',
    async () => {
      const store = await open()
      const first = await replaceScope(store, batch('s', drawn))
      const again = { nodes: [node('b'), node('a'), node('b')], edges: drawn.edges }
      const later = { collectedAt: '2026-02-02T00:00:00Z', contentHash: 'c1' }
      expect(await replaceScope(store, batch('s', again, later))).toBe(first)
      expect(await store.revisions()).toHaveLength(1)
      const [scope] = await (await store.snapshot()).scopes()
      expect(scope).toEqual({ ...header('s', later), revision: first, nodes: 2, edges: 1 })
    },
  )

  promise('the same said in another place is a new revision, and neither added nor removed', async () => {
    const store = await open()
    const first = await replaceScope(store, batch('s', { nodes: [node('a')] }))
    const elsewhere = { ...node('a'), evidence: [{ file: 'f00000000002', pointer: '/0' }] }
    const writer = await store.write()
    await writer.put('s', { nodes: [elsewhere], edges: [] })
    expect(await writer.seal(header('s'))).toMatchObject({ added: { nodes: 0 }, removed: { nodes: 0 } })
    expect(await writer.flip()).toBeGreaterThan(first)
    expect(await contentOf(await store.snapshot())).toEqual({ nodes: [elsewhere], edges: [] })
  })

  promise('a header that says something new makes a revision', async () => {
    const store = await open()
    const first = await replaceScope(store, batch('s', drawn))
    const gap = { missing: 'What the account boundary denies.' }
    const second = await replaceScope(store, batch('s', drawn, { coverage: [gap] }))
    expect(second).toBeGreaterThan(first)
    expect((await (await store.snapshot()).scopes())[0]).toMatchObject({ coverage: [gap], nodes: 2, edges: 1 })
    expect((await (await store.snapshot(first)).scopes())[0]).toMatchObject({ coverage: [] })
  })

  promise('each revision tells when it was made and which scopes it changed', async () => {
    const store = await open()
    const writer = await store.write()
    for (const scope of ['t', 's']) {
      await writer.put(scope, drawn)
      await writer.seal(header(scope))
    }
    const first = await writer.flip()
    const second = await replaceScope(store, batch('t', { nodes: [node('c')] }))
    expect((await store.revisions()).map(({ revision, scopes }) => [revision, scopes])).toEqual([
      [first, ['s', 't']],
      [second, ['t']],
    ])
    for (const { committedAt } of await store.revisions()) expect(new Date(committedAt).toISOString()).toBe(committedAt)
    const scopes = await (await store.snapshot()).scopes()
    expect(scopes.map(({ scope, revision }) => [scope, revision])).toEqual([
      ['s', first],
      ['t', second],
    ])
  })

  promise('several scopes appear in one step', async () => {
    const store = await open()
    const writer = await store.write()
    await writer.put('s', { nodes: [node('a')], edges: [] })
    await writer.put('t', { nodes: [node('b')], edges: [] })
    await writer.put('s', { nodes: [node('c')], edges: [] })
    await writer.seal(header('s'))
    await writer.seal(header('t'))
    expect(await store.current()).toBe(0)
    await writer.flip()
    const all = [node('a'), node('c'), ...inScope('t', { nodes: [node('b')], edges: [] }).nodes]
    expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: all }))
  })

  promise('nothing staged is seen before the flip, but by the writer itself', async () => {
    const store = await open()
    await replaceScope(store, batch('s', drawn))
    const writer = await store.write()
    await writer.put('s', { nodes: [node('c')], edges: [] })
    await writer.seal(header('s', { contentHash: 'c1' }))
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
    expect(await contentOf(await writer.snapshot())).toEqual(sorted({ nodes: [node('c')] }))
    await writer.flip()
    expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: [node('c')] }))
  })

  promise('a partial batch carries forward as stale what it did not repeat', async () => {
    const store = await open()
    const first = await replaceScope(store, batch('s', drawn))
    const anew = node('a', { name: 'renamed' })
    await replaceScope(store, batch('s', { nodes: [anew] }, { complete: false }))
    const carried = {
      nodes: [anew, { ...node('b'), stale: true }],
      edges: [{ ...edge('a CAN_ASSUME b'), stale: true }],
    }
    expect(await contentOf(await store.snapshot())).toEqual(sorted(carried))
    expect(await contentOf(await store.snapshot(first))).toEqual(sorted(drawn))
    const again = await replaceScope(store, batch('s', { nodes: [anew] }, { complete: false }))
    expect(again).toBe(await store.current())
    expect(await store.revisions()).toHaveLength(2)
    await replaceScope(store, batch('s', drawn))
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
  })

  promise('a stale fact that a partial batch repeats is fresh again', async () => {
    const store = await open()
    await replaceScope(store, batch('s', drawn))
    await replaceScope(store, batch('s', {}, { complete: false }))
    await replaceScope(store, batch('s', { nodes: [node('a')] }, { complete: false }))
    const { nodes } = await contentOf(await store.snapshot())
    expect(nodes).toEqual(sorted({ nodes: [node('a'), { ...node('b'), stale: true }] }).nodes)
  })

  promise('a whole batch may say of a fact that it is stale, and later that it is fresh', async () => {
    const store = await open()
    await replaceScope(store, batch('s', drawn))
    const stale = {
      nodes: [node('a'), { ...node('b'), stale: true }],
      edges: drawn.edges.map((fact) => ({ ...fact, stale: true })),
    }
    for (const said of [stale, drawn]) {
      await replaceScope(store, batch('s', said))
      expect(await contentOf(await store.snapshot())).toEqual(sorted(said))
    }
  })

  promise('a dropped scope is gone with all it said, and can be written anew', async () => {
    const store = await open()
    await replaceScope(store, batch('t', drawn))
    const before = await replaceScope(store, batch('s', drawn))
    const writer = await store.write()
    expect(await writer.drop('s')).toMatchObject({ scope: 's', removed: { nodes: 2, edges: 1 } })
    const gone = await writer.flip()
    expect(gone).toBeGreaterThan(before)
    expect((await (await store.snapshot()).scopes()).map(({ scope }) => scope)).toEqual(['t'])
    expect(await contentOf(await store.snapshot(), { scopes: ['s'] })).toEqual(nothing)
    expect(await contentOf(await store.snapshot(before), { scopes: ['s'] })).toEqual(sorted(drawn))
    expect(await replaceScope(store, batch('s', drawn))).toBeGreaterThan(gone)
    expect(await contentOf(await store.snapshot(), { scopes: ['s'] })).toEqual(sorted(drawn))
  })

  promise('dropping a scope that was never there changes nothing', async () => {
    const store = await open()
    const writer = await store.write()
    expect(await writer.drop('nobody')).toMatchObject({ removed: { nodes: 0, edges: 0 } })
    expect(await writer.flip()).toBe(0)
  })

  promise('a batch tells what it added, removed and kept, by id', async () => {
    const store = await open()
    const sealed = async (facts: Parameters<Writer['put']>[1], complete: boolean) => {
      const writer = await store.write()
      await writer.put('s', facts)
      const change = await writer.seal(header('s', { complete }))
      await writer.flip()
      return change
    }
    expect(await sealed(drawn, true)).toMatchObject({
      added: { nodes: 2, edges: 1 },
      unchanged: { nodes: 0, edges: 0 },
    })
    const next = { nodes: [node('a', { name: 'renamed' }), node('c')], edges: [] }
    expect(await sealed(next, true)).toEqual({
      scope: 's',
      added: { nodes: 1, edges: 0 },
      removed: { nodes: 1, edges: 1 },
      unchanged: { nodes: 1, edges: 0 },
      removedByKind: { Identity: 1, CAN_ASSUME: 1 },
      keptByKind: { Identity: 1 },
    })
    expect(await sealed(nothing, false)).toMatchObject({ removed: { nodes: 0 }, unchanged: { nodes: 2 } })
  })

  promise('an edge to what no fact states is told before the flip, with the exact total', async () => {
    const store = await open()
    await replaceScope(store, batch('t', inScope('t', { nodes: [node('b')], edges: [] })))
    const writer = await store.write()
    const loose = ['a CAN_READ x', 'y CAN_READ a', 'x CAN_READ y'].map((it) => edge(it))
    await writer.put('s', { nodes: [node('a')], edges: [edge('a CAN_READ b'), ...loose] })
    await writer.seal(header('s'))
    const { total, edges } = await writer.dangling(2)
    expect(total).toBe(3)
    expect(edges).toHaveLength(2)
    for (const one of edges) expect(loose).toContainEqual(one)
    await writer.abandon()
    const dropper = await store.write()
    await dropper.put('s', { nodes: [node('a')], edges: [edge('a CAN_READ b')] })
    await dropper.seal(header('s'))
    expect((await dropper.dangling(9)).total).toBe(0)
    await dropper.drop('t')
    expect((await dropper.dangling(9)).total).toBe(1)
    await dropper.abandon()
  })

  promise('a revision that never was cannot be read', async () => {
    const store = await open()
    await replaceScope(store, batch('s', drawn))
    const writer = await store.write()
    await writer.put('s', { nodes: [node('c')], edges: [] })
    await writer.abandon()
    for (const at of [writer.revision, 99, -1, 0.5]) {
      await expect(store.snapshot(at)).rejects.toMatchObject({ code: 'unknown_revision' })
    }
  })

  packedContract(promise, open)
  valuesContract(promise, open)
  writersContract(promise, freshPlace, options)
}
