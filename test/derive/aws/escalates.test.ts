import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Escalation } from '../../../server/derive/aws/escalation.ts'
import { escalations } from '../../../server/derive/aws/escalations.ts'
import cases from '../../cases/aws/escalates.json' with { type: 'json' }
import {
  ACCOUNT,
  type AccountSketch,
  allow,
  arnOf,
  deny,
  exportOf,
  type RoleSketch,
  type Statement,
  trust,
} from './account.ts'
import { estateOf, reachedFrom } from './derived.ts'

const catalogue = '../shared/data/aws/pathfinding-cloud-paths.json'
const here = existsSync(catalogue)
if (!here) console.warn(`skipped: ${catalogue} is absent`)

interface Path {
  readonly id: string
  readonly permissions: { readonly required: readonly { readonly permission: string }[] }
}

test.runIf(here)('every path of the catalogue is declared and needs just the permissions it names', () => {
  const paths = JSON.parse(readFileSync(catalogue, 'utf8')) as readonly Path[]
  const declared = new Map(escalations.map((it) => [it.id, it]))
  const unlike = paths.flatMap(({ id, permissions }) => {
    const it = declared.get(id)
    // Assuming a role is CAN_ASSUME itself, or a prerequisite of the step.
    const wanted = permissions.required
      .map(({ permission }) => permission)
      .filter((action) => action !== 'sts:AssumeRole')
    if (it === undefined) return wanted.length === 0 ? [] : [`${id} is missing`]
    const needs = [...new Set(it.needs.map(({ action }) => action))].sort()
    return needs.join() === [...new Set(wanted)].sort().join() ? [] : [`${id}: ${needs.join()} for ${wanted.join()}`]
  })
  expect(unlike).toEqual([])
})

const EVERYTHING = [allow('*')]

/** An account in which the step works: the actor holds just what it needs, the target is worth having. */
function sketch(rule: Escalation, statements: readonly Statement[]): AccountSketch {
  const isRole = rule.actor === 'role'
  const isFreed = rule.gains === 'account without its boundary'
  const inline = rule.target === 'own policy' ? {} : { inline: isFreed ? EVERYTHING : statements }
  const actor = {
    ...inline,
    ...(isFreed ? { boundary: 'own' } : {}),
    ...(rule.target === 'own policy' ? { managed: ['own'] } : {}),
  }
  const groups = rule.target === 'own group' ? { groups: ['mine'] } : {}
  const trusts = [
    ...(rule.services ?? []).map((Service) => trust({ Service })),
    ...(rule.where?.includes('it can become the target') ? [trust({ AWS: arnOf('user/actor') })] : []),
  ]
  const isForged = rule.target === 'role and its SAML provider'
  if (isForged) trusts.push(trust({ Federated: arnOf('saml-provider/okta') }, { Action: 'sts:AssumeRoleWithSAML' }))
  const profile = rule.where?.includes('the target has no instance profile') ? {} : { profile: true as const }
  const isBound = rule.gains === 'account through the target without its boundary'
  const bound = isBound ? { boundary: 'limit' } : {}
  const target: RoleSketch = { managed: ['strong'], ...bound, ...profile, ...(trusts.length > 0 ? { trusts } : {}) }
  return {
    users: {
      ...(isRole ? {} : { actor: { ...actor, ...groups } }),
      target: {
        inline: EVERYTHING,
        ...bound,
        ...(rule.where?.includes('the target has a login profile') ? { loginProfile: true as const } : {}),
      },
    },
    groups: { mine: {}, admins: { inline: EVERYTHING } },
    roles: { ...(isRole ? { actor } : {}), target, other: { profile: true }, ...besideOf(rule) },
    policies: { own: [statements, EVERYTHING], strong: [EVERYTHING], limit: [[allow('s3:*')]] },
  }
}

const besideOf = ({ beside }: Escalation): Readonly<Record<string, RoleSketch>> =>
  beside === undefined ? {} : { beside: { inline: [allow(beside.does)], trusts: [trust({ Service: beside.service })] } }

