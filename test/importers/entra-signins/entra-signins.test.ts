import { expect, test } from 'vitest'
import { entraSignins } from '../../../importers/entra-signins.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(entraSignins, import.meta.dirname)

const tenant = '5f0c2b1e-0000-4000-8000-000000000001'
const thing = (kind: string, n: string) => `entra:${tenant}:${kind}:${n}0000000-0000-4000-8000-000000000001`

test('each principal is told with what it signed in to, and what it changed', async () => {
  const { uses, records } = await read()
  expect(uses).toEqual([
    `${thing('sp', 'b')} → ${thing('sp', 'c')}: sign in ×2`,
    `${thing('user', 'e')} → ${thing('app', 'f')}: Add owner to application ×1`,
    `${thing('user', 'e')} → entra:${tenant}:sp:appId/00000003-0000-0000-c000-000000000000: sign in ×1`,
  ])
  expect(records).toEqual({ read: 6, stored: 3, merged: 3, rejected: 0 })
})

test('a sign-in or a change that failed is no use', async () => {
  const { left, lastUsed } = await read()
  expect(left).toEqual(['entra-signins: 2 events: were refused or failed, which is no use'])
  expect(lastUsed(thing('sp', 'b'))).toBe('2026-03-02T08:00:00.123Z')
})

test('the credential that was used learns when', async () => {
  expect((await read()).lastUsed('secret:entra:d0000000-0000-4000-8000-000000000001')).toBe('2026-03-02T08:00:00.123Z')
})

test('an application that a user signs in to something with acts for him', async () => {
  expect((await read()).behalf).toEqual([
    `entra:${tenant}:sp:appId/a0000000-0000-4000-8000-000000000002 for ${thing('user', 'e')}`,
  ])
})
