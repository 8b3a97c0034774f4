import { readdirSync, readFileSync } from 'node:fs'
import { int } from 'neo4j-driver'
import { beforeAll, describe, expect, test } from 'vitest'
import { replaceScope } from '../../server/store/store.ts'
import { batch, edge, node } from '../store/sample-facts.ts'
import { ask, emptyNeo4jPlace, neo4jForTests } from './neo4j-for-tests.ts'

const folder = new URL('../../cypher/queries/', import.meta.url)
// Those for Cartography ask another database; test/neo4j/cartography-queries.test.ts has one.
const files = readdirSync(folder).filter((file) => !file.startsWith('cartography-'))

const graph = {
  nodes: [
    ...['leaked-bot', 'other-bot', 'deployer', 'app', 'agent'].map((id) => node(id)),
    node('admin', { kind: 'Group', type: 'group' }),
    node('account', { kind: 'Resource', type: 'aws_account', tier: 0 }),
    node('key', { kind: 'Secret', type: 'access_key' }),
    node('ci-variable', { kind: 'Location', type: 'ci_variable' }),
    node('consent', { kind: 'Grant', type: 'delegated', properties: { scopes: ['Mail.Read', 'Files.Read'] } }),
    node('shell', { kind: 'Tool', type: 'execute' }),
  ],
  edges: [
    edge('leaked-bot CAN_ASSUME deployer'),
    edge('deployer MEMBER_OF admin'),
    edge('admin CAN_CONTROL account'),
    edge('ci-variable HOLDS key'),
    edge('leaked-bot USES_SECRET key'),
    edge('other-bot USES_SECRET key'),
    edge('key AUTHENTICATES_AS deployer'),
    edge('app HAS_GRANT consent'),
    edge('agent CAN_CALL shell'),
    edge('shell ACTS_ON account', { key: 'execute' }),
  ],
}
const earlier = { nodes: graph.nodes, edges: [...graph.edges.slice(1), edge('other-bot CAN_CONTROL account')] }

const expected: Record<string, { readonly parameters?: Record<string, unknown>; readonly rows: readonly unknown[] }> = {
  'current-edges.cypher': { rows: expect.toSatisfy((rows: readonly unknown[]) => rows.length === 10) },
  'who-holds-a-secret.cypher': {
    parameters: { secret: 'key' },
    rows: [
      { place: 'ci-variable', how: 'HOLDS', opens: ['deployer'] },
      { place: 'leaked-bot', how: 'USES_SECRET', opens: ['deployer'] },
      { place: 'other-bot', how: 'USES_SECRET', opens: ['deployer'] },
    ],
  },
  'paths-to-tier-0.cypher': {
    parameters: { from: 'leaked-bot' },
    rows: [
      {
        target: 'account',
        path: ['leaked-bot', 'deployer', 'admin', 'account'],
        edges: ['CAN_ASSUME', 'MEMBER_OF', 'CAN_CONTROL'],
      },
    ],
  },
  'oauth-grants-by-scope.cypher': {
    rows: [
      { scope: 'Files.Read', grants: 1, applications: ['app'] },
      { scope: 'Mail.Read', grants: 1, applications: ['app'] },
    ],
  },
  'shared-secrets.cypher': { rows: [{ secret: 'key', users: expect.arrayContaining(['leaked-bot', 'other-bot']) }] },
  'what-agents-act-on.cypher': { rows: [{ agent: 'agent', tool: 'shell', effect: 'execute', target: 'account' }] },
  'changed-since.cypher': {
    parameters: { revision: int(1) },
    rows: [
      { change: 'came', from: 'leaked-bot', edge: 'CAN_ASSUME', to: 'deployer' },
      { change: 'went', from: 'other-bot', edge: 'CAN_CONTROL', to: 'account' },
    ],
  },
}

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j', () => {
  beforeAll(async () => {
    const store = await (await emptyNeo4jPlace()).open()
    await replaceScope(store, batch('s', earlier))
    await replaceScope(store, batch('s', graph))
    await store.close()
  })

  test.each(files)("the analysts' query %s answers what its first line says", async (file) => {
    const { parameters, rows } = expected[file]!
    expect(await ask(readFileSync(new URL(file, folder), 'utf8'), parameters)).toEqual(rows)
  })
})
