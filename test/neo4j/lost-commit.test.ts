import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import type { Facts, Store } from '../../server/store/store.ts'
import { cuttingProxy } from '../faults/cutting-proxy.ts'
import { contentOf, edge, header, inScope, node } from '../store/sample-facts.ts'
import { temporaryStore } from '../store/temporary-store.ts'
import { ask, emptyNeo4jPlace, neo4jForTests } from './neo4j-for-tests.ts'

const SCOPES = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9']

const facts = (from: number, to: number): Facts => {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i)
  return {
    nodes: numbers.map((i) => node(`n${i}`)),
    edges: numbers.slice(1).map((i) => edge(`n${i} CAN_ASSUME n${i - 1}`)),
  }
}

async function importAll(store: Store, said: Facts, complete: boolean): Promise<void> {
  const writer = await store.write()
  await writer.putFiles([
    { id: 'f00000000001', source: 'facts', name: 'f', sha256: '0', collectedAt: '2026-01-01T00:00:00Z' },
  ])
  for (const scope of SCOPES) {
    await writer.put(scope, inScope(scope, said))
    await writer.seal(header(scope, { complete }))
  }
  await writer.flip()
}

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j', () => {
  test('R3: an import whose every COMMIT reply is lost leaves what an undisturbed one leaves', async () => {
    const { uri, credentials } = neo4jForTests!
    await (await (await emptyNeo4jPlace()).open()).close()
    const { hostname, port } = new URL(uri)
    const proxy = await cuttingProxy({ host: hostname, port: Number(port) })
    onTestFinished(() => proxy.close())
    const store = await openStore(`bolt://127.0.0.1:${proxy.port}`, { credentials })
    onTestFinished(() => store.close())
    const undisturbed = await temporaryStore()

    for (const [said, complete] of [
      [facts(0, 60), true],
      [facts(20, 70), false],
      [facts(30, 50), true],
    ] as const) {
      proxy.cut(true)
      await importAll(store, said, complete)
      proxy.cut(false)
      await importAll(undisturbed, said, complete)
      expect(await contentOf(await store.snapshot())).toEqual(await contentOf(await undisturbed.snapshot()))
      expect(await (await store.snapshot()).scopes()).toEqual(await (await undisturbed.snapshot()).scopes())
    }
    expect(proxy.cuts).toBeGreaterThanOrEqual(20)
    expect(await store.revisions()).toHaveLength(3)
    const twice = 'MATCH (f:NodeFact) WITH f.scope AS s, f.fid AS fid, count(*) AS times WHERE times > 1 RETURN s, fid'
    expect(await ask(twice)).toEqual([])
    const twiceAsEdges =
      'MATCH (:Node)-[r]->(:Node) WITH r.scope AS s, r.fid AS fid, count(*) AS times WHERE times > 1 RETURN s, fid'
    expect(await ask(twiceAsEdges)).toEqual([])
    expect(await ask('MATCH (n:Node) RETURN count(n) AS nodes')).toEqual([{ nodes: 70 }])
  }, 120_000)
})
