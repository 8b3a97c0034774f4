import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imported } from '../../importers/imported.ts'

const fixtures = join(import.meta.dirname, '../../importers/entra-graph')
const tenant = readFileSync(join(fixtures, 'scope.txt'), 'utf8').trim()
const sample = join(import.meta.dirname, '../../../../shared/data/entra')
const hasSamples = existsSync(sample)
if (!hasSamples) console.info('skipped: no sample exports in ../shared/data/entra')

test('a leaked secret of the deploying application reaches every application of the tenant', async () => {
  const { receipt, again, reach } = await imported([fixtures], { source: 'entra-graph', scope: tenant })
  expect(receipt.records.rejected).toBe(0)
  expect((await again()).changed).toBe(false)
  const reached = await reach('secret:entra:5ec00000-0000-4000-8000-000000000002')
  expect(reached).toContain(
    `granted read+write+execute+control entra:${tenant}:sp:5b000000-0000-4000-8000-000000000003`,
  )
  expect(reached.filter((row) => row.includes('000000000004'))).toEqual([])
})

test('an owner who is Global Administrator reaches the tenant and all in it', async () => {
  const { reach } = await imported([fixtures], { source: 'entra-graph', scope: tenant })
  const reached = await reach('grace@example.org')
  expect(reached).toContain(`granted read+write+execute+control entra:${tenant}:tenant:${tenant}`)
  expect(reached).toContain(`granted read+write+execute+control entra:${tenant}:permission:all-mailboxes`)
})

test('a managed identity with Mail.ReadWrite reads and writes all mailboxes and controls nothing', async () => {
  const { reach } = await imported([fixtures], { source: 'entra-graph', scope: tenant })
  const reached = await reach('backup-function')
  expect(reached).toContain(`granted read+write entra:${tenant}:permission:all-mailboxes`)
  expect(reached.filter((row) => /control.*(tenant|sp:)/.test(row))).toEqual([])
})

test('a member of a group whose own role may change credentials becomes any application', async () => {
  const { reach } = await imported([fixtures], { source: 'entra-graph', scope: tenant })
  const reached = await reach('Keeper robot')
  expect(reached).toContain(
    `granted read+write+execute+control entra:${tenant}:sp:5b000000-0000-4000-8000-000000000002`,
  )
  expect(reached.filter((row) => row.includes(':tenant:'))).toEqual([])
})

test('who is administrator of one application alone becomes that application and no other', async () => {
  const { reach } = await imported([fixtures], { source: 'entra-graph', scope: tenant })
  const reached = await reach('alan@example.org')
  expect(reached).toContain(
    `granted read+write+execute+control entra:${tenant}:sp:5b000000-0000-4000-8000-000000000002`,
  )
  // That application may change every other one's credentials; the administrator himself holds no role over them.
  expect(reached.filter((row) => row.includes(`:role:9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3 `))).toEqual([])
})

test('what a vendor was consented to is reached only under the condition of who signs in', async () => {
  const { reach } = await imported([fixtures], { source: 'entra-graph', scope: tenant })
  const reached = await reach('Calendar helper')
  expect(reached).toContain(`conditional read+write entra:${tenant}:permission:all-calendars`)
  expect(reached.filter((row) => row.startsWith('granted') && row.includes(':permission:'))).toEqual([])
})

test.skipIf(!hasSamples)(
  'the published tenant: all mailboxes by app role, everything else by who signs in',
  async () => {
    const files = ['graph-servicePrincipals.json', 'graph-oauth2PermissionGrants.json', 'graph-appRoleAssignments.json']
    const { receipt, again, reach } = await imported(
      files.map((file) => join(sample, file)),
      { source: 'auto' },
    )
    expect(receipt.records).toMatchObject({ rejected: 0 })
    expect((await again()).changed).toBe(false)
    expect(await reach('dxprovisioning-graphapi-client')).toContain(
      'granted read+write entra:unknown-tenant:permission:all-mailboxes',
    )
    const delegated = await reach('263a5b01-03e5-408e-8557-bab681df104c')
    // Directory.AccessAsUser.All does what the user may, who may be an administrator.
    expect(delegated).toContain('conditional read+write+execute+control entra:unknown-tenant:tenant:unknown-tenant')
    expect(delegated.filter((row) => row.startsWith('granted') && !row.includes(':grant:'))).toEqual([])
  },
)
