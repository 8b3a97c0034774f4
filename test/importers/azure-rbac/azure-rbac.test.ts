import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { azureRbac } from '../../../importers/azure-rbac/azure-rbac.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const here = import.meta.dirname
const tenant = readFileSync(join(here, 'scope.txt'), 'utf8').trim()
const fixtures = readdirSync(here)
  .filter((name) => name.startsWith('fixture'))
  .map((name) => join(here, name))
const facts = await factsOf(azureRbac, fixtures, { scope: tenant })
const subscription = '/subscriptions/aaaa0000-0000-4000-8000-000000000001'
const shop = `${subscription}/resourcegroups/shop`
const edges = facts.edges.map(({ edge }) =>
  `${edge.from} ${edge.kind} ${edge.to}`.replaceAll(`entra:${tenant}:`, '').replaceAll(shop, 'SHOP'),
)

const sample = join(here, '../../../../shared/data/azure/rbac-role-assignments.json')
const hasSample = existsSync(sample)
if (!hasSample) console.info('skipped: no sample export in ../shared/data/azure')

test('every record is taken but the one whose scope is no path, and no edge hangs in the air', async () => {
  expect(facts.notes.rejections).toEqual([])
  expect(danglingEnds(facts)).toEqual([])
  const [first] = JSON.parse(readFileSync(join(here, 'fixture-assignments.json'), 'utf8')) as object[]
  const lost = { name: 'lost.json', text: JSON.stringify([{ ...first, scope: 'nowhere' }]) }
  const { notes } = await factsOf(azureRbac, [lost], { scope: tenant })
  expect(notes.rejections.map(({ message }) => message)).toEqual([expect.stringContaining('no ARM path')])
})

test('what lies in what is told by the paths, whatever their case', () => {
  const machine = 'SHOP/providers/microsoft.compute/virtualmachines/web-1'
  expect(edges).toEqual(
    expect.arrayContaining([
      `${subscription} CONTAINS SHOP`,
      `SHOP CONTAINS ${machine}`,
      `/providers/microsoft.management/managementgroups/all CONTAINS ${subscription}`,
      `tenant:${tenant} CONTAINS ${subscription}`,
    ]),
  )
})

test('a machine runs as its own identity and as those assigned to it', () => {
  const machine = 'SHOP/providers/microsoft.compute/virtualmachines/web-1'
  expect(edges).toEqual(expect.arrayContaining([`${machine} RUNS_AS sp:mi-web`, `${machine} RUNS_AS sp:mi-deployer`]))
})

test('no value of a free text goes further', () => {
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary/i)
})

test('a REST page that announces another closes nothing', async () => {
  const text = JSON.stringify({ value: [], nextLink: 'https://management.azure.com/more' })
  expect((await factsOf(azureRbac, [{ name: 'page.json', text }])).complete).toBe(false)
})

test('an owner controls all that lies in the subscription, and what it runs as', async () => {
  const { reach } = await imported([here], { source: 'azure-rbac', scope: tenant })
  const reached = await reach('ada@example.org')
  expect(reached).toContain(`granted read+write+execute+control entra:${tenant}:sp:mi-web`)
  expect(reached).toContain(
    `granted read+write+execute+control ${shop}/providers/microsoft.keyvault/vaults/shop-secrets`,
  )
  expect(reached.filter((row) => row.includes(':tenant:'))).toEqual([])
})

test('who may write role assignments at the root controls every subscription of the tenant', async () => {
  const { reach } = await imported([here], { source: 'azure-rbac', scope: tenant })
  expect(await reach(`entra:${tenant}:user:u-root`)).toContain(`granted read+write+execute+control ${subscription}`)
})

test('a trusted job becomes the managed identity, and what it may read with it', async () => {
  const { reach } = await imported([here], { source: 'azure-rbac', scope: tenant })
  const reached = await reach(
    'repo:example-org/shop:ref:refs/heads/main at GitHub Actions (token.actions.githubusercontent.com)',
  )
  expect(reached).toContain(`granted read+write+execute+control entra:${tenant}:sp:mi-deployer`)
})

test.skipIf(!hasSample)(
  'the public sample: the owner controls the subscription, the application only reads it',
  async () => {
    const { receipt, again, reach } = await imported([sample], { source: 'auto' })
    expect(receipt.records).toMatchObject({ read: 8, rejected: 0 })
    expect((await again()).changed).toBe(false)
    const one = '/subscriptions/12345678-1234-1234-1234-123456789012'
    expect(await reach('user-123')).toEqual([`granted read+write+execute+control ${one}`])
    expect(await reach('sp-101')).toEqual([`granted read ${one}`])
    expect(await reach('group-789')).toEqual([])
  },
)
