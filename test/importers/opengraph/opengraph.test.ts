import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { opengraph } from '../../../importers/opengraph/opengraph.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const here = import.meta.dirname
const sample = join(here, '../../../../shared/data/bloodhound-opengraph/githound-org.json')
const hasSample = existsSync(sample)
if (!hasSample) console.info('skipped: no sample export in ../shared/data/bloodhound-opengraph')

const graph = (nodes: readonly object[], edges: readonly object[], name = 'graph.json') => ({
  name,
  text: JSON.stringify({ metadata: { source_kind: 'Test' }, graph: { nodes, edges } }),
})
const node = (id: string, kind: string, properties: object = {}) => ({ id, kinds: [kind], properties })
const edge = (kind: string, from: object | string, to: object | string, properties: object = {}) => ({
  kind,
  start: typeof from === 'string' ? { value: from } : from,
  end: typeof to === 'string' ? { value: to } : to,
  properties,
})
const drawn = async (...files: Parameters<typeof factsOf>[1]) => {
  const facts = await factsOf(opengraph, files)
  expect(danglingEnds(facts)).toEqual([])
  return { ...facts, lines: facts.edges.map(({ edge: it }) => `${it.from} ${it.kind} ${it.to} ${it.confidence}`) }
}

test('every record of the fixture is taken, and no value stays', async () => {
  const { records, nodes, edges, notes } = await drawn(join(here, 'fixture.json'))
  expect(records.rejected).toBe(0)
  expect(JSON.stringify([nodes, edges, notes])).not.toMatch(/canary/i)
})

test('an unknown kind that its collector calls traversable is crossed, but inferred; another only describes', async () => {
  const people = [node('a', 'X_User'), node('b', 'X_User'), node('c', 'X_Vault')]
  const { lines } = await drawn(
    graph(people, [
      edge('X_CanReset', 'a', 'b', { traversable: true }),
      edge('X_CanOpen', 'a', 'c', { traversable: true }),
      edge('X_Knows', 'b', 'a', { traversable: false }),
      edge('X_Likes', 'b', 'c'),
    ]),
  )
  expect(lines).toEqual([
    'opengraph:Test:a ESCALATES_TO opengraph:Test:b inferred',
    'opengraph:Test:a CAN_CONTROL opengraph:Test:c inferred',
    'opengraph:Test:b RELATES_TO opengraph:Test:a observed',
    'opengraph:Test:b RELATES_TO opengraph:Test:c observed',
  ])
})

test('ends are found by id, name or properties, across files and whatever comes first', async () => {
  const edges = [
    edge('X_E', 'a', { match_by: 'name', value: 'BETA' }, { traversable: true }),
    edge(
      'X_E',
      'a',
      { match_by: 'property', property_matchers: [{ key: 'n', operator: 'equals', value: 3 }] },
      { traversable: true },
    ),
    edge('X_E', { match_by: 'id', value: 'a', kind: 'X_User' }, 'late', { traversable: true }),
  ]
  const { lines } = await drawn(
    graph([node('a', 'X_User')], edges, 'one.json'),
    graph(
      [node('b', 'X_User', { name: 'beta' }), node('c', 'X_User', { n: 3 }), node('late', 'X_User')],
      [],
      'two.json',
    ),
  )
  expect(lines).toEqual(['b', 'c', 'late'].map((to) => `opengraph:Test:a ESCALATES_TO opengraph:Test:${to} inferred`))
})

test('an end that is nowhere is counted and stood in for, and nobody crosses to it', async () => {
  const { lines, notes, records } = await drawn(
    graph([node('a', 'X_User')], [edge('X_E', 'a', 'gone', { traversable: true })]),
  )
  expect(lines).toEqual(['opengraph:Test:a RELATES_TO opengraph:Test:gone observed'])
  expect(notes.skipped).toHaveLength(1)
  expect(records).toMatchObject({ rejected: 0 })
})

test('an end that fits two nodes is nobody', async () => {
  const twins = [node('a', 'X_User', { name: 'twin' }), node('b', 'X_User', { name: 'twin' })]
  const { lines, notes } = await drawn(graph(twins, [edge('X_E', 'a', { match_by: 'name', value: 'Twin' })]))
  expect(lines).toEqual([])
  expect(notes.skipped).toHaveLength(1)
})

