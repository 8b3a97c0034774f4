import { expect, test } from 'vitest'
import { type Derivation, defineDerivation } from '../../server/derive/derivation.ts'
import { mcpActsOn } from '../../server/derive/mcp/acts-on.ts'
import { deriveAll } from '../../server/derive/run.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { allowed, conditionalOn, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'
import type { Store } from '../../server/store/store.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const asOf = '2026-01-02T00:00:00.000Z'

const node = (id: string, more: Partial<NodeClaim> = {}): NodeClaim => ({
  id: globalId(id),
  kind: 'Identity',
  type: 'role',
  name: id,
  ...more,
})
const edge = (from: string, to: string, more: object = {}): EdgeClaim => ({
  kind: 'CAN_ASSUME',
  from: globalId(from),
  to: globalId(to),
  confidence: 'granted',
  ...allowed,
  ...more,
})

/** Commits the scope and derives by the rules, in one revision. */
async function commit(
  store: Store,
  scope: string,
  nodes: readonly NodeClaim[],
  edges: readonly EdgeClaim[],
  rules: readonly Derivation[],
) {
  const writer = await store.write()
  const file = { id: `f-${scope}`, source: 'test', name: scope, sha256: scope, collectedAt: asOf }
  await writer.putFiles([file])
  const evidence = (pointer: string) => [{ file: file.id, pointer }]
  await writer.put(scope, {
    nodes: nodes.map((it) => ({ scope, node: it, evidence: evidence(it.id) })),
    edges: edges.map((it) => ({ scope, id: edgeId(it), edge: it, evidence: evidence(`${it.from}>${it.to}`) })),
  })
  await writer.seal({
    scope,
    source: 'test',
    importerVersion: 1,
    complete: true,
    coverage: [],
    collectedAt: asOf,
    contentHash: '',
  })
  const derived = await deriveAll(writer, asOf, rules)
  await writer.flip()
  return derived
}

async function derivedEdges(store: Store) {
  const found = []
  for await (const chunk of (await store.snapshot()).edges()) found.push(...chunk)
  return found
    .filter(({ scope }) => scope.startsWith('derived:'))
    .map(({ scope, edge: { from, kind, to, confidence, missing }, evidence }) => ({
      says: `${from} ${kind} ${to}`,
      scope,
      confidence,
      missing,
      evidence: evidence.map(({ pointer }) => pointer),
    }))
}

/** Whoever can assume a role can read it: a rule for tests only. */
const readers = defineDerivation({
  id: 'test-readers',
  version: 1,
  adds: ['CAN_READ'],
  says: 'Who can become a role reads it.',
  reads: { nodes: ['role'], edges: ['CAN_ASSUME'] },
  derive({ edges, node: find }, emit) {
    for (const it of edges) {
      emit.edge([it, find(it.to)!], { kind: 'CAN_READ', from: it.from, to: it.to, confidence: 'observed', ...allowed })
    }
  },
})

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
