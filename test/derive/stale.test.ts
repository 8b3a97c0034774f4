import { expect, test } from 'vitest'
import { defineDerivation } from '../../server/derive/derivation.ts'
import { mcpOfferedTools } from '../../server/derive/mcp/offered-tools.ts'
import { allowed } from '../../server/model/facts.ts'
import { temporaryStore } from '../store/temporary-store.ts'
import { commit, edge, node, readers } from './commit.ts'

test('what rests on a fact that was only carried forward is stale too, and fresh again with it', async () => {
  const store = await temporaryStore()
  const stale = async () => {
    const found: string[] = []
    for await (const chunk of (await store.snapshot()).edges({
      scopes: ['derived:test-readers', 'derived:test-again'],
    }))
      for (const fact of chunk)
        found.push(`${fact.edge.kind} ${fact.edge.from} ${fact.edge.to}${fact.stale ? ' stale' : ''}`)
    return found.sort()
  }
  const again = defineDerivation({
    ...readers,
    id: 'test-again',
    adds: ['CAN_WRITE'],
    reads: { nodes: ['role'], edges: ['CAN_READ'] },
    derive({ edges }, emit) {
      for (const it of edges)
        emit.edge([it], { kind: 'CAN_WRITE', from: it.from, to: it.to, confidence: 'granted', ...allowed })
    },
  })
  const nodes = [node('a'), node('b'), node('c')]
  const edges = [edge('a', 'b'), edge('b', 'c')]
  const rules = [readers, again]
  await commit(store, 's', nodes, edges, rules)
  const fresh = ['CAN_READ a b', 'CAN_READ b c', 'CAN_WRITE a b', 'CAN_WRITE b c']
  expect(await stale()).toEqual(fresh)
  await commit(store, 's', nodes, [edge('a', 'b')], rules, { complete: false })
  expect(await stale()).toEqual(['CAN_READ a b', 'CAN_READ b c stale', 'CAN_WRITE a b', 'CAN_WRITE b c stale'])
  await commit(store, 's', nodes, edges, rules)
  expect(await stale()).toEqual(fresh)
})

test('a tool whose list was only carried forward is stale, and its claim says nothing of that', async () => {
  const store = await temporaryStore()
  const server = { client: 'ada', server: 'notes', transport: 'stdio', package: '@acme/notes' }
  const told = [
    node('mcp:ada', { type: 'agent' }),
    node('mcp:ada:notes', { type: 'workload', properties: server }),
    node('list', { type: 'workload', properties: { listed: '@acme/notes', namedBy: 'scope' } }),
    node('read', { kind: 'Tool', type: 'read', properties: { effect: 'read', tool: 'read' } }),
  ]
  const edges = [edge('mcp:ada', 'mcp:ada:notes', { kind: 'CONNECTS_TO' }), edge('list', 'read', { kind: 'CAN_CALL' })]
  await commit(store, 's', told, edges, [mcpOfferedTools])
  await commit(store, 's', told.slice(0, 2), edges.slice(0, 1), [mcpOfferedTools], { complete: false })
  for await (const chunk of (await store.snapshot()).nodes({ scopes: ['derived:mcp-offered-tools'] })) {
    expect(chunk.map(({ stale }) => stale)).toEqual([true])
    expect(chunk.flatMap((fact) => Object.keys(fact.node))).not.toContain('stale')
  }
})

test('an edge that a fresh fact gives as well is not stale', async () => {
  const store = await temporaryStore()
  const nodes = [node('a'), node('b')]
  const twice = [edge('a', 'b', { key: '1' }), edge('a', 'b', { key: '2' })]
  await commit(store, 's', nodes, twice, [readers])
  await commit(store, 's', nodes, twice.slice(0, 1), [readers], { complete: false })
  for await (const chunk of (await store.snapshot()).edges({ types: ['CAN_READ'] }))
    expect(chunk.map((fact) => fact.stale ?? false)).toEqual([false])
})
