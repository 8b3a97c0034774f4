import { describe, expect, test } from 'vitest'
import { replaceScope } from '../../server/store/store.ts'
import { batch, contentOf, edge, inScope, node, sorted } from '../store/sample-facts.ts'
import { ask, emptyNeo4jPlace, emptyNeo4jStore, neo4jForTests } from './neo4j-for-tests.ts'

const breakers = [
  "'",
  '"',
  '`',
  '\\',
  '\\u0060',
  "'}) ",
  '"}) ',
  '`) ',
  '\\u0027}) ',
  '*/ ',
  '// ',
  '\n',
  '\0',
  '$id ',
  '$' + '{id}',
]
const tails = [
  '',
  'MATCH (n) DETACH DELETE n //',
  'CREATE (:Owned) //',
  'SET n:Owned //',
  'WITH 1 AS x CALL db.labels() YIELD label RETURN label //',
  "LOAD CSV FROM 'http://127.0.0.1:1/' AS row RETURN row //",
  'DROP CONSTRAINT node_id //',
  ':Owned',
  '`:Owned',
  ']->() CREATE (:Owned)-[',
  '; CREATE (:Owned);',
  'EDGE_KIND',
]
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Meta', 'DESCRIBES', 'ambit']
const payloads = [...breakers.flatMap((breaker) => tails.map((tail) => `x${breaker}${tail}`)), ...names]

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j', () => {
  test('S1: hostile text in ids, names, types, keys and properties is stored as text and does nothing else', async () => {
    const store = await emptyNeo4jStore()
    const nodes = payloads.map((text) =>
      node(text, { name: text, type: text, provider: text, aliases: [text], properties: { [text]: text } }),
    )
    const edges = payloads.map((text) => ({
      ...edge('a CAN_READ b', { key: text, note: text, properties: { [text]: text } }),
    }))
    const ends = [node('a'), node('b')]
    await replaceScope(store, batch('s', { nodes: [...nodes, ...ends], edges }))
    expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: [...nodes, ...ends], edges }))
    expect(await ask('MATCH (n:Node) RETURN count(n) AS nodes')).toEqual([{ nodes: nodes.length + 2 }])
    expect(await ask('MATCH (:Node)-[r]->(:Node) RETURN count(r) AS edges')).toEqual([{ edges: edges.length }])
    expect(await labels()).toEqual(['Identity', 'Meta', 'Node', 'NodeFact', 'Revision', 'Scope'])
  }, 60_000)

  test('S1: hostile text in filters, scopes, record kinds and file names finds nothing and changes nothing', async () => {
    const store = await emptyNeo4jStore()
    await replaceScope(store, batch('s', { nodes: [node('a')] }))
    const snapshot = await store.snapshot()
    for (const filter of [{ ids: payloads }, { types: payloads }, { scopes: payloads }]) {
      expect(await contentOf(snapshot, filter)).toEqual({ nodes: [], edges: [] })
    }
    for (const text of payloads.filter((_, i) => i % 9 === 0)) {
      await store.records.put(text, text, { text })
      expect(await store.records.get(text, text)).toEqual({ text })
      expect(await store.records.list(text, 10)).toHaveLength(1)
      const said = inScope(text, { nodes: [node(text)], edges: [] })
      await replaceScope(store, {
        ...batch(text, said),
        files: [{ id: text, source: text, name: text, sha256: text, collectedAt: text }],
      })
      expect(await contentOf(await store.snapshot(), { scopes: [text] })).toEqual(sorted(said))
      expect(await (await store.snapshot()).files([text])).toHaveLength(1)
    }
    expect(await labels()).not.toContain('Owned')
  }, 120_000)

  test('S1: an edge whose kind is no plain word is refused before anything is asked of the database', async () => {
    const place = await emptyNeo4jPlace()
    const store = await place.open()
    const writer = await store.write()
    const [a, b] = [node('a'), node('b')]
    for (const kind of [...payloads, 'can_read', 'X'.repeat(65), 'CAN-READ', '']) {
      if (/^[A-Z][A-Z0-9_]*$/.test(kind) && kind.length < 65) continue
      const drawn = edge('a CAN_READ b')
      const hostile = { ...drawn, edge: { ...drawn.edge, kind } }
      await expect(writer.put('s', { nodes: [a, b], edges: [hostile] })).rejects.toMatchObject({ code: 'bad_input' })
    }
    await writer.abandon()
    await store.close()
    expect(await ask('MATCH (n:Node) RETURN count(n) AS nodes')).toEqual([{ nodes: 0 }])
  })
})

const labels = async () =>
  (await ask('MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label ORDER BY label')).map(({ label }) => label)