const needed = ({ needs }: Escalation) => [...new Set(needs.map(({ action }) => action))]
const reachesAccount = async (rule: Escalation, account: AccountSketch) => {
  const estate = await estateOf([exportOf(account), ...keysFor(rule)])
  const start = arnOf(`${rule.actor === 'role' ? 'role' : 'user'}/actor`)
  return {
    edge: estate.edges.some(({ from, key }) => from === start && key === rule.id),
    account: reachedFrom(estate, start, { conditional: true }).has(`aws:account:${ACCOUNT} control`),
  }
}
const keysFor = ({ where }: Escalation) => {
  const keys = ['AKIAEXAMPLETARGET001', 'AKIAEXAMPLETARGET002'].map((AccessKeyId) => ({
    UserName: 'target',
    AccessKeyId,
  }))
  const wanted = where?.includes('the target has two access keys')
  return wanted ? [{ name: `keys-${ACCOUNT}.json`, text: JSON.stringify({ AccessKeyMetadata: keys }) }] : []
}

test.for(escalations.map((rule) => [rule.id, rule] as const))('%s works with what it needs', async ([, rule]) => {
  expect(await reachesAccount(rule, sketch(rule, [allow(needed(rule))]))).toEqual({ edge: true, account: true })
})

test.for(escalations.map((rule) => [rule.id, rule] as const))(
  '%s does not work without any one of it',
  async ([, rule]) => {
    for (const left of needed(rule)) {
      const others = needed(rule).filter((action) => action !== left)
      const fewer = others.length === 0 ? [allow('s3:ListBucket')] : [allow(others)]
      expect((await reachesAccount(rule, sketch(rule, fewer))).edge, `without ${left}`).toBe(false)
      const denied = [allow(needed(rule)), deny(left)]
      expect((await reachesAccount(rule, sketch(rule, denied))).edge, `with ${left} denied`).toBe(false)
    }
  },
)

const passed = escalations.filter(({ needs }) => needs.some(({ action }) => action === 'iam:PassRole'))
test.for(passed.map((rule) => [rule.id, rule] as const))(
  '%s needs a role that trusts its service and may be passed to it',
  async ([, rule]) => {
    const account = sketch(rule, [allow(needed(rule))])
    const untrusting = { ...account, roles: { target: { managed: ['strong'], profile: true as const } } }
    expect((await reachesAccount(rule, untrusting)).edge).toBe(false)
    const elsewhere = { Condition: { StringEquals: { 'iam:PassedToService': 'elsewhere.amazonaws.com' } } }
    const others = needed(rule).filter((action) => action !== 'iam:PassRole')
    const limited = sketch(rule, [allow(others), allow('iam:PassRole', '*', elsewhere)])
    expect((await reachesAccount(rule, limited)).edge).toBe(false)
  },
)

interface StepCase {
  readonly name: string
  readonly account: AccountSketch
  /** A list of what runs in the account, where one is given. */
  readonly files?: readonly unknown[]
  readonly expects: string
}

test.for(cases as unknown as readonly StepCase[])('$name', async ({ account, files, expects }) => {
  const lists = files === undefined ? [] : [{ name: 'workloads.json', text: JSON.stringify(files) }]
  const held = reachedFrom(await estateOf([exportOf(account), ...lists]), arnOf('user/actor'))
  expect(held.has(`aws:account:${ACCOUNT} control`) ? 'administers' : 'does not').toBe(expects)
})

