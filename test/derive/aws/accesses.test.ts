import { expect, test } from 'vitest'
import { ACCOUNT, type AccountSketch, allow, arnOf, deny, exportOf, OTHER } from './account.ts'
import { danglingEnds, estateOf, reachedFrom } from './derived.ts'

async function held(account: AccountSketch, start = arnOf('user/ada'), options = {}): Promise<readonly string[]> {
  const estate = await estateOf([exportOf(account)])
  expect(danglingEnds(estate)).toEqual([])
  return [...reachedFrom(estate, start, options)].filter((it) => !it.startsWith(start)).sort()
}
const user = (...inline: readonly ReturnType<typeof allow>[]) => ({ users: { ada: { inline } } })

test('reading the objects of a bucket is reading the bucket, and not controlling it', async () => {
  expect(await held(user(allow('s3:GetObject', 'arn:aws:s3:::reports/2024/*')))).toEqual(['arn:aws:s3:::reports read'])
})

test('listing and describing give nothing', async () => {
  expect(await held(user(allow(['s3:ListBucket', 's3:ListAllMyBuckets', 'dynamodb:DescribeTable'])))).toEqual([])
})

test('a star stands for all of the account, and for those that are known', async () => {
  const all = await held({
    users: {
      ada: { inline: [allow('s3:GetObject')] },
      bob: { inline: [allow('s3:PutObject', 'arn:aws:s3:::reports/*')] },
    },
  })
  expect(all).toEqual([`aws:${ACCOUNT}:all:s3 read`, 'arn:aws:s3:::reports read'].sort())
})

test('a deny of one bucket is kept out of all of them', async () => {
  const users = {
    ada: { inline: [allow('s3:GetObject'), deny('s3:*', ['arn:aws:s3:::secret', 'arn:aws:s3:::secret/*'])] },
    bob: { inline: [allow('s3:GetObject', ['arn:aws:s3:::secret/*', 'arn:aws:s3:::open/*'])] },
    carl: { inline: [allow('s3:GetObject')] },
  }
  expect(await held({ users })).toEqual(['arn:aws:s3:::open read', `aws:${ACCOUNT}:rest:s3 read`])
})