test('keys such as __proto__ and constructor are ids like any other', async () => {
  const { lines } = await drawn(
    graph([node('__proto__', 'X_User'), node('constructor', 'X_User')], [edge('X_E', '__proto__', 'constructor')]),
  )
  expect(lines).toEqual(['opengraph:Test:__proto__ RELATES_TO opengraph:Test:constructor observed'])
})

test.skipIf(!hasSample)('the published organisation comes in whole, its two loose ends named', async () => {
  const { receipt, again } = await imported([sample], { source: 'auto' })
  expect(receipt.files.map(({ source }) => source)).toEqual(['opengraph'])
  const { read, stored, merged, rejected } = receipt.records
  expect(read).toBe(338 + 2_763 + 2)
  expect(stored + merged + rejected).toBe(read)
  expect(rejected).toBe(0)
  expect(receipt.skipped.filter(({ reason }) => reason.includes('an end is in none'))).toHaveLength(2)
  expect((await again()).changed).toBe(false)
})

test.skipIf(!hasSample)('tokens reach what their permissions say, and no more', async () => {
  const { reach, graph: compiled } = await imported([sample], { source: 'opengraph' })
  const repositories = (rows: readonly string[], capability: string) =>
    rows.filter((row) => new RegExp(`^granted \\S*${capability}\\S* github:github.com:repo:`).test(row))
  expect(await reach('Access of the token TestTest')).toEqual([])
  expect(repositories(await reach('Access of the token githound-test'), 'write')).toHaveLength(12)
  expect(repositories(await reach('Access of the token SecretScanningTest'), 'read')).toEqual([])
  expect(compiled.nodes.indexOf('secret:github:GH_PAT_O_kgDOCoV2OQ_1167164')).toBeDefined()
  expect(await reach('secret:github:GH_PAT_O_kgDOCoV2OQ_1167164')).toEqual([])
})

test.skipIf(!hasSample)(
  'an app of which the collector lists no repository reaches each under a condition',
  async () => {
    const { reach } = await imported([sample], { source: 'opengraph' })
    const rows = (await reach('circleci-app')).filter((row) => row.includes(':repo:'))
    expect(rows.filter((row) => /^conditional read\+write/.test(row))).toHaveLength(12)
    expect(rows).toHaveLength(12)
  },
)

test.skipIf(!hasSample)('each secret is used by the workflows of the repositories that see it', async () => {
  const { edges } = await drawn(sample)
  const users = (name: string) =>
    edges.filter(({ edge: it }) => it.kind === 'USES_SECRET' && it.to.endsWith(name)).length
  expect([users('_ALL_REPO_SECRET'), users('_SELECTED_SECRET'), users('_ORG_SECRET_TEST')]).toEqual([12, 3, 1])
})

test.skipIf(!hasSample)('the leaked token of the alert reaches what its owner reaches, as inferred', async () => {
  const { reach } = await imported([sample], { source: 'opengraph' })
  const rows = await reach('github:github.com:SSA_O_kgDOCoV2OQ_R_kgDOQXtMxw_1')
  expect(rows).toContain('inferred read+write+execute+control github:github.com:MDQ6VXNlcjEzMjc4MjEw')
  expect(rows).toContain('inferred read+write+execute+control github:github.com:O_kgDOCoV2OQ')
  expect(rows.filter((row) => row.startsWith('granted') && !row.includes('location:'))).toEqual([])
})

test('a token for no repository and a suspended app reach nothing, whatever permissions they hold', async () => {
  const permissions = JSON.stringify({ contents: 'write' })
  const holders = [
    node('none', 'GH_PersonalAccessToken', { permissions, repository_selection: 'none' }),
    node('all', 'GH_PersonalAccessToken', { permissions, repository_selection: 'all' }),
    node('app', 'GH_AppInstallation', {
      permissions,
      repository_selection: 'all',
      suspended_at: '2026-01-01T00:00:00Z',
    }),
  ]
  const repository = node('R', 'GH_Repository', { full_name: 'o/r', name: 'r' })
  const edges = ['none', 'all', 'app'].map((id) => edge('GH_CanAccess', id, 'R', { traversable: false }))
  const { lines } = await drawn(graph([repository, ...holders], edges))
  expect(lines.filter((line) => line.includes('CAN_'))).toEqual([
    'github:github.com:all CAN_READ github:github.com:repo:o/r granted',
    'github:github.com:all CAN_WRITE github:github.com:repo:o/r granted',
  ])
})
