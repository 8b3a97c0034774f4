import { expect, test } from 'vitest'
import { ACCOUNT, allow, arnOf, exportOf } from '../../derive/aws/account.ts'
import { danglingEnds, estateOf, reachedFrom } from '../../derive/aws/derived.ts'

const HEAD =
  'user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated'
const report = (...rows: readonly string[]) => ({ name: 'credentials.csv', text: [HEAD, ...rows, ''].join('\n') })
const row = (user: string, password: boolean, first = 'false,N/A', second = 'false,N/A') =>
  `${user},${arnOf(`user/${user}`)},2025-01-01T00:00:00+00:00,${password},N/A,false,${first},${second}`
const target = arnOf('user/target')
const steps = async (action: string, rows: readonly string[]) => {
  const users = { actor: { inline: [allow(action, target)] }, target: { inline: [allow('*')] } }
  const files = [exportOf({ users }), ...(rows.length === 0 ? [] : [report(...rows)])]
  const estate = await estateOf(files)
  expect(danglingEnds(estate)).toEqual([])
  return estate.edges.filter(({ from, to }) => from === arnOf('user/actor') && to === target)
}

test('a password to be made hangs on whether there is one, until the credential report tells', async () => {
  expect(await steps('iam:CreateLoginProfile', [])).toMatchObject([{ verdict: 'conditional' }])
  expect(await steps('iam:CreateLoginProfile', [row('target', false)])).toMatchObject([{ verdict: 'allowed' }])
  expect(await steps('iam:CreateLoginProfile', [row('target', true)])).toEqual([])
})

test('a password to be changed is the other way round', async () => {
  expect(await steps('iam:UpdateLoginProfile', [row('target', true)])).toMatchObject([{ verdict: 'allowed' }])
  expect(await steps('iam:UpdateLoginProfile', [row('target', false)])).toEqual([])
})

test('a user with two keys, one of them switched off, gets no third', async () => {
  const key = (active: boolean) => `${active},2025-01-01T00:00:00+00:00`
  expect(await steps('iam:CreateAccessKey', [row('target', false, key(true))])).toMatchObject([{ verdict: 'allowed' }])
  expect(await steps('iam:CreateAccessKey', [row('target', false, key(true), key(false))])).toEqual([])
})

test('the account’s own user controls the account', async () => {
  const root = `<root_account>,arn:aws:iam::${ACCOUNT}:root,2020-01-01T00:00:00+00:00,not_supported,N/A,true,false,N/A,false,N/A`
  const estate = await estateOf([exportOf({}), report(root)])
  expect(danglingEnds(estate)).toEqual([])
  expect(reachedFrom(estate, `aws:${ACCOUNT}:root-user`)).toContain(`aws:account:${ACCOUNT} control`)
})

test('a row whose ARN is none is rejected and the others are read', async () => {
  const edges = await steps('iam:UpdateLoginProfile', ['odd,nothing,,true,,,,,,', row('target', true)])
  expect(edges).toHaveLength(1)
})
