import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { openStore } from '../../server/store/open-store.ts'
import { replaceScope, type Store } from '../../server/store/store.ts'
import { batch, contentOf, edge, header, node, sorted } from '../store/sample-facts.ts'
import { ask } from './neo4j-for-tests.ts'
import { type RunningNeo4j, startNeo4j, whyNoNeo4j } from './start-neo4j.ts'

const DEADLINE_MS = 3_000
/** A transaction that writes has three. */
const WRITE_DEADLINE_MS = 3 * DEADLINE_MS
/** `npm run soak` asks for more. */
const SERVER_KILLS = Number(process.env['AMBIT_SERVER_KILLS'] ?? 2)
const READS = 7
const drawn = { nodes: [node('a'), node('b')], edges: [edge('a CAN_ASSUME b')] }

/** These stop and freeze the server, so they take one of their own. */
describe.skipIf(whyNoNeo4j() !== undefined)('on a Neo4j that fails', () => {
  let server: RunningNeo4j
  beforeAll(async () => {
    server = await startNeo4j({ heap: '512m' })
  }, 120_000)
  afterAll(() => server.stop())

  const open = async (options: { deadlineMs?: number; leaseMs?: number } = {}): Promise<Store> => {
    const store = await openStore(server.uri, { credentials: server.credentials, ...options })
    onTestFinished(() => store.close())
    return store
  }

  /** How the call ends: its code, and nothing of the driver, the address or the statements in its message. */
  const failure = async (call: () => Promise<unknown>): Promise<{ readonly code: string; readonly ms: number }> => {
    const start = performance.now()
    const error = await call().then(
      () => new Error('it succeeded'),
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(AppError)
    const { code, message } = error as AppError
    expect(message).not.toMatch(/bolt|127\.0\.0\.1|MATCH|MERGE|neo4j-driver|Neo4jError|ECONN/)
    return { code, ms: performance.now() - start }
  }

  test('R4: a frozen server has every call answered at the deadline, and serves again once it goes on', async () => {
    const store = await open({ deadlineMs: DEADLINE_MS })
    const before = await open()
    await replaceScope(before, batch('s', drawn))
    const snapshot = await store.snapshot()
    const writer = await store.write()
    await writer.put('t', { nodes: [node('c')], edges: [] })
    server.freeze()
    const calls = [
      () => store.current(),
      () => store.revisions(),
      () => store.snapshot(1),
      () => contentOf(snapshot),
      () => snapshot.scopes(),
      () => store.records.get('job', '1'),
      () => openStore(server.uri, { credentials: server.credentials, deadlineMs: DEADLINE_MS }),
      () => store.records.put('job', '1', {}),
      () => writer.seal(header('t')),
    ]
    try {
      const failures = await Promise.all(calls.map(failure))
      expect(failures.map(({ code }) => code)).toEqual(
        calls.map(() => expect.stringMatching(/^(deadline_exceeded|store_unreachable)$/)),
      )
      expect(Math.max(...failures.map(({ ms }) => ms))).toBeLessThan(WRITE_DEADLINE_MS + 500)
      expect(Math.max(...failures.slice(0, READS).map(({ ms }) => ms))).toBeLessThan(DEADLINE_MS + 500)
    } finally {
      server.thaw()
    }
    await writer.abandon()
    expect(await contentOf(await before.snapshot())).toEqual(sorted(drawn))
    expect(await contentOf(await store.snapshot())).toEqual(sorted(drawn))
    await replaceScope(before, batch('s', { nodes: [node('a')] }))
    expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: [node('a')] }))
  }, 120_000)

  test(
    'R2: a server killed in the middle of an import loses nothing acknowledged and keeps nothing unfinished',
    async () => {
      const store = await open()
      for (let round = 0; round < SERVER_KILLS; round++) {
        const nodes = Array.from({ length: 3_000 }, (_, i) => node(`${round}-${i}`))
        const edges = nodes.slice(1).map((_, i) => edge(`${round}-${i} CAN_ASSUME ${round}-${i + 1}`))
        const acknowledged = await replaceScope(store, batch('kept', { nodes, edges }))
        const kept = await contentOf(await store.snapshot())
        const writer = await store.write()
        // Chunks of a few rows each go on being written until the server is gone.
        const importing = (async () => {
          for (let i = 0; ; i++) {
            await writer.put('kept', { nodes: [node(`lost-${round}-${i}`)], edges: [] })
            if (i % 300 === 299) await (await writer.snapshot()).scopes()
            if (i === 900 + round * 300) void server.kill9()
          }
        })()
        expect((await failure(() => importing)).code).toMatch(/store_unreachable|deadline_exceeded/)
        await writer.abandon()
        await server.restart()
        expect(await store.current()).toBe(acknowledged)
        expect(await contentOf(await store.snapshot())).toEqual(kept)
        const next = await store.write()
        await next.abandon()
        const counted = await ask(
          'MATCH (f:NodeFact) WHERE f.id STARTS WITH "lost" RETURN count(f) AS left',
          {},
          server,
        )
        expect(counted).toEqual([{ left: 0 }])
      }
      const twice =
        'MATCH (f:NodeFact) WITH f.scope AS s, f.fid AS fid, count(*) AS times WHERE times > 1 RETURN s, fid'
      expect(await ask(twice, {}, server)).toEqual([])
    },
    120_000 * SERVER_KILLS,
  )

  test('R5: a server that is down, at the start or later, is told as unreachable, and nothing of it leaks', async () => {
    const store = await open()
    await server.kill9()
    const reads = Array.from({ length: 50 }, () => failure(() => store.current()))
    expect(new Set((await Promise.all(reads)).map(({ code }) => code))).toEqual(new Set(['store_unreachable']))
    expect((await failure(() => open())).code).toBe('store_unreachable')
    await server.restart()
    expect(await store.current()).toBeGreaterThanOrEqual(0)
    const wrong = { ...server.credentials, password: 'not-it' }
    const refused = await failure(() => openStore(server.uri, { credentials: wrong }))
    expect(refused.code).toBe('store_unreachable')
  }, 120_000)
})
