import { expect } from 'vitest'
import type { NodeFact } from '../../server/model/facts.ts'
import { conditionalOn } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'
import { replaceScope, type Store } from '../../server/store/store.ts'
import { batch, contentOf, edge, header, inScope, node, sorted } from './sample-facts.ts'
import type { Promised } from './store-contract-place.ts'

const hostileIds = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  `'"\`; DROP TABLE facts; --`,
  'a}) DETACH DELETE n //',
  'x'.repeat(10_000),
  `${'x'.repeat(10_000)}y`,
  '👩‍🚀 ключ 鍵',
  'nul\u0000l',
  'nul\u0000m',
  'line\nbreak\ttab',
  '\u202eexe.tpircs',
  'é',
  'e\u0301',
  'Case',
  'case',
  'case ',
  '\\ud800',
  ' ',
]

const withoutEvidence = <Fact extends object>(fact: Fact) => ({ ...fact, evidence: [] })

/** Facts come out as they went in, and only those that were asked for. */
export function valuesContract(promise: Promised, open: () => Promise<Store>): void {
  promise(
    'facts that are asked for without their evidence are the same facts, by whatever they are found',
    async () => {
      const store = await open()
      const given = {
        nodes: [node('a', { tier: 1 }), node('b')],
        edges: [edge('a CAN_READ b', { note: 'n' }), edge('b CAN_READ a'), edge('b CAN_WRITE a')],
      }
      await replaceScope(store, batch('s', given))
      const snapshot = await store.snapshot()
      const [first] = given.edges
      const filters = [{}, { scopes: ['s'] }, { types: ['role', 'CAN_READ'] }, { ids: ['a', first!.id] }]
      for (const filter of filters) {
        const whole = await contentOf(snapshot, filter)
        expect(whole.edges[0]!.evidence).not.toEqual([])
        const bare = { nodes: whole.nodes.map(withoutEvidence), edges: whole.edges.map(withoutEvidence) }
        expect(await contentOf(snapshot, { ...filter, withoutEvidence: true })).toEqual(bare)
        expect(await contentOf(snapshot, filter)).toEqual(whole)
      }
    },
  )

  promise('facts come out exactly as they went in', async () => {
    const store = await open()
    const full: NodeFact = {
      scope: 's',
      node: {
        id: globalId('full'),
        kind: 'Secret',
        type: 'access_key',
        name: '',
        provider: 'aws',
        account: '111122223333',
        environment: 'prod',
        tier: 0,
        dataClass: 'customer',
        createdAt: '0000-01-01T00:00:00Z',
        expiresAt: '9999-12-31T23:59:59Z',
        lastUsedAt: '2026-01-01T00:00:00Z',
        rotatedAt: '2026-01-01T00:00:00Z',
        aliases: ['email:a@b.example', ''],
        stub: true,
        counts: false,
        properties: JSON.parse(
          '{"__proto__":{"x":1},"constructor":null,"n":[1,-0.5,1e308,[],{}],"t":true,"s":"\\u0000"}',
        ) as Record<string, never>,
      },
      evidence: [
        { file: 'f00000000002', pointer: '/0' },
        { file: 'f00000000001', pointer: '' },
      ],
    }
    const whole = edge('full CAN_READ full', { key: 'k', note: 'One sentence.', properties: { a: [null] } })
    const gates = [globalId('g'), globalId('')]
    const conditional = edge('full CAN_READ full', { key: 'k', gates }, conditionalOn('the session policy'))
    await replaceScope(store, batch('s', { nodes: [full], edges: [whole, conditional] }))
    expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: [full], edges: [whole, conditional] }))
    expect(Object.hasOwn((await contentOf(await store.snapshot())).nodes[0]!.node.properties!, '__proto__')).toBe(true)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  promise('ids are only text, whatever they look like', async () => {
    const store = await open()
    const nodes = hostileIds.map((id) => node(id))
    const edges = hostileIds.map((id) => {
      const drawn = edge('a CAN_READ b', { key: id })
      return { ...drawn, edge: { ...drawn.edge, from: globalId(id), to: globalId('case') } }
    })
    await replaceScope(store, batch('__proto__', { nodes, edges }))
    expect(await contentOf(await store.snapshot())).toEqual(sorted(inScope('__proto__', { nodes, edges })))
    for (const [i, id] of hostileIds.entries()) {
      const found = await contentOf(await store.snapshot(), { ids: [id, edges[i]!.id] })
      expect(found).toEqual(inScope('__proto__', { nodes: [nodes[i]!], edges: [edges[i]!] }))
    }
    const again = await replaceScope(store, batch('__proto__', { nodes, edges }))
    expect(again).toBe(await store.current())
    expect(await store.revisions()).toHaveLength(1)
  })

  promise('half a surrogate pair is refused, wherever it stands', async () => {
    const store = await open()
    const half = 'a\ud800b'
    const bad = [
      { nodes: [node(half)], edges: [] },
      { nodes: [node('a', { name: half })], edges: [] },
      { nodes: [node('a', { type: half })], edges: [] },
      { nodes: [node('a', { properties: { deep: [{ [half]: 1 }] } })], edges: [] },
      { nodes: [], edges: [edge(`a CAN_READ ${half}`)] },
      { nodes: [], edges: [edge('a CAN_READ b', { note: half })] },
      { nodes: [{ ...node('a'), evidence: [{ file: 'f', pointer: half }] }], edges: [] },
    ]
    for (const facts of bad) {
      await expect(replaceScope(store, batch('s', facts))).rejects.toMatchObject({ code: 'bad_input' })
    }
    await expect(replaceScope(store, batch(half, {}))).rejects.toMatchObject({ code: 'bad_input' })
    expect(await store.current()).toBe(0)
    await replaceScope(store, batch('s', { nodes: [node('a', { name: '👩‍🚀 \\ud800' })] }))
    expect((await contentOf(await store.snapshot())).nodes[0]!.node.name).toBe('👩‍🚀 \\ud800')
  })

  promise('several facts of one id are kept apart, within a scope and between scopes', async () => {
    const store = await open()
    const two = [node('a'), node('a', { name: 'other' })]
    await replaceScope(store, batch('s', { nodes: two }))
    await replaceScope(store, batch('t', { nodes: [node('a')] }))
    const all = [...two, ...inScope('t', { nodes: [node('a')], edges: [] }).nodes]
    expect(await contentOf(await store.snapshot(), { ids: ['a'] })).toEqual(sorted({ nodes: all }))
    await replaceScope(store, batch('s', { nodes: [node('a', { name: 'other' })] }))
    expect((await contentOf(await store.snapshot(), { scopes: ['s'] })).nodes).toEqual([node('a', { name: 'other' })])
  })

  promise('parallel edges and self edges are each their own', async () => {
    const store = await open()
    const keyed = ['', '1', '2'].map((key) => edge('a CAN_READ b', { key }))
    const edges = [...keyed, edge('a CAN_WRITE b'), edge('a CAN_READ a')]
    await replaceScope(store, batch('s', { nodes: [node('a'), node('b')], edges }))
    expect((await contentOf(await store.snapshot())).edges).toEqual(sorted({ edges }).edges)
    await replaceScope(store, batch('s', { nodes: [node('a'), node('b')], edges: edges.slice(1) }))
    expect((await contentOf(await store.snapshot())).edges).toEqual(sorted({ edges: edges.slice(1) }).edges)
  })

  promise('only what was asked for is read, at any revision', async () => {
    const store = await open()
    const nodes = ['a', 'b', 'c', 'd'].map((id, i) => node(id, { type: i % 2 === 0 ? 'role' : 'agent' }))
    const edges = [edge('a CAN_READ b'), edge('b CAN_WRITE c'), edge('c CAN_READ d')]
    await replaceScope(store, batch('s', { nodes, edges }))
    const at = await replaceScope(store, batch('t', { nodes, edges }))
    await replaceScope(store, batch('t', {}))
    const all = [{ nodes, edges }, inScope('t', { nodes, edges })]
    const everything = { nodes: all.flatMap((it) => it.nodes), edges: all.flatMap((it) => it.edges) }
    const ids = ['a', 'd', 'nobody', 'a', edges[0]!.id]
    for (const scopes of [undefined, [], ['s'], ['t', 's'], ['nobody']]) {
      for (const types of [undefined, [], ['role'], ['agent', 'CAN_READ', 'role'], ['nothing']]) {
        for (const wanted of [undefined, [], ids]) {
          const filter = { ...(scopes && { scopes }), ...(types && { types }), ...(wanted && { ids: wanted }) }
          const fits = (scope: string, type: string, id: string) =>
            (scopes?.includes(scope) ?? true) && (types?.includes(type) ?? true) && (wanted?.includes(id) ?? true)
          const expected = {
            nodes: everything.nodes.filter((it) => fits(it.scope, it.node.type, it.node.id)),
            edges: everything.edges.filter((it) => fits(it.scope, it.edge.kind, it.id)),
          }
          expect(await contentOf(await store.snapshot(at), filter), JSON.stringify(filter)).toEqual(sorted(expected))
        }
      }
    }
  })

  promise('more than fits in a chunk comes out whole, by every filter', async () => {
    const store = await open()
    const nodes = Array.from({ length: 12_345 }, (_, i) => node(`n${i}`, { type: `t${i % 3}` }))
    await replaceScope(store, batch('s', { nodes }))
    const snapshot = await store.snapshot()
    const types = ['t0', 't1', 't2']
    for (const filter of [
      {},
      { scopes: ['s'] },
      { types },
      { scopes: ['s'], types },
      { ids: nodes.map((n) => n.node.id) },
    ]) {
      expect((await contentOf(snapshot, filter)).nodes).toEqual(sorted({ nodes }).nodes)
    }
  })

  promise('files are found by their id, once they are committed', async () => {
    const store = await open()
    const file = { id: 'f1', source: 'facts', name: 'a.json', sha256: 'aa', collectedAt: '2026-01-01T00:00:00Z' }
    const writer = await store.write()
    await writer.putFiles([file, file])
    await writer.putFiles([file])
    await writer.put('s', { nodes: [node('a')], edges: [] })
    await writer.seal(header('s'))
    expect(await (await store.snapshot()).files(['f1'])).toEqual([])
    expect(await (await writer.snapshot()).files(['f1'])).toEqual([file])
    await writer.flip()
    expect(await (await store.snapshot()).files(['f2', 'f1', 'f1'])).toEqual([file])
  })

  promise('records are kept by kind and id, newest first, outside revisions', async () => {
    const { records, ...store } = await open().then((it) => ({ records: it.records, current: () => it.current() }))
    expect(await records.get('job', 'a')).toBeUndefined()
    for (const id of ['a', 'b', '__proto__']) await records.put('job', id, { id, done: false })
    await records.put('receipt', 'a', [1, 'two', null])
    await records.put('job', 'a', { id: 'a', done: true })
    expect(await records.get('job', 'a')).toEqual({ id: 'a', done: true })
    expect((await records.list('job', 2)).map(({ id }) => id)).toEqual(['__proto__', 'b'])
    expect(await records.list('job', 9)).toHaveLength(3)
    expect(await records.list('receipt', 9)).toEqual([{ id: 'a', value: [1, 'two', null] }])
    expect(await records.list('nothing', 9)).toEqual([])
    expect(await store.current()).toBe(0)
    await expect(records.put('job', '\udfff', 1)).rejects.toMatchObject({ code: 'bad_input' })
  })
}
