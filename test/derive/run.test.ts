import { expect, test } from 'vitest'
import { defineDerivation } from '../../server/derive/derivation.ts'
import { mcpActsOn } from '../../server/derive/mcp/acts-on.ts'
import { allowed, conditionalOn, type EdgeClaim } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'
import { temporaryStore } from '../store/temporary-store.ts'
import { commit, derivedEdges, edge, node, readers } from './commit.ts'

test('a derived edge carries the evidence of all it rests on, and is never firmer', async () => {
  const store = await temporaryStore()
  const edges = [edge('a', 'b'), edge('b', 'c', { confidence: 'inferred' }), edge('a', 'c', conditionalOn('the tag'))]
  await commit(store, 's', [node('a'), node('b'), node('c')], edges, [readers])
  expect(await derivedEdges(store)).toEqual(
    expect.arrayContaining([
      {
        says: 'a CAN_READ b',
        scope: 'derived:test-readers',
        confidence: 'granted',
        missing: undefined,
        evidence: ['a>b', 'b'],
      },
      {
        says: 'b CAN_READ c',
        scope: 'derived:test-readers',
        confidence: 'inferred',
        missing: undefined,
        evidence: ['b>c', 'c'],
      },
      {
        says: 'a CAN_READ c',
        scope: 'derived:test-readers',
        confidence: 'granted',
        missing: 'the tag',
        evidence: ['a>c', 'c'],
      },
    ]),
  )
})

test('derivations take for one thing what a file says is the same, as the graph does', async () => {
  const store = await temporaryStore()
  const same = (from: string, to: string) => edge(from, to, { kind: 'SAME_AS' })
  const edges = [edge('a', 'b'), same('b', 'ring'), same('ring', 'c'), same('c', 'b')]
  const trusts = defineDerivation({
    ...readers,
    derive({ edges: given, node: find }, emit) {
      for (const it of given) {
        const to = find(globalId('c'))!
        emit.edge([it, to], { kind: 'CAN_READ', from: it.from, to: it.to, confidence: 'granted', ...allowed })
        expect(it.to).toBe(to.id)
      }
    },
  })
  await commit(store, 's', [node('a'), node('b'), node('c', { kind: 'Group' }), node('ring')], edges, [trusts])
  expect((await derivedEdges(store)).map(({ says }) => says)).toEqual(['a CAN_READ b'])
  await commit(store, 's2', [node('d', { aliases: ['x:1'] }), node('b', { aliases: ['x:1'] })], [], [trusts])
  expect((await derivedEdges(store)).map(({ says }) => says).sort()).toEqual(['a CAN_READ b', 'd SAME_AS b'])
})

test('a later rule reads what an earlier one added', async () => {
  const second = defineDerivation({
    ...readers,
    id: 'test-second',
    adds: ['CAN_WRITE'],
    reads: { nodes: ['role'], edges: ['CAN_READ'] },
    derive: ({ edges }, emit) => {
      for (const it of edges)
        emit.edge([it], { kind: 'CAN_WRITE', from: it.from, to: it.to, confidence: 'granted', ...allowed })
    },
  })
  const store = await temporaryStore()
  await commit(store, 's', [node('a'), node('b')], [edge('a', 'b')], [readers, second])
  expect((await derivedEdges(store)).map(({ says }) => says).sort()).toEqual(['a CAN_READ b', 'a CAN_WRITE b'])
  const other = await temporaryStore()
  await commit(other, 's', [node('a'), node('b')], [edge('a', 'b')], [second, readers])
  expect((await derivedEdges(other)).map(({ says }) => says)).toEqual(['a CAN_READ b'])
})

test('nodes that share an alias are one node to a rule, under the id of the richest kind', async () => {
  const store = await temporaryStore()
  const aliases = ['email:ada@example.org']
  const nodes = [node('z', { aliases, tier: 3 }), node('person', { kind: 'Owner', type: 'person', aliases }), node('b')]
  let seen: readonly string[] = []
  const looking = defineDerivation({
    ...readers,
    derive(given, emit) {
      seen = given.nodes.map(({ id }) => id)
      expect(given.node(globalId('person'))?.id).toBe('z')
      readers.derive(given, emit)
    },
  })
  await commit(store, 's', nodes, [edge('person', 'b')], [looking])
  expect(seen).toEqual(['b', 'z'])
  expect((await derivedEdges(store)).map(({ says }) => says).sort()).toEqual(['person SAME_AS z', 'z CAN_READ b'])
})

test('users of two providers who have one address stay two, and an owner of that address is neither', async () => {
  const store = await temporaryStore()
  const aliases = ['email:ada@example.org']
  const of = (id: string, provider: string) => node(id, { aliases, provider })
  const owner = node('person', { kind: 'Owner', type: 'person', aliases })
  await commit(store, 's', [of('a', 'github'), of('b', 'github'), of('c', 'entra'), owner], [], [readers])
  expect((await derivedEdges(store)).map(({ says }) => says)).toEqual(['b SAME_AS a'])
  await commit(store, 's', [of('a', 'github'), owner], [], [readers])
  expect((await derivedEdges(store)).map(({ says }) => says)).toEqual(['person SAME_AS a'])
})

