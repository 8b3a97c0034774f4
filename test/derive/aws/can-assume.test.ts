import { expect, test } from 'vitest'
import { ACCOUNT, type AccountSketch, allow, arnOf, deny, exportOf, OTHER, trust } from './account.ts'
import { danglingEnds, estateOf, reachedFrom } from './derived.ts'

/** Who can take on `role/target`, as `name`, with the missing fact where there is one. */
async function takers(account: AccountSketch): Promise<Record<string, string>> {
  const estate = await estateOf([exportOf(account)])
  expect(danglingEnds(estate)).toEqual([])
  const edges = estate.edges.filter(({ kind, to }) => kind === 'CAN_ASSUME' && to === arnOf('role/target'))
  return Object.fromEntries(edges.map((edge) => [edge.from, edge.missing ?? 'allowed']))
}
const target = (...trusts: readonly unknown[]) => ({ target: { trusts } })
const ada = arnOf('user/ada')
const may = { inline: [allow('sts:AssumeRole')] }

test('a trust that names a user of the same account suffices by itself', async () => {
  const account = { users: { ada: {}, bob: may }, roles: target(trust({ AWS: ada })) }
  expect(await takers(account)).toEqual({ [ada]: 'allowed' })
})

test('a deny of its own keeps the user it names out', async () => {
  const users = { ada: { inline: [deny('sts:*')] } }
  expect(await takers({ users, roles: target(trust({ AWS: ada })) })).toEqual({})
})

