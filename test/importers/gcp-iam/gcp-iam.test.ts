import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gcpIam } from '../../../importers/gcp-iam/gcp-iam.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const here = import.meta.dirname
const fixtures = readdirSync(here)
  .filter((name) => name.startsWith('fixture'))
  .map((name) => join(here, name))
const facts = await factsOf(gcpIam, fixtures)
const edges = facts.edges.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to}`)

const sample = join(here, '../../../../shared/data/gcp')
const hasSample = existsSync(sample)
if (!hasSample) console.info('skipped: no sample exports in ../shared/data/gcp')

test('every record of the fixtures is taken, and no edge hangs in the air', () => {
  expect(facts.records.rejected).toBe(0)
  expect(danglingEnds(facts)).toEqual([])
})

test('what lies in what comes from the record, and a project’s number and id are one', () => {
  expect(edges).toEqual(
    expect.arrayContaining([
      '//cloudresourcemanager.googleapis.com/organizations/9 CONTAINS //cloudresourcemanager.googleapis.com/folders/77',
      '//cloudresourcemanager.googleapis.com/folders/77 CONTAINS //cloudresourcemanager.googleapis.com/projects/shop-prod',
      '//cloudresourcemanager.googleapis.com/projects/123 CONTAINS //storage.googleapis.com/shop-invoices',
    ]),
  )
  const aliases = facts.nodes.filter(({ node }) => node.aliases?.includes('gcp-project:123')).map(({ node }) => node.id)
  expect(new Set(aliases).size).toBe(2)
})

test('a member that was deleted holds nothing, and that is told', () => {
  expect(JSON.stringify(facts.nodes)).not.toContain('old@example.org')
  expect(facts.notes.skipped.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('deleted'))
})

test('only a key that a user manages is a secret, and one without end has none', () => {
  const secrets = facts.nodes.filter(({ node }) => node.kind === 'Secret')
  expect(secrets.map(({ node }) => node.id)).toEqual(['secret:gcp:abc123'])
  expect(secrets[0]?.node.expiresAt).toBeUndefined()
})

test('no value of a secret or a free text goes further', () => {
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary/i)
})

test('a job on the main branch becomes the account, and through it writes the project; a leaked key does too', async () => {
  const { reach } = await imported([here], { source: 'gcp-iam' })
  const project = 'granted read+write //cloudresourcemanager.googleapis.com/projects/123'
  const job = 'repo:example-org/shop:ref:refs/heads/main at GitHub Actions (token.actions.githubusercontent.com)'
  expect(await reach(job)).toContain('granted read+write+execute+control gcp:sa:1001')
  expect(await reach(job)).toContain(project)
  expect(await reach('secret:gcp:abc123')).toContain(project)
})

test('a lapsed condition gives nothing', async () => {
  const { reach } = await imported([here], { source: 'gcp-iam' })
  expect(await reach('bob@example.org')).toEqual([])
})

test.skipIf(!hasSample)(
  'the public sample: bob’s storage role has lapsed, and his tokens make him an editor',
  async () => {
    const { receipt, again, reach } = await imported([join(sample, 'policy-bindings.json')], { source: 'auto' })
    expect(receipt.records).toMatchObject({ read: 12, rejected: 0 })
    expect((await again()).changed).toBe(false)
    const reached = await reach('bob@example.com')
    const project = '//cloudresourcemanager.googleapis.com/projects/project-abc'
    expect(reached).toContain('granted read+write+execute+control gcp:sa:112233445566778899')
    expect(reached).toContain(`granted read+write ${project}`)
    expect(reached).toContain(
      'granted read //bigquery.googleapis.com/projects/project-abc/datasets/dataset_a/tables/events',
    )
    expect(await reach('allUsers')).toEqual(['granted read //storage.googleapis.com/buckets/test-bucket'])
  },
)

test.skipIf(!hasSample)('the other public samples are read whole', async () => {
  const files = ['iam-service-accounts-roles-keys.json', 'workload-identity-federation.json']
  const { receipt } = await imported(
    files.map((file) => join(sample, file)),
    { source: 'auto' },
  )
  expect(receipt.records.rejected).toBe(0)
})
