import { expect, test } from 'vitest'
import { ACCOUNT, type AccountSketch, allow, arnOf, deny, document, exportOf, OTHER } from './account.ts'
import { danglingEnds, estateOf, reachedFrom } from './derived.ts'

const bucket = 'arn:aws:s3:::reports'
const ada = arnOf('user/ada')
const listed = (policy: unknown, more = {}) => ({
  name: 'workloads.json',
  text: JSON.stringify([{ type: 'aws_s3_bucket', arn: bucket, account: ACCOUNT, policy, ...more }]),
})
const lets = (principal: unknown, more = {}) => ({
  ...allow('s3:GetObject', `${bucket}/*`, more),
  Principal: principal,
})

async function readers(account: AccountSketch, policy: unknown): Promise<Record<string, string>> {
  const estate = await estateOf([exportOf(account), listed(policy)])
  expect(danglingEnds(estate)).toEqual([])
  const reads = estate.edges.filter(({ kind, to }) => kind === 'CAN_READ' && to === bucket)
  return Object.fromEntries(reads.map(({ from, missing }) => [from, missing ?? 'allowed']))
}

test('whom a bucket names can read it without a policy of its own', async () => {
  expect(await readers({ users: { ada: {}, bob: {} } }, document(lets({ AWS: ada })))).toEqual({ [ada]: 'allowed' })
})

test('a bucket open to anyone is open to one outside identity, not said of everyone', async () => {
  expect(await readers({ users: { ada: {} } }, document(lets('*')))).toEqual({ anyone: 'allowed' })
})

test('a condition on who asks singles out some of anyone', async () => {
  const only = lets('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': ada } } })
  const said = await readers({ users: { ada: {}, bob: {} } }, document(only))
  expect(said[ada]).toBe('allowed')
  expect(said[arnOf('user/bob')]).toBeUndefined()
  expect(said['anyone']).toBeUndefined()
})

test('a condition on an organisation or an account singles out those that no import tells of', async () => {
  const org = lets('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })
  const account = lets('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': OTHER } } })
  const far = lets('*', { Condition: { ArnLike: { 'aws:PrincipalArn': arnOf('role/far', OTHER) } } })
  const said = await readers({ users: { ada: {} } }, document(org, account, far))
  expect(said).toEqual({
    'aws:organization:o-1:members': expect.stringContaining('everyone in organisation o-1'),
    [`arn:aws:iam::${OTHER}:root`]: 'allowed',
    [arnOf('role/far', OTHER)]: expect.stringContaining(`account ${OTHER}`),
    [ada]: expect.stringContaining('aws:PrincipalOrgID'),
  })
})

test('another account reads by its own word and the bucket’s', async () => {
  const root = `arn:aws:iam::${OTHER}:root`
  const far = { account: OTHER, inline: [allow('s3:GetObject')] }
  const said = await readers({ users: { ada: {}, far, idle: { account: OTHER } } }, document(lets({ AWS: root })))
  expect(said).toEqual({ [root]: 'allowed', [arnOf('user/far', OTHER)]: 'allowed' })
})

test('a principal that no import tells of is conditional on its policies', async () => {
  const far = arnOf('role/far', OTHER)
  const said = await readers({ users: { ada: {} } }, document(lets({ AWS: far })))
  expect(said[far]).toContain(`account ${OTHER}`)
})

test('a deny on the bucket keeps out who may read all buckets', async () => {
  const shut = { ...deny('s3:*', [bucket, `${bucket}/*`]), Principal: '*' }
  const estate = await estateOf([
    exportOf({ users: { ada: { inline: [allow('s3:GetObject')] } } }),
    listed(document(shut)),
  ])
  const held = reachedFrom(estate, ada)
  expect(held).not.toContain(`${bucket} read`)
  expect(held).toContain(`aws:${ACCOUNT}:rest:s3 read`)
})

const secret = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-AbCdEf`
test.for([
  ['get-bucket-policy', { Policy: JSON.stringify(document(lets({ AWS: ada }))) }, bucket],
  [
    'get-resource-policy',
    {
      ARN: secret,
      Name: 'db',
      ResourcePolicy: JSON.stringify(document({ ...allow('secretsmanager:GetSecretValue'), Principal: { AWS: ada } })),
    },
    secret,
  ],
  [
    'get-queue-attributes',
    {
      Attributes: {
        QueueArn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:jobs`,
        Policy: JSON.stringify(document({ ...allow('sqs:ReceiveMessage'), Principal: { AWS: ada } })),
      },
    },
    `arn:aws:sqs:eu-west-1:${ACCOUNT}:jobs`,
  ],
] as const)('what %s prints is read', async ([name, content, resource]) => {
  const file = { name: `${name}-${ACCOUNT}.json`, text: JSON.stringify(content) }
  const estate = await estateOf([exportOf({ users: { ada: {} } }), file])
  expect(danglingEnds(estate)).toEqual([])
  expect(reachedFrom(estate, ada)).toContain(`${resource} read`)
})

const everything = { Effect: 'Allow', Action: '*', Resource: '*' }
const control = (Id: string, statements: readonly unknown[], targets: readonly string[]) => ({
  PolicySummary: {
    Id,
    Arn: `arn:aws:organizations::${OTHER}:policy/o-1/service_control_policy/${Id}`,
    Name: Id,
    Type: 'SERVICE_CONTROL_POLICY',
  },
  Content: JSON.stringify(document(...statements)),
  Targets: targets.map((TargetId) => ({ TargetId })),
})

test('a service control policy of the account’s unit keeps a step from its users, not from the management account’s', async () => {
  const organization = {
    Organization: { Id: 'o-1', MasterAccountId: OTHER },
    Units: [
      { Id: 'r-1' },
      { Id: 'ou-1', ParentId: 'r-1' },
      { Id: ACCOUNT, ParentId: 'ou-1' },
      { Id: OTHER, ParentId: 'ou-1' },
    ],
    ControlPolicies: [
      control('p-full', [everything], ['r-1', 'ou-1', ACCOUNT, OTHER]),
      control('p-no-iam', [{ ...everything, Effect: 'Deny', Action: 'iam:*' }], ['ou-1']),
    ],
  }
  const actor = { inline: [allow('iam:PutUserPolicy')] }
  const users = { actor, far: { ...actor, account: OTHER } }
  const file = { name: 'organization.json', text: JSON.stringify(organization) }
  const estate = await estateOf([exportOf({ users }), file])
  expect(danglingEnds(estate)).toEqual([])
  expect(reachedFrom(estate, arnOf('user/actor'), { conditional: true })).not.toContain(
    `aws:account:${ACCOUNT} control`,
  )
  expect(reachedFrom(estate, arnOf('user/far', OTHER))).toContain(`aws:account:${OTHER} control`)
})

test('what describe-policy and list-targets-for-policy print, one behind the other, is read', async () => {
  const { Targets, ...Policy } = control('p-no-iam', [everything, { ...everything, Effect: 'Deny' }], [ACCOUNT])
  const file = { name: 'scp.json', text: JSON.stringify({ Policy, Targets }) }
  const users = { actor: { inline: [allow('iam:PutUserPolicy')] } }
  const estate = await estateOf([exportOf({ users }), file])
  expect(reachedFrom(estate, arnOf('user/actor'))).not.toContain(`aws:account:${ACCOUNT} control`)
})
