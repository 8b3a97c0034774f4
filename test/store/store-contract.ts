import { expect, onTestFinished, test } from 'vitest'
import { replaceScope, type Store } from '../../server/store/store.ts'
import { batch, contentOf, edge, header, inScope, node, sorted } from './sample-facts.ts'

/** An empty store's place, which may be opened more than once at a time. */
export interface Place {
  readonly open: (options?: { readonly leaseMs?: number }) => Promise<Store>
}

const drawn = { nodes: [node('a'), node('b')], edges: [edge('a CAN_ASSUME b')] }
const nothing = { nodes: [], edges: [] }

/** What every store promises; each implementation's test calls it on the real thing. */
export function storeContract(name: string, freshPlace: () => Promise<Place>): void {
  const place = async (): Promise<Place> => {
    const fresh = await freshPlace()
    return {
      open: async (options) => {
        const store = await fresh.open(options)
        onTestFinished(() => store.close())
        return store
      },
    }
  }
  const open = async () => (await place()).open()
  const promise = (what: string, run: () => Promise<void>) => test(`${name}: ${what}`, run)

  promise('an empty store holds nothing at revision 0', async () => {
    const store = await open()
    expect(await store.current()).toBe(0)
    expect(await store.revisions()).toEqual([])
    expect(await contentOf(await store.snapshot())).toEqual(nothing)
  })

  promise('what a scope no longer says is gone from now on, and still there before', async () => {
    const store = await open()
    const before = await replaceScope(store, batch('s', drawn))
    await replaceScope(store, batch('s', { nodes: [node('a')] }))
    expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: [node('a')] }))
    expect(await contentOf(await store.snapshot(before))).toEqual(sorted(drawn))
  })

  promise('the same batch again makes no new revision', async () => {
    const store = await open()
    const first = await replaceScope(store, batch('s', drawn))
    expect(await replaceScope(store, batch('s', drawn, { collectedAt: '2026-02-02T00:00:00Z' }))).toBe(first)
    expect(await store.revisions()).toHaveLength(1)
    expect((await (await store.snapshot()).scopes())[0]).toMatchObject({ collectedAt: '2026-02-02T00:00:00Z' })
  })

  promise('nothing staged is seen before the flip, and nothing of it after abandoning', async () => {
    const store = await open()
    await replaceScope(store, batch('s', drawn))
    const writer = await store.write()
    await writer.put('s', { nodes: [node('c')], edges: [] })
    await writer.seal(header('s'))
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
    expect(await contentOf(await writer.snapshot())).toEqual(sorted({ nodes: [node('c')] }))
    await writer.abandon()
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
    await replaceScope(store, batch('t', inScope('t', { nodes: [node('d')], edges: [] })))
    expect(await contentOf(await store.snapshot(), { scopes: ['s'] })).toEqual(sorted(drawn))
  })
}
