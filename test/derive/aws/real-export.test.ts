import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { danglingEnds, estateOf, reachedFrom } from './derived.ts'

const file = '../shared/data/aws/authz-details-iam-vulnerable.json'
const labels = '../shared/data/aws/authz-details-iam-vulnerable.truth.json'
const here = existsSync(file) && existsSync(labels)
if (!here) console.warn(`skipped: ${file} is absent`)

const ACCOUNT = 'aws:account:200611803367 control'
const iam = (resource: string) => `arn:aws:iam::200611803367:${resource}`
const opened = here ? estateOf([file]) : undefined

type Label = 'yes' | 'no' | 'conditional'
interface Row {
  readonly name: string
  readonly user?: Label
  readonly role?: Label
}

test.runIf(here)(
  'the labelled users and roles administer the account, or do not, or on a named condition',
  async () => {
    const estate = await opened!
    const { rows } = JSON.parse(readFileSync(labels, 'utf8')) as { rows: readonly Row[] }
    const answers = rows.flatMap((row) =>
      (['user', 'role'] as const).flatMap((kind) => {
        const start = iam(`${kind}/${row.name}-${kind}`)
        const sure = reachedFrom(estate, start).has(ACCOUNT)
        const maybe = reachedFrom(estate, start, { conditional: true }).has(ACCOUNT)
        const said: Label = sure ? 'yes' : maybe ? 'conditional' : 'no'
        return row[kind] === undefined ? [] : [{ who: `${row.name}-${kind}`, said, wanted: row[kind] }]
      }),
    )
    const misses = answers.filter(({ said, wanted }) => said !== wanted)
    console.info(`AWS labels right: ${answers.length - misses.length} of ${answers.length}`)
    expect(misses).toEqual([])
  },
)

test.runIf(here)('both accounts of the file are there, each with its own', async () => {
  const { nodes, edges } = await opened!
  const count = (test: (node: { type: string; stub?: boolean | undefined; account?: string | undefined }) => boolean) =>
    [...nodes.values()].filter((node) => !node.stub && test(node)).length
  expect(count(({ type }) => type === 'service_account')).toBe(44)
  expect(count(({ type }) => type === 'role')).toBe(78)
  expect(count(({ type }) => type === 'group')).toBe(5)
  expect(count(({ type, account }) => type === 'service_account' && account === '200611803367')).toBe(41)
  expect(count(({ type, account }) => type === 'role' && account === '200611803367')).toBe(75)
  expect(danglingEnds({ nodes, edges, gaps: [], ms: {} })).toEqual([])
  const crossing = edges.filter(({ from, to }) => from.includes(':012345678901:') && to.includes(':200611803367'))
  expect(crossing).toEqual([])
})

test.runIf(here)('an administrator of one account is none of the other', async () => {
  const held = reachedFrom(await opened!, 'arn:aws:iam::012345678901:user/obama', { conditional: true })
  expect(held).toContain('aws:account:012345678901 control')
  expect(held).not.toContain(ACCOUNT)
})

test.runIf(here).for([
  ['user/privesc1-CreateNewPolicyVersion-user', 'CAN_CONTROL', 'iam-001', 'aws:account:200611803367'],
  [
    'user/privesc3-CreateEC2WithExistingInstanceProfile-user',
    'ESCALATES_TO',
    'ec2-001',
    iam('role/privesc-high-priv-service-role'),
  ],
  ['user/privesc4-CreateAccessKey-user', 'ESCALATES_TO', 'iam-002', iam('user/privesc-sre-user')],
  ['user/privesc13-AddUserToGroup-user', 'CAN_CONTROL', 'iam-013', iam('group/privesc-sre-group')],
  ['role/privesc12-PutRolePolicy-role', 'CAN_CONTROL', 'iam-005', 'aws:account:200611803367'],
] as const)('%s gets there by %s, step %s', async ([from, kind, key, to]) => {
  const edge = (await opened!).edges.find((it) => it.from === iam(from) && it.key === key && it.to === to)
  expect(edge).toMatchObject({ kind, verdict: 'allowed', note: expect.stringContaining('by policy') })
})

test.runIf(here)('a deny wins: these users are not even conditional administrators', async () => {
  const estate = await opened!
  for (const name of ['fp1-allow-and-deny', 'fp2-allow-and-deny-multiple-policies', 'fp3-deny-iam']) {
    expect(reachedFrom(estate, iam(`user/${name}-user`), { conditional: true })).not.toContain(ACCOUNT)
  }
})

test.runIf(here)('roles chain by trust alone, and a user whom nothing trusts reaches nothing', async () => {
  const estate = await opened!
  const role = (name: string) => iam(`role/privesc-AssumeRole-${name}-role`)
  expect(reachedFrom(estate, role('starting'))).toContain(`${role('ending')} control`)
  expect(reachedFrom(estate, role('starting'))).toContain(ACCOUNT)
  const idle = iam('user/privesc-AssumeRole-start-user')
  expect([...reachedFrom(estate, idle)].filter((it) => !it.startsWith(idle))).toEqual([])
})

test.runIf(here)('another account’s root is let into an administrator’s role', async () => {
  const held = reachedFrom(await opened!, 'arn:aws:iam::072528804237:root')
  expect(held).toContain(`${iam('role/OrganizationAccountAccessRole')} control`)
  expect(held).toContain(ACCOUNT)
})