test('a permissions boundary leaves no room for what a step would add', async () => {
  const boundary = { policies: { limit: [[allow(['iam:PutUserPolicy', 's3:*'])]] } }
  const users = { actor: { inline: [allow('iam:PutUserPolicy')], boundary: 'limit' } }
  const bound = await estateOf([exportOf({ users, ...boundary })])
  expect(reachedFrom(bound, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(false)
  const free = await estateOf([exportOf({ users: { actor: { inline: [allow('iam:PutUserPolicy')] } } })])
  expect(reachedFrom(free, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(true)
})

test('whoever may only attach one harmless policy gains nothing', async () => {
  const harmless = { Condition: { ArnEquals: { 'iam:PolicyARN': arnOf('policy/harmless') } } }
  const users = { actor: { inline: [allow('iam:AttachUserPolicy', '*', harmless)] } }
  const estate = await estateOf([exportOf({ users })])
  expect(reachedFrom(estate, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(false)
})

test.for([
  [
    'another policy of AWS that is as strong',
    { ArnNotEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    true,
  ],
  ['a strong policy of the account', { ArnEquals: { 'iam:PolicyARN': arnOf('policy/strong') } }, true],
  ['a policy that denies what it allows', { ArnEquals: { 'iam:PolicyARN': arnOf('policy/mixed') } }, false],
  ['one that is not strong at all', { ArnEquals: { 'iam:PolicyARN': arnOf('policy/weak') } }, false],
] as const)('whoever may attach %s', async ([, condition, administers]) => {
  const users = { actor: { inline: [allow('iam:AttachUserPolicy', '*', { Condition: condition })] } }
  const mixed = [[allow('*'), deny('iam:*')]]
  const estate = await estateOf([
    exportOf({ users, policies: { strong: [EVERYTHING], mixed, weak: [[allow(['iam:Get*', 'iam:CreateUser'])]] } }),
  ])
  expect(reachedFrom(estate, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(administers)
})

test('what is written inline has no policy ARN to ask for', async () => {
  const only = (operator: string) => ({ Condition: { [operator]: { 'iam:PolicyARN': arnOf('policy/harmless') } } })
  const administers = async (operator: string) => {
    const users = { actor: { inline: [allow('iam:PutUserPolicy', '*', only(operator))] } }
    const estate = await estateOf([exportOf({ users })])
    return reachedFrom(estate, arnOf('user/actor'), { conditional: true }).has(`aws:account:${ACCOUNT} control`)
  }
  expect(await administers('ArnEquals')).toBe(false)
  expect(await administers('ArnEqualsIfExists')).toBe(true)
})

test('a member whose own deny takes it away does not administer through its group', async () => {
  const groups = { admins: { inline: EVERYTHING } }
  const users = { denied: { groups: ['admins'], inline: [deny('*')] }, plain: { groups: ['admins'] } }
  const estate = await estateOf([exportOf({ users, groups })])
  expect(reachedFrom(estate, arnOf('user/denied')).has(`aws:account:${ACCOUNT} control`)).toBe(false)
  expect(reachedFrom(estate, arnOf('user/plain')).has(`aws:account:${ACCOUNT} control`)).toBe(true)
})

test('permissions in two places make one step together', async () => {
  const groups = { launchers: { inline: [allow(['lambda:CreateFunction', 'lambda:InvokeFunction'])] } }
  const users = { actor: { groups: ['launchers'], inline: [allow('iam:PassRole')] } }
  const roles = { worker: { inline: EVERYTHING, trusts: [trust({ Service: 'lambda.amazonaws.com' })] } }
  const estate = await estateOf([exportOf({ users, groups, roles })])
  expect(estate.edges).toContainEqual(
    expect.objectContaining({ kind: 'ESCALATES_TO', key: 'lambda-001', to: arnOf('role/worker') }),
  )
})

test('a permission between two dates is a step between those dates', async () => {
  const between = {
    DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
    DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
  }
  const users = { actor: { inline: [allow('iam:PutUserPolicy', '*', { Condition: between })] } }
  const estate = await estateOf([exportOf({ users })])
  const administers = (asOf: string) =>
    reachedFrom(estate, arnOf('user/actor'), { asOf }).has(`aws:account:${ACCOUNT} control`)
  expect(administers('2025-12-31T23:59:00.000Z')).toBe(false)
  expect(administers('2026-01-01T00:00:00.000Z')).toBe(true)
  expect(administers('2027-01-01T00:00:00.000Z')).toBe(false)
})

const joiner = (more: readonly Statement[] = []) => ({ inline: [allow('iam:AddUserToGroup'), ...more] })

test('who can put itself into a group escalates by what the group grants', async () => {
  const groups = { launchers: { inline: [allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'])] } }
  const roles = { worker: { inline: EVERYTHING, trusts: [trust({ Service: 'lambda.amazonaws.com' })] } }
  const joined = await estateOf([exportOf({ users: { actor: joiner() }, groups, roles })])
  expect(reachedFrom(joined, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(true)
  const elsewhere = { inline: [allow('iam:AddUserToGroup', arnOf('group/others'))] }
  const apart = await estateOf([exportOf({ users: { actor: elsewhere }, groups, roles })])
  expect(reachedFrom(apart, arnOf('user/actor'), { conditional: true }).has(`aws:account:${ACCOUNT} control`)).toBe(
    false,
  )
})

test('what it holds itself and what a group it can join grants make one step together', async () => {
  const groups = { launchers: { inline: [allow(['lambda:CreateFunction', 'lambda:InvokeFunction'])] } }
  const roles = { worker: { inline: EVERYTHING, trusts: [trust({ Service: 'lambda.amazonaws.com' })] } }
  const users = { actor: joiner([allow('iam:PassRole')]) }
  const estate = await estateOf([exportOf({ users, groups, roles })])
  const step = estate.edges.find(({ key, from }) => key === 'lambda-001' && from === arnOf('user/actor'))
  expect(step?.note).toContain('iam:AddUserToGroup')
})

test('one group may open the next', async () => {
  const groups = {
    first: { inline: [allow('iam:AddUserToGroup', arnOf('group/second'))] },
    second: { inline: EVERYTHING },
  }
  const users = { actor: { inline: [allow('iam:AddUserToGroup', arnOf('group/first'))] } }
  const estate = await estateOf([exportOf({ users, groups })])
  expect(reachedFrom(estate, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(true)
})

test('a deny that comes with a group binds who joins it, and nobody has to join', async () => {
  const groups = { shut: { inline: [allow('s3:GetObject'), deny('iam:*')] } }
  const users = { actor: joiner([allow('iam:PutUserPolicy')]) }
  const estate = await estateOf([exportOf({ users, groups })])
  expect(reachedFrom(estate, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(true)
  const strong = { shut: { inline: [allow('*'), deny('iam:*')] } }
  const limited = await estateOf([exportOf({ users: { actor: joiner() }, groups: strong })])
  expect(reachedFrom(limited, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(false)
  expect(reachedFrom(limited, arnOf('user/actor')).has(`aws:${ACCOUNT}:all:s3 read`)).toBe(true)
})

test('a role that trusts the account is taken on through a group that may assume it', async () => {
  const groups = { takers: { inline: [allow('sts:AssumeRole')] } }
  const roles = { strong: { inline: EVERYTHING, trusts: [trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` })] } }
  const estate = await estateOf([exportOf({ users: { actor: joiner() }, groups, roles })])
  expect(reachedFrom(estate, arnOf('user/actor'))).toContain(`${arnOf('role/strong')} control`)
})

test('a boundary keeps from a member what its group grants', async () => {
  const policies = { limit: [[allow(['iam:AddUserToGroup', 's3:*'])]] }
  const users = { actor: { ...joiner(), boundary: 'limit' } }
  const estate = await estateOf([exportOf({ users, policies, groups: { admins: { inline: EVERYTHING } } })])
  expect(reachedFrom(estate, arnOf('user/actor')).has(`aws:account:${ACCOUNT} control`)).toBe(false)
  expect(reachedFrom(estate, arnOf('user/actor')).has(`aws:${ACCOUNT}:all:s3 control`)).toBe(true)
})

test('who may start instances of one kind only, and use no image, starts none', async () => {
  const roles = {
    worker: { inline: EVERYTHING, profile: true as const, trusts: [trust({ Service: 'ec2.amazonaws.com' })] },
  }
  const starts = async (resources: unknown) => {
    const users = { actor: { inline: [allow('iam:PassRole'), allow('ec2:RunInstances', resources)] } }
    const estate = await estateOf([exportOf({ users, roles })])
    return estate.edges.some(({ key }) => key === 'ec2-001')
  }
  expect(await starts('arn:aws:ec2:*:*:instance/*')).toBe(false)
  const things = ['instance', 'subnet', 'network-interface', 'security-group', 'volume']
  const named = things.map((it) => `arn:aws:ec2:eu-west-1:${ACCOUNT}:${it}/*`)
  expect(await starts([...named, 'arn:aws:ec2:eu-west-1::image/ami-0abc'])).toBe(true)
})

test('a step in the one region that is allowed is a step', async () => {
  const only = { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } } }
  const actions = ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']
  const roles = { worker: { inline: EVERYTHING, trusts: [trust({ Service: 'lambda.amazonaws.com' })] } }
  const steps = async (resource: string) => {
    const users = { actor: { inline: [allow(actions[0]!), allow(actions.slice(1), resource, only)] } }
    return (await estateOf([exportOf({ users, roles })])).edges.filter(({ key }) => key === 'lambda-001').length
  }
  expect(await steps('*')).toBe(1)
  expect(await steps(`arn:aws:lambda:us-west-2:${ACCOUNT}:function:*`)).toBe(0)
})
