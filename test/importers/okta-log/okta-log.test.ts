import { expect, test } from 'vitest'
import { oktaLog } from '../../../importers/okta-log.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(oktaLog, import.meta.dirname)

test('each actor is told with what it touched', async () => {
  const { uses, records } = await read()
  expect(uses).toEqual([
    'okta:00ulena00000000001 → secret:okta:00Ttoken0000000001: system.api_token.create ×1',
    'okta:00ulena00000000001 → okta:00umax000000000001: group.user_membership.add ×1',
    'okta:00ulena00000000001 → okta:00gadmins000000001: group.user_membership.add ×1',
    'okta:0oaclient000000001 → okta:larch.okta.com:org: app.oauth2.token.grant.access_token ×1',
  ])
  expect(records).toEqual({ read: 5, stored: 3, merged: 2, rejected: 0 })
})

test('the API token of a request learns when it was last used; being made is no use of it', async () => {
  expect((await read()).lastUsed('secret:okta:00Ttoken0000000001')).toBe('2026-03-02T08:00:00.000Z')
})

test('a sign-in that failed is no use, and what Okta did itself is nobody’s', async () => {
  expect((await read()).left).toEqual([
    'okta-log: 1 event: were refused or failed, which is no use',
    'okta-log: 1 event: the provider itself did it',
  ])
})