test('what follows from facts ends with them, and stays while they stay', async () => {
  const store = await temporaryStore()
  const nodes = [node('a'), node('b')]
  await commit(store, 's', nodes, [edge('a', 'b')], [readers])
  const again = await commit(store, 's', nodes, [edge('a', 'b')], [readers])
  expect(again.changes).toEqual([])
  expect(await store.current()).toBe(1)
  await commit(store, 's', nodes, [], [readers])
  expect(await derivedEdges(store)).toEqual([])
  await commit(store, 's', [node('x', { type: 'other' })], [], [readers])
  expect((await (await store.snapshot()).scopes()).map(({ scope }) => scope)).toEqual(['s'])
})

test('a rule of another version writes its conclusions anew', async () => {
  const store = await temporaryStore()
  const nodes = [node('a'), node('b')]
  await commit(store, 's', nodes, [edge('a', 'b')], [readers])
  const changed = await commit(store, 's', nodes, [edge('a', 'b')], [{ ...readers, version: 2 }])
  expect(changed.changes.map(({ scope }) => scope)).toEqual(['derived:test-readers'])
})

test('a rule that rests on nothing, or adds what it does not say, is a bug', async () => {
  const store = await temporaryStore()
  const claim = edge('a', 'b', { kind: 'CAN_READ' })
  const groundless = {
    ...readers,
    derive: (_: unknown, emit: { edge: (basis: [], claim: EdgeClaim) => void }) => emit.edge([], claim),
  }
  await expect(commit(store, 's', [node('a')], [], [groundless])).rejects.toThrow('rests on nothing')
})

test('two ways to one conditional edge name both facts that would settle it', async () => {
  const store = await temporaryStore()
  const either = defineDerivation({
    ...readers,
    derive: ({ edges }, emit) => {
      for (const it of edges)
        emit.edge([it], { kind: 'CAN_READ', from: globalId('a'), to: globalId('b'), confidence: 'granted', ...allowed })
    },
  })
  const edges = [
    edge('a', 'b', { key: '1', ...conditionalOn('the tag') }),
    edge('a', 'b', { key: '2', ...conditionalOn('the date') }),
  ]
  await commit(store, 's', [node('a'), node('b')], edges, [either])
  expect(await derivedEdges(store)).toMatchObject([{ missing: 'the date, or the tag', evidence: ['a>b'] }])
})

test('a derived edge ends with what it rests on, and stands behind the same gates', async () => {
  const store = await temporaryStore()
  const [soon, later] = ['2026-03-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z']
  const gate = node('gate', { kind: 'Gate', type: 'approval' })
  const edges = [
    edge('a', 'b', { startsAt: '2026-01-01T00:00:00.000Z', expiresAt: soon, gates: [gate.id] }),
    // Two ways to one edge: the one that lasts longer counts.
    edge('b', 'a', { key: '1', expiresAt: soon }),
    edge('b', 'a', { key: '2', expiresAt: later }),
  ]
  await commit(store, 's', [node('a'), node('b'), gate], edges, [readers])
  const found = []
  for await (const chunk of (await store.snapshot()).edges({ types: ['CAN_READ'] })) found.push(...chunk)
  const [ab, ba] = found.map(({ edge }) => edge).sort((x, y) => (x.from < y.from ? -1 : 1))
  expect(ab).toMatchObject({ startsAt: '2026-01-01T00:00:00.000Z', expiresAt: soon, gates: ['gate'] })
  expect(ba).toMatchObject({ expiresAt: later })
})

test('what a tool does by a credential ends when the credential does', async () => {
  const store = await temporaryStore()
  const expiresAt = '2026-03-01T00:00:00.000Z'
  const nodes = [
    node('server', { type: 'workload', properties: { client: 'ada', server: 'notes' } }),
    node('read', { kind: 'Tool', type: 'read' }),
    node('token', { kind: 'Secret', type: 'pat', expiresAt }),
    node('bot'),
    node('code', { kind: 'Resource', type: 'repo' }),
  ]
  const edges = [
    edge('server', 'read', { kind: 'CAN_CALL' }),
    edge('server', 'token', { kind: 'USES_SECRET' }),
    edge('token', 'bot', { kind: 'AUTHENTICATES_AS' }),
    edge('bot', 'code', { kind: 'CAN_READ' }),
  ]
  await commit(store, 's', nodes, edges, [mcpActsOn])
  const found = []
  for await (const chunk of (await store.snapshot()).edges({ types: ['ACTS_ON'] })) found.push(...chunk)
  expect(found.map(({ edge: { to, expiresAt } }) => [to, expiresAt])).toEqual([['code', expiresAt]])
})
