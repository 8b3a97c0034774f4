import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { googleWorkspace } from '../../../importers/google-workspace/google-workspace.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const facts = await factsOf(googleWorkspace, [fixture], { scope: 'C0larch' })
const sample = join(import.meta.dirname, '../../../../shared/data/google-workspace/directory-and-oauth-tokens.json')
const hasSample = existsSync(sample)
if (!hasSample) console.info('skipped: no sample in ../shared/data/google-workspace')
const all = 'read+write+execute+control'
const request = { source: 'google-workspace', scope: 'C0larch' }
const user = (number: number) => `google:user:10000000000000000000${number}`

test('every answer of the fixture is read, and a member whose group nothing names is told', () => {
  expect([facts.records.rejected, danglingEnds(facts)]).toEqual([0, []])
  expect(facts.notes.skipped.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('whose address no answer tells'),
  ])
})

test('no password and no etag goes further', () => {
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary/i)
})

test('a super administrator reaches everybody, a help desk those who are no administrators', async () => {
  const { reach } = await imported([fixture], request)
  expect(await reach(user(1))).toEqual(
    expect.arrayContaining([`granted ${all} google:customer:C0larch`, `granted ${all} ${user(2)}`]),
  )
  const desk = await reach(user(2))
  expect(desk).toContain(`granted ${all} ${user(3)}`)
  expect(desk.join()).not.toContain(user(1))
})

test('an application does in a user’s name what the user may, and a scope for administrators gives it nothing else', async () => {
  const { reach } = await imported([fixture], request)
  const merge = await reach('google:client:55501.apps.googleusercontent.com')
  expect(merge).toContain(`granted read google:C0larch:mail:google%3Auser%3A100000000000000000003`)
  expect(merge.join()).not.toContain('google:customer:C0larch')
  expect(await reach('google:client:55502.apps.googleusercontent.com')).toContain(
    `granted ${all} google:customer:C0larch`,
  )
})

test('a delegated service account is the one of Google Cloud with that number, and reads everybody’s files', async () => {
  const { reach } = await imported([fixture], request)
  expect(await reach('gcp:sa:109876543210987654321')).toContain('granted read google:C0larch:drive')
  expect((await reach('gcp:sa:109876543210987654321')).join()).not.toContain('google:C0larch:mail')
})

test.skipIf(!hasSample)('the public sample is read whole: users, groups, members and tokens', async () => {
  const { receipt, again, reach } = await imported([sample], { source: 'auto', scope: 'simpson' })
  expect(receipt.records).toMatchObject({ read: 1, rejected: 0 })
  expect((await again()).changed).toBe(false)
  expect(receipt.files[0]!.source).toBe('google-workspace')
  const reached = await reach('google:client:987654321.apps.googleusercontent.com')
  expect(reached).toContain('granted read+write google:simpson:calendar:google%3Auser%3Ambsimpson@simpson.corp')
  expect((await reach('google:user:user-2')).join()).toContain('google:group:operations@simpson.corp')
})
