import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entraGraph } from '../../../importers/entra-graph/entra-graph.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const here = import.meta.dirname
const tenant = readFileSync(join(here, 'scope.txt'), 'utf8').trim()
const fixtures = readdirSync(here)
  .filter((name) => name.startsWith('fixture'))
  .map((name) => join(here, name))
const facts = await factsOf(entraGraph, fixtures, { scope: tenant })
const node = (id: string) => facts.nodes.filter((it) => it.node.id === `entra:${tenant}:${id}`).map((it) => it.node)
const edges = facts.edges.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to}`.replaceAll(`entra:${tenant}:`, ''))
const list = (value: unknown, more = {}) => ({ name: 'list.json', text: JSON.stringify({ value, ...more }) })

const sample = join(here, '../../../../shared/data/entra')
const hasSamples = existsSync(sample)
if (!hasSamples) console.info('skipped: no sample exports in ../shared/data/entra')

test('every record of the fixtures is taken, and no edge hangs in the air', () => {
  expect(facts.records.rejected).toBe(0)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.complete).toBe(true)
})

test('a managed identity is a workload, a vendor application a third party', () => {
  expect(node('sp:5b000000-0000-4000-8000-000000000004')).toContainEqual(expect.objectContaining({ type: 'workload' }))
  const [vendor] = node('sp:5b000000-0000-4000-8000-000000000003').filter(({ properties }) => properties?.['publisher'])
  expect(vendor).toMatchObject({ type: 'oauth_app', properties: { thirdParty: true } })
  const [own] = node('sp:5b000000-0000-4000-8000-000000000002').filter(({ properties }) => properties?.['appId'])
  expect(own).toMatchObject({ properties: { thirdParty: false } })
})

test('a secret signs in as its service principal, but not as a disabled one', () => {
  expect(edges).toContain(
    'secret:entra:5ec00000-0000-4000-8000-000000000001 AUTHENTICATES_AS sp:5b000000-0000-4000-8000-000000000002',
  )
  expect(edges.filter((edge) => /AUTHENTICATES_AS sp:.*5$/.test(edge))).toEqual([])
  expect(facts.notes.skipped.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('disabled'))
})

test('a certificate that only signs tokens for others signs nobody in', () => {
  expect(edges.filter((edge) => edge.startsWith('secret:entra:c7000000-0000-4000-8000-000000000002'))).toEqual([])
  expect(edges).toContain(
    'secret:entra:c7000000-0000-4000-8000-000000000001 AUTHENTICATES_AS sp:5b000000-0000-4000-8000-000000000002',
  )
})

test('an owner controls what he owns, and answers for it', () => {
  expect(edges).toEqual(
    expect.arrayContaining([
      'user:05e40000-0000-4000-8000-000000000001 CAN_CONTROL sp:5b000000-0000-4000-8000-000000000002',
      'user:05e40000-0000-4000-8000-000000000001 OWNS sp:5b000000-0000-4000-8000-000000000002',
      'user:05e40000-0000-4000-8000-000000000002 CAN_CONTROL app:a0000000-0000-4000-8000-000000000002',
    ]),
  )
})

test('a role over a part of the tenant is conditional on what that part holds', () => {
  const roles = facts.edges.filter(({ edge }) => edge.kind === 'MEMBER_OF' && edge.verdict === 'conditional')
  expect(roles.map(({ edge }) => edge.missing)).toEqual([expect.stringContaining('/administrativeUnits/')])
})

test('a role over one application is another than the role over the tenant', () => {
  const role = '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'
  const over = edges.filter((edge) => edge.startsWith('user:05e40000-0000-4000-8000-000000000003 MEMBER_OF'))
  expect(over).toEqual([
    `user:05e40000-0000-4000-8000-000000000003 MEMBER_OF role:${role}/a0000000-0000-4000-8000-000000000002`,
  ])
})

test('an eligible role is held behind its activation, and only as long as the eligibility lasts', () => {
  const [held] = facts.edges.filter(({ edge }) => edge.gates !== undefined)
  expect(held?.edge).toMatchObject({
    kind: 'MEMBER_OF',
    verdict: 'allowed',
    gates: [`gate:entra:${tenant}/role-activation`],
    expiresAt: '2026-12-31T00:00:00.000Z',
  })
})

test('members of a group are told where the list was asked for them', () => {
  expect(edges).toContain(
    'sp:5b000000-0000-4000-8000-000000000006 MEMBER_OF group:66000000-0000-4000-8000-000000000002',
  )
})

test('a list of trusts is tied to the application that its context names, and refused without it', async () => {
  expect(edges).toContain(
    'federated:fed00000-0000-4000-8000-000000000002 APPLIES_TO app:a0000000-0000-4000-8000-000000000005',
  )
  const trust = [{ id: 'f', issuer: 'https://issuer.example', subject: 's', audiences: ['a'] }]
  expect((await factsOf(entraGraph, [list(trust)])).records).toMatchObject({ rejected: 1 })
})

test('the value of a secret is known by its fingerprint alone (S17)', () => {
  const [secret] = facts.nodes.filter(({ node: it }) => it.id.endsWith('5ec00000-0000-4000-8000-000000000001'))
  expect(secret?.node.aliases).toEqual([expect.stringMatching(/^fingerprint:/)])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary/i)
})

test('pages, bare arrays, lines and a lone record say the same', async () => {
  const { value } = JSON.parse(readFileSync(join(here, 'fixture-applications.json'), 'utf8')) as { value: object[] }
  const ids = async (text: string) =>
    (await factsOf(entraGraph, [{ name: 'f.json', text }])).nodes.map((it) => it.node.id)
  const expected = await ids(JSON.stringify({ value }))
  expect(await ids(JSON.stringify(value))).toEqual(expected)
  expect(await ids(value.map((it) => JSON.stringify(it)).join('\n'))).toEqual(expected)
  const lone = await ids(JSON.stringify({ '@odata.context': 'x#applications/$entity', ...value[0] }, null, 2))
  expect(lone.length).toBeGreaterThan(3)
  expect(expected).toEqual(expect.arrayContaining(lone))
})

test('a page that announces another closes nothing', async () => {
  const next = { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$skiptoken=x' }
  expect((await factsOf(entraGraph, [list([], next)])).complete).toBe(false)
})

test('without a scope the tenant is called unknown, and the coverage says so', async () => {
  const { nodes, coverage } = await factsOf(entraGraph, [join(here, 'fixture-rights.json')])
  expect(nodes.map((it) => it.node.id)).toContain('entra:unknown-tenant:tenant:unknown-tenant')
  expect(Object.values(coverage).flat()).toContainEqual(
    expect.objectContaining({ missing: expect.stringMatching(/which tenant/) }),
  )
})

test('what a record is comes from the list when its fields do not tell', async () => {
  const bare = [{ id: 'one', appId: 'two', displayName: 'three' }]
  const named = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals(id,appId,displayName)',
  }
  expect((await factsOf(entraGraph, [list(bare)])).records).toMatchObject({ rejected: 1 })
  const { nodes } = await factsOf(entraGraph, [{ name: 'l.json', text: JSON.stringify({ ...named, value: bare }) }])
  expect(nodes.map((it) => it.node.id)).toContain('entra:unknown-tenant:sp:one')
})

test('a principal that could be anything is refused with the way to name it', async () => {
  const assignment = [{ id: 'a', principalId: 'p', roleDefinitionId: 'r', directoryScopeId: '/' }]
  const { records, notes } = await factsOf(entraGraph, [list(assignment)])
  expect(records.rejected).toBe(1)
  expect(notes.rejections[0]?.message).toContain('$expand=principal')
})

test.skipIf(!hasSamples)('the published answers of Graph are read whole', async () => {
  const files = ['graph-servicePrincipals.json', 'graph-oauth2PermissionGrants.json', 'graph-appRoleAssignments.json']
  const published = await factsOf(
    entraGraph,
    files.map((file) => join(sample, file)),
  )
  expect(published.records.rejected).toBe(0)
  expect(danglingEnds(published)).toEqual([])
  const grants = published.nodes.filter((it) => it.node.kind === 'Grant').map((it) => it.node)
  const scopes = grants.map(({ properties }) => (properties?.['scopes'] as string[] | undefined)?.length)
  expect(scopes.toSorted()).toEqual([2, 34, undefined])
})
