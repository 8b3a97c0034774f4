import { join } from 'node:path'
import { expect, test } from 'vitest'
import { awsIam } from '../../../importers/aws-iam/aws-iam.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const fixtures = ['fixture.json', 'fixture-keys-111122223333.json', 'fixture-workloads.json']
const files = fixtures.map((name) => join(import.meta.dirname, name))
const user = (more: object) => ({ UserName: 'ada', Arn: 'arn:aws:iam::111122223333:user/ada', ...more })
const authz = (lists: object) => [{ name: 'authz.json', text: JSON.stringify(lists) }]
const allowAll = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }

test('the whole batch of the fixture', async () => {
  const facts = await factsOf(awsIam, files)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records.rejected).toBe(0)
  const nodes = facts.nodes.map(({ scope, node }) => `${scope} ${node.kind} ${node.type} ${node.id}`)
  const edges = facts.edges.map(
    ({ scope, edge }) => `${scope} ${edge.from} -${edge.kind} ${edge.key ?? ''}-> ${edge.to}`,
  )
  expect([...new Set([...nodes, ...edges])].sort()).toMatchSnapshot()
})

test('two accounts and three parts are scopes of their own, so that one replaces nothing of another', async () => {
  const { nodes } = await factsOf(awsIam, files)
  expect([...new Set(nodes.map(({ scope }) => scope))].sort()).toEqual([
    'aws-iam:111122223333:authz',
    'aws-iam:111122223333:keys',
    'aws-iam:111122223333:workloads',
    'aws-iam:444455556666:authz',
  ])
})

test('an access key opens its user, one that is switched off does not', async () => {
  const { edges } = await factsOf(awsIam, files)
  const opens = edges.map(({ edge }) => edge).filter(({ kind }) => kind === 'AUTHENTICATES_AS')
  expect(opens.map(({ from, to }) => [from, to])).toEqual([
    ['secret:aws:AKIAEXAMPLEDEPLOYER1', 'arn:aws:iam::111122223333:user/ci/deployer'],
  ])
})

test('a key list that says no account is rejected, with what to do', async () => {
  const text = JSON.stringify({ AccessKeyMetadata: [{ UserName: 'ada', AccessKeyId: 'AKIAEXAMPLE000000001' }] })
  const { records, notes } = await factsOf(awsIam, [{ name: 'keys.json', text }])
  expect(records.rejected).toBe(1)
  expect(JSON.stringify(notes)).toContain('--scope')
  const scoped = await factsOf(awsIam, [{ name: 'keys.json', text }], { scope: '111122223333' })
  expect(scoped.records.rejected).toBe(0)
})

test('several key lists in one object, each under a label, are read; a page cut off closes nothing', async () => {
  const key = (n: number) => ({ UserName: 'ada', AccessKeyId: `AKIAEXAMPLE00000000${n}` })
  const answers = { first: { AccessKeyMetadata: [key(1)] }, second: { AccessKeyMetadata: [key(2)], IsTruncated: true } }
  const text = JSON.stringify(answers)
  const { edges, records, complete } = await factsOf(awsIam, [{ name: 'keys-111122223333.json', text }])
  const opens = edges.flatMap(({ edge }) => (edge.kind === 'AUTHENTICATES_AS' ? edge.from : []))
  expect(opens).toEqual(['secret:aws:AKIAEXAMPLE000000001', 'secret:aws:AKIAEXAMPLE000000002'])
  expect([records.rejected, complete]).toEqual([0, false])
  const unnamed = await factsOf(awsIam, [{ name: 'keys.json', text }])
  expect([unnamed.nodes, unnamed.records.rejected]).toEqual([[], 2])
  expect(JSON.stringify(unnamed.notes)).toContain('--scope')
})