test('a trust in the account leaves it to the account’s own policies', async () => {
  const elsewhere = { inline: [allow('sts:AssumeRole', arnOf('role/other'))] }
  const account = {
    users: { ada: may, bob: {}, carl: elsewhere },
    roles: target(trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` })),
  }
  expect(await takers(account)).toEqual({ [ada]: 'allowed', [`arn:aws:iam::${ACCOUNT}:root`]: 'allowed' })
  expect(await takers({ ...account, roles: target(trust({ AWS: ACCOUNT })) })).toHaveProperty([ada], 'allowed')
})

test('across accounts both sides must allow', async () => {
  const far = arnOf('user/far', OTHER)
  const roles = target(trust({ AWS: far }))
  expect(await takers({ users: { far: { ...may, account: OTHER } }, roles })).toEqual({ [far]: 'allowed' })
  expect(await takers({ users: { far: { account: OTHER } }, roles })).toEqual({})
})

test('a principal of an account that was not imported is conditional on its policies', async () => {
  const far = arnOf('role/far', OTHER)
  const answer = await takers({ roles: target(trust({ AWS: far })) })
  expect(answer[far]).toContain(`import the authorization details of account ${OTHER}`)
})

test('an account that was not imported can let its own in', async () => {
  const root = `arn:aws:iam::${OTHER}:root`
  expect(await takers({ roles: target(trust({ AWS: root })) })).toEqual({ [root]: 'allowed' })
})

test('a condition the facts cannot decide is named', async () => {
  const more = { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }
  const account = { users: { ada: {} }, roles: target(trust({ AWS: ada }, more)) }
  expect((await takers(account))[ada]).toContain('sts:ExternalId')
})

test('a deny in the trust keeps out whom another statement lets in', async () => {
  const shut = { ...trust({ AWS: ada }), Effect: 'Deny' }
  expect(await takers({ users: { ada: {} }, roles: target(trust({ AWS: ada }), shut) })).toEqual({})
})

const named = trust({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/sso/ada@example.com` })

test('whether what holds a role has the one session that is trusted is not known', async () => {
  const found = await takers({ roles: { sso: {}, ...target(named) } })
  expect(found[arnOf('role/sso')]).toContain('whether the session of sso is called ada@example.com')
})

test('who may take a role on chooses the session name that is trusted', async () => {
  const as = (more = {}) => ({
    users: { ada: {} },
    roles: { sso: { trusts: [trust({ AWS: ada }, more)] }, ...target(named) },
  })
  expect((await takers(as()))[ada]).toBe('allowed')
  const called = (name: string) => ({ Condition: { StringEquals: { 'sts:RoleSessionName': name } } })
  expect((await takers(as(called('ada@example.com'))))[ada]).toBe('allowed')
  expect((await takers(as(called('nightly'))))[ada]).toBeUndefined()
})

test('a service takes on a role that trusts it, and nobody reaches a service', async () => {
  const estate = await estateOf([
    exportOf({ users: { ada: may }, roles: target(trust({ Service: 'lambda.amazonaws.com' })) }),
  ])
  const edges = estate.edges.filter(({ kind }) => kind === 'CAN_ASSUME')
  expect(edges.map(({ from }) => from)).toEqual(['aws:service:lambda.amazonaws.com'])
  expect(estate.edges.filter(({ to }) => to === 'aws:service:lambda.amazonaws.com')).toEqual([])
})

test('a deleted principal’s id lets nobody in', async () => {
  expect(await takers({ users: { ada: may }, roles: target(trust({ AWS: 'AROAEXAMPLE' })) })).toEqual({})
})

test('anyone at all is one outside identity, and every principal of the account', async () => {
  const answer = await takers({ users: { ada: {} }, roles: target(trust('*')) })
  expect(answer).toEqual({ anyone: 'allowed', [ada]: 'allowed' })
})

test('an outside issuer’s subject comes in as the trust writes it', async () => {
  const issuer = 'token.actions.githubusercontent.com'
  const provider = { Federated: arnOf(`oidc-provider/${issuer}`) }
  const web = (Condition: unknown) => ({ ...trust(provider), Action: 'sts:AssumeRoleWithWebIdentity', Condition })
  const one = await takers({
    roles: target(
      web({
        StringLike: { [`${issuer}:sub`]: 'repo:o/r:*' },
        StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
      }),
    ),
  })
  expect(one).toEqual({ [`federated:${issuer}:repo%3Ao/r%3A*`]: 'allowed' })
  const open = await takers({ roles: target(web({ StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' } })) })
  expect(open).toEqual({ [`federated:${issuer}:*`]: 'allowed' })
  const claim = await takers({
    roles: target(web({ StringEquals: { [`${issuer}:sub`]: 'repo:o/r', [`${issuer}:actor`]: 'ada' } })),
  })
  expect(Object.values(claim)[0]).toContain(`${issuer}:actor`)
})

test('a trust until a date is an edge until that date, whenever it was imported', async () => {
  const until = { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } }
  const account = { users: { ada: {} }, roles: target(trust({ AWS: ada }, until)) }
  const estate = await estateOf([exportOf(account)])
  const edges = estate.edges.filter(({ kind }) => kind === 'CAN_ASSUME')
  expect(edges).toMatchObject([{ from: ada, verdict: 'allowed', expiresAt: '2030-01-01T00:00:00.000Z' }])
  expect(reachedFrom(estate, ada)).toContain(`${arnOf('role/target')} control`)
  expect(reachedFrom(estate, ada, { asOf: '2030-01-01T00:00:00.000Z' })).not.toContain(
    `${arnOf('role/target')} control`,
  )
})

test('a complement that spares the account spares none of its users', async () => {
  const root = `arn:aws:iam::${ACCOUNT}:root`
  const shut = { Effect: 'Deny', Action: 'sts:AssumeRole', NotPrincipal: { AWS: [root, arnOf('user/bob')] } }
  const users = { ada: may, bob: may }
  expect(await takers({ users, roles: target(trust({ AWS: root }), shut) })).toEqual({
    [arnOf('user/bob')]: 'allowed',
    [root]: 'allowed',
  })
})

const anyoneIf = (Condition: unknown) => ({ roles: target(trust({ AWS: '*' }, { Condition })) })
test.for([
  ['of an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, undefined],
  ['with the ARN of another account', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OTHER}:role/*` } }, undefined],
  ['with a role’s name of any account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } }, 'allowed'],
  ['of another account', { StringEquals: { 'aws:PrincipalAccount': OTHER } }, undefined],
  ['of any other account', { StringNotEquals: { 'aws:PrincipalAccount': OTHER } }, 'allowed'],
  ['whom a service calls for', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${ACCOUNT}:*` } }, undefined],
] as const)('a trust in anyone %s lets strangers in or not', async ([, condition, expected]) => {
  expect((await takers(anyoneIf(condition)))['anyone']).toBe(expected)
})

test('a deny to all outside the organisation keeps strangers and unknown accounts out of what the trust lets in', async () => {
  const root = `arn:aws:iam::${OTHER}:root`
  const shut = {
    ...trust('*', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } } }),
    Effect: 'Deny',
  }
  expect(await takers({ users: { ada: {} }, roles: target(trust('*'), trust({ AWS: root }), shut) })).toEqual({
    [ada]: 'allowed',
  })
})

test('the ARN of another account’s principal is one of that account', async () => {
  const root = `arn:aws:iam::${OTHER}:root`
  const asks = (arn: string) => target(trust({ AWS: root }, { Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } }))
  const known = await takers({ roles: asks(`arn:aws:iam::${OTHER}:role/deploy`) })
  expect(known[root]).toContain('aws:PrincipalArn')
  expect(await takers({ roles: asks('arn:aws:iam::777788889999:role/deploy') })).toEqual({})
})