test('calling a function is not becoming what it runs as', async () => {
  const invoke = user(allow('lambda:InvokeFunction', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`))
  expect(await held(invoke)).toEqual([`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders execute`])
})

test('a table of another account needs that account’s word', async () => {
  const table = `arn:aws:dynamodb:eu-west-1:${OTHER}:table/orders`
  expect(await held(user(allow('dynamodb:GetItem', table)))).toEqual([])
  expect(await held(user(allow('dynamodb:GetItem', table)), undefined, { conditional: true })).toEqual([
    `${table} read`,
  ])
})

test('a user’s own name fills the variable', async () => {
  const home = ['arn:aws:s3:::home-$', '{aws:username}/*'].join('')
  expect(await held(user(allow('s3:PutObject', home)))).toEqual(['arn:aws:s3:::home-ada write'])
})

test('an administrator is said to control the account, not each kind of resource', async () => {
  const estate = await estateOf([exportOf(user(allow('*')))])
  const edges = estate.edges.filter(({ from }) => from === arnOf('user/ada'))
  expect(edges.map(({ kind, to }) => `${kind} ${to}`)).toEqual([`CAN_CONTROL aws:account:${ACCOUNT}`])
})

test('what a group grants is said of the group, once', async () => {
  const members = { ada: { groups: ['readers'] }, bob: { groups: ['readers'] } }
  const groups = { readers: { inline: [allow('s3:GetObject', 'arn:aws:s3:::reports/*')] } }
  const estate = await estateOf([exportOf({ users: members, groups })])
  const reads = estate.edges.filter(({ kind }) => kind === 'CAN_READ')
  expect(reads.map(({ from }) => from)).toEqual([arnOf('group/readers')])
  expect(reachedFrom(estate, arnOf('user/bob'))).toContain('arn:aws:s3:::reports read')
})

test('what a group grants to those with a tag, only they hold', async () => {
  const users = { ada: { groups: ['readers'], tags: { team: 'red' } }, bob: { groups: ['readers'] } }
  const asks = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }
  const groups = { readers: { inline: [allow('s3:GetObject', 'arn:aws:s3:::reports/*', asks)] } }
  expect(await held({ users, groups })).toContain('arn:aws:s3:::reports read')
  const bob = await held({ users, groups }, arnOf('user/bob'), { conditional: true })
  expect(bob).not.toContain('arn:aws:s3:::reports read')
})

test('of listed secrets, those with the user’s own tag are read, and of others it stays open', async () => {
  const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${name}`
  const own = { StringEquals: { 'aws:ResourceTag/team': ['$', '{aws:PrincipalTag/team}'].join('') } }
  const inline = [allow('secretsmanager:GetSecretValue', '*', { Condition: own })]
  const listed = [
    { name: 'red', tags: [{ Key: 'team', Value: 'red' }] },
    { name: 'blue', tags: [{ Key: 'team', Value: 'blue' }] },
    { name: 'unlisted-tags' },
  ].map((it) => ({ type: 'aws_secretsmanager_secret', arn: secret(it.name), ...it }))
  const estate = await estateOf([
    exportOf({ users: { ada: { inline, tags: { team: 'red' } } } }),
    { name: 'workloads.json', text: JSON.stringify(listed) },
  ])
  const reads = estate.edges.filter(({ kind, to }) => kind === 'CAN_READ' && to.startsWith('arn:'))
  expect(Object.fromEntries(reads.map(({ to, verdict }) => [to, verdict]))).toEqual({
    [secret('red')]: 'allowed',
    [secret('unlisted-tags')]: 'conditional',
  })
})

const efs = `arn:aws:elasticfilesystem:eu-west-1:${ACCOUNT}:file-system/fs-1`

test('a resource of a service that nobody reviewed is held by what AWS says of each action', async () => {
  const may = (action: string, resource = efs) => held(user(allow(action, resource)))
  expect(await may('elasticfilesystem:ClientMount')).toEqual([`${efs} read`])
  expect(await may('elasticfilesystem:ClientWrite')).toEqual([`${efs} write`])
  expect(await may('elasticfilesystem:PutFileSystemPolicy')).toContain(`${efs} control`)
  const logs = `arn:aws:es:eu-west-1:${ACCOUNT}:domain/logs`
  expect(await may('es:ESHttpGet', `${logs}/*`)).toEqual([`${logs} read`])
})

test('describing and tagging such a resource give nothing, and neither does another of its kind', async () => {
  const none = ['elasticfilesystem:DescribeFileSystemPolicy', 'elasticfilesystem:TagResource', 'es:ESHttpGet']
  expect(await held(user(allow(none, efs)))).toEqual([])
})

test('a star on a service reaches what another policy names of it', async () => {
  const users = {
    ada: { inline: [allow('elasticfilesystem:*')] },
    bob: { inline: [allow('elasticfilesystem:ClientMount', efs)] },
  }
  expect(await held({ users })).toContain(`${efs} read`)
})

test('whoever may change something that runs as a role does not become the role by that', async () => {
  const definition = `arn:aws:batch:eu-west-1:${ACCOUNT}:job-definition/nightly`
  const list = [{ type: 'aws_batch_job_definition', arn: definition, runsAs: arnOf('role/strong') }]
  const account = {
    users: {
      ada: { inline: [allow('batch:DeregisterJobDefinition', `${definition}*`), allow('batch:*', definition)] },
    },
    roles: { strong: { inline: [allow('*')] } },
  }
  const estate = await estateOf([exportOf(account), { name: 'workloads.json', text: JSON.stringify(list) }])
  expect([...reachedFrom(estate, arnOf('user/ada'))]).not.toContain(`${arnOf('role/strong')} control`)
})