test('a key list under the ARN of its user is of that user and account; one under an ARN that names no account wants it named', async () => {
  const key = (n: number) => ({ UserName: 'ada', AccessKeyId: `AKIAEXAMPLE00000000${n}` })
  const byUser = (account: string) => ({ [`arn:aws:iam::${account}:user/eng/ada`]: [key(1)] })
  const read = (content: object) => factsOf(awsIam, [{ name: 'keys.json', text: JSON.stringify(content) }])
  for (const content of [byUser('111122223333'), { all: byUser('111122223333') }]) {
    const { edges } = await read(content)
    expect(edges.flatMap(({ edge }) => (edge.kind === 'AUTHENTICATES_AS' ? edge.to : []))).toEqual([
      'arn:aws:iam::111122223333:user/eng/ada',
    ])
  }
  expect((await read(byUser('1234'))).records).toEqual({ read: 1, stored: 0, merged: 0, rejected: 1 })
})

test('an owner’s address and a team become owners, the environment a field; of a tag that may hold a secret only the key is kept', async () => {
  const { nodes } = await factsOf(awsIam, files)
  expect(nodes.filter(({ node }) => node.kind === 'Owner').map(({ node }) => `${node.type} ${node.name}`)).toEqual([
    'person ada@example.com',
    'team Payments',
  ])
  const deployer = nodes.find(({ node }) => node.name === 'deployer' && !node.stub)!.node
  expect(deployer).toMatchObject({
    environment: 'prod',
    properties: {
      tags: [{ key: 'Owner', value: 'ada@example.com' }, { key: 'Environment', value: 'Prod' }, { key: 'note' }],
    },
  })
})

test.for([
  ['an unknown version', { ...allowAll, Version: '2030-01-01' }],
  ['no statement', { Version: '2012-10-17' }],
  ['a statement that is text', { Version: '2012-10-17', Statement: 'Allow *' }],
  ['Action and NotAction at once', { Statement: { Effect: 'Allow', Action: '*', NotAction: 'iam:*', Resource: '*' } }],
  ['an effect that is none', { Statement: { Effect: 'allow', Action: '*', Resource: '*' } }],
  ['text that is no JSON', '%7B%22Version'],
  ['text that cannot be decoded', '%'],
] as const)('a policy with %s is reported with its place and grants nothing', async ([, document]) => {
  const lists = { UserDetailList: [user({ UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document }] })] }
  const { nodes, notes, records } = await factsOf(awsIam, authz(lists))
  const policy = nodes.find(({ node }) => node.type === 'aws_policy')!.node
  expect(policy.properties).not.toHaveProperty('document')
  expect(JSON.stringify(notes)).toContain('/UserPolicyList/0')
  expect(records.rejected).toBe(0)
})

test('a document may be URL-encoded, and lists may be one object', async () => {
  const encoded = encodeURIComponent(JSON.stringify(allowAll))
  const one = user({ UserPolicyList: { PolicyName: 'p', PolicyDocument: encoded }, GroupList: 'admins' })
  const { nodes, edges } = await factsOf(awsIam, authz({ UserDetailList: [one] }))
  expect(nodes.find(({ node }) => node.type === 'aws_policy')?.node.properties).toEqual({ document: allowAll })
  expect(edges.map(({ edge }) => edge.kind)).toContain('MEMBER_OF')
})

test('a record that is no user is rejected, the rest is taken and the batch is partial', async () => {
  const { records, complete } = await factsOf(awsIam, authz({ UserDetailList: [user({}), { UserName: 'bob' }] }))
  expect(records).toMatchObject({ read: 2, stored: 1, rejected: 1 })
  expect(complete).toBe(false)
})

test('an export whose last page announces more closes nothing and says so', async () => {
  const { complete, coverage } = await factsOf(awsIam, authz({ UserDetailList: [user({})], IsTruncated: true }))
  expect(complete).toBe(false)
  expect(JSON.stringify(coverage)).toContain('later pages')
})

test('what was not seen is named, with the command that would tell', async () => {
  const { coverage } = await factsOf(awsIam, authz({ UserDetailList: [user({})] }))
  const missing = coverage['aws-iam:111122223333:authz']!.map((gap) => gap.missing).join('\n')
  for (const part of ['control policies', 'resource policies', 'login profiles', 'access keys', 'workloads']) {
    expect(missing).toContain(part)
  }
})
