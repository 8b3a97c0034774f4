import fc from 'fast-check'
import { expect } from 'vitest'
import type { NodeFact } from '../../server/model/facts.ts'
import { type Revision, replaceScope, type Store, type Writer } from '../../server/store/store.ts'
import { ModelStore, randomSteps } from './model-store.ts'
import { batch, contentOf, edge, header, inScope, node, sorted } from './sample-facts.ts'
import { type ContractOptions, opener, type Place, type Promised } from './store-contract-place.ts'

const drawn = { nodes: [node('a'), node('b')], edges: [edge('a CAN_ASSUME b')] }
const other = { nodes: [node('c')], edges: [] }

/** One writer at a time, and nothing of one that did not end well. */
export function writersContract(
  promise: Promised,
  freshPlace: () => Promise<Place>,
  { runs = 40 }: ContractOptions,
): void {
  const { place, open } = opener(freshPlace)

  promise('an abandoned writer leaves nothing, and its number is not used again', async () => {
    const store = await open()
    await replaceScope(store, batch('s', drawn))
    const writer = await store.write()
    await writer.put('s', other)
    await writer.put('t', other)
    await writer.seal(header('s', { source: 'other' }))
    await writer.abandon()
    await writer.abandon()
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
    const revision = await replaceScope(store, batch('u', {}))
    expect(revision).toBeGreaterThan(writer.revision)
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
    expect((await (await store.snapshot()).scopes()).map(({ scope, source }) => [scope, source])).toEqual([
      ['s', 'facts'],
      ['u', 'facts'],
    ])
    await replaceScope(store, batch('s', drawn))
    expect(await store.current()).toBe(revision)
  })

  promise('a writer that vanished leaves nothing, and its number is not used again', async () => {
    const here = await place()
    const lost = await here.open()
    await replaceScope(lost, batch('s', drawn))
    const writer = await lost.write()
    await writer.put('s', other)
    await writer.seal(header('s'))
    const store = await here.open({ leaseMs: 0 })
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
    const revision = await replaceScope(store, batch('t', inScope('t', other)))
    expect(revision).toBeGreaterThan(writer.revision)
    expect(await contentOf(await store.snapshot())).toEqual(
      sorted({ nodes: [...drawn.nodes, ...inScope('t', other).nodes], edges: drawn.edges }),
    )
  })

  promise('a writer whose lease was taken over is refused, and can change nothing', async () => {
    const here = await place()
    const slow = await here.open()
    await replaceScope(slow, batch('s', drawn))
    const taker = await here.open({ leaseMs: 0 })
    const calls: ((zombie: Writer) => Promise<unknown>)[] = [
      (zombie) => zombie.put('s', other),
      (zombie) => zombie.putFiles([{ id: 'f', source: 's', name: 'n', sha256: 'h', collectedAt: '' }]),
      (zombie) => zombie.seal(header('s')),
      (zombie) => zombie.drop('t'),
      (zombie) => zombie.dangling(1),
      (zombie) => zombie.snapshot(),
    ]
    for (const call of calls) {
      const zombie = await slow.write()
      await zombie.put('s', other)
      const writer = await taker.write({ waitMs: 0 })
      await expect(call(zombie)).rejects.toMatchObject({ code: 'import_interrupted' })
      await expect(zombie.put('s', other)).rejects.toMatchObject({ code: 'import_interrupted' })
      await zombie.abandon()
      await writer.put('s', drawn)
      await writer.seal(header('s'))
      expect(await writer.flip()).toBe(await slow.current())
    }
    const zombie = await slow.write()
    await zombie.put('s', other)
    await zombie.seal(header('s'))
    const writer = await taker.write({ waitMs: 0 })
    await expect(zombie.flip()).rejects.toMatchObject({ code: 'import_interrupted' })
    await zombie.abandon()
    await writer.put('t', inScope('t', other))
    await writer.seal(header('t'))
    await writer.flip()
    expect(await contentOf(await slow.snapshot(), { scopes: ['s'] })).toEqual(sorted(drawn))
  })

  promise('a second writer waits for the first, or is told that one is running', async () => {
    const here = await place()
    const [one, two] = [await here.open(), await here.open()]
    const first = await one.write()
    for (const store of [one, two]) {
      await expect(store.write({ waitMs: 0 })).rejects.toMatchObject({ code: 'import_in_progress' })
    }
    const waiting = [replaceScope(one, batch('t', {})), replaceScope(two, batch('u', {}))]
    await first.put('s', drawn)
    await first.seal(header('s'))
    const revision = await first.flip()
    for (const later of await Promise.all(waiting)) expect(later).toBeGreaterThan(revision)
  })

  promise('a store that is closed lets go of what it was writing', async () => {
    const here = await place()
    const closing = await here.open()
    const writer = await closing.write()
    await writer.put('s', drawn)
    await closing.close()
    const store = await here.open()
    await (await store.write({ waitMs: 0 })).abandon()
    expect(await store.current()).toBe(0)
  })

  promise('a reader keeps its revision while another is written (R9)', async () => {
    const store = await open()
    const named = (name: string) => Array.from({ length: 6_000 }, (_, i) => node(`n${i}`, { name }))
    await replaceScope(store, batch('s', { nodes: named('old') }))
    const seen: NodeFact[] = []
    for await (const chunk of (await store.snapshot()).nodes()) {
      if (seen.length === 0) await replaceScope(store, batch('s', { nodes: named('new') }))
      seen.push(...chunk)
    }
    expect(sorted({ nodes: seen })).toEqual(sorted({ nodes: named('old') }))
  })

  promise('readers never see two revisions mixed (R9)', async () => {
    const store = await open()
    const pair = (name: string) => ({ nodes: [node('a', { name }), node('b', { name })] })
    let isDone = false
    const read = async () => {
      do {
        const { nodes } = await contentOf(await store.snapshot())
        expect(new Set(nodes.map((it) => it.node.name)).size).toBe(Math.min(nodes.length, 1))
        expect(nodes.length).not.toBe(1)
      } while (!isDone)
    }
    const write = async () => {
      for (let k = 1; k <= 50; k++) await replaceScope(store, batch('s', pair(`${k}`)))
      isDone = true
    }
    await Promise.all([write(), ...Array.from({ length: 20 }, read)])
    expect(await store.revisions()).toHaveLength(50)
  })

  promise('importers at the same time end as if one came after the other (R8)', async () => {
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { open: openHere } = await place()
      const stores = [await openHere(), await openHere()]
      const importers = Array.from({ length: 8 }, (_, i) => ({
        scope: `s${i % 3}`,
        store: stores[i % 2]!,
        name: `${i}`,
      }))
      const done = new Map<Revision, (typeof importers)[number]>()
      const run = async (importer: (typeof importers)[number]) => {
        const { scope, store, name } = importer
        const turn = () => scheduler.schedule(Promise.resolve())
        await turn()
        const writer = await store.write()
        for (const id of ['a', 'b']) {
          await turn()
          await writer.put(scope, { nodes: [node(id, { name })], edges: [] })
        }
        await turn()
        await writer.seal(header(scope))
        await turn()
        done.set(await writer.flip(), importer)
      }
      await scheduler.waitFor(Promise.all(importers.map(run)))
      expect(done.size).toBe(8)
      const held = new Map<string, string>()
      for (const { revision } of await stores[0]!.revisions()) {
        const { scope, name } = done.get(revision)!
        held.set(scope, name)
        const expected = [...held].flatMap(([s, n]) => [
          { ...node('a', { name: n }), scope: s },
          { ...node('b', { name: n }), scope: s },
        ])
        expect(await contentOf(await stores[1]!.snapshot(revision))).toEqual(sorted({ nodes: expected }))
      }
      await Promise.all(stores.map((store) => store.close()))
    })
    await fc.assert(property, { numRuns: Math.ceil(runs / 2) })
  })

  promise('any sequence of batches leaves what a naive store would hold, at every revision', async () => {
    const property = fc.asyncProperty(randomSteps, async (steps) => {
      const store = await (await place()).open()
      const model = new ModelStore()
      for (const step of steps) {
        const writer = await store.write()
        const { changes, revision } = model.apply(step, writer.revision)
        const seen = []
        for (const it of step.batches) {
          if (it.facts === 'dropped') seen.push(await writer.drop(it.scope))
          else {
            await writer.put(it.scope, { nodes: it.facts.nodes, edges: [] })
            await writer.put(it.scope, { nodes: [], edges: it.facts.edges })
            seen.push(await writer.seal(header(it.scope, { complete: it.complete })))
          }
        }
        expect(seen).toEqual(changes)
        expect(await contentOf(await writer.snapshot())).toEqual(model.staged)
        if (step.abandoned) await writer.abandon()
        else expect(await writer.flip()).toBe(revision)
        await expectEqual(store, model)
      }
      await store.close()
    })
    await fc.assert(property, { numRuns: runs })
  })
}

async function expectEqual(store: Store, model: ModelStore): Promise<void> {
  expect([0, ...(await store.revisions()).map(({ revision }) => revision)]).toEqual([...model.history.keys()])
  for (const [revision, { facts, scopes }] of model.history) {
    const snapshot = await store.snapshot(revision)
    expect(await contentOf(snapshot)).toEqual(facts)
    expect((await snapshot.scopes()).map(({ scope, nodes, edges }) => [scope, nodes, edges])).toEqual(scopes)
  }
}
