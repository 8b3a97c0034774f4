import { join } from 'node:path'
import { expect, test } from 'vitest'
import { terraform } from '../../../importers/terraform/terraform.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const ACCOUNT = '111122223333'
const arn = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`

test('a plan shows a new path to the account, conditional on being applied, beside what holds today', async () => {
  const { reach } = await imported([fixture], { source: 'auto' })
  const reached = await reach(arn('user/release-bot'))
  expect(reached).toContain(`conditional read+write+execute+control aws:account:${ACCOUNT}`)
  expect(reached).toContain(`granted read+write+execute+control ${arn('role/deploy')}`)
})

test('a deny that is only planned hides nothing that holds today', async () => {
  const { reach } = await imported([fixture], { source: 'terraform' })
  expect(await reach(arn('user/release-bot'))).toContainEqual('granted read arn:aws:s3:::example-releases')
})

test('arguments known after apply are found by what they refer to, through modules', async () => {
  const { edges } = await factsOf(terraform, [fixture])
  const found = edges.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to}`)
  expect(found).toContain(`${arn('policy/runner')} APPLIES_TO ${arn('role/ci/runner')}`)
  expect(found).toContain(`arn:aws:lambda:eu-central-1:${ACCOUNT}:function:job RUNS_AS ${arn('role/ci/runner')}`)
})

test('a trust that a plan changes is judged beside the one that holds', async () => {
  const { store } = await imported([fixture], { source: 'terraform' })
  const found: string[] = []
  for await (const facts of (await store.snapshot()).edges({ types: ['CAN_ASSUME'] }))
    for (const { edge } of facts)
      if (edge.to === arn('role/audit')) found.push(`${edge.from} ${edge.verdict} ${edge.missing ?? ''}`)
  expect(found.join('\n')).toMatch(/999988887777.* conditional .*whether the plan fixture\.json is applied/)
})

test('attachment is not privilege: who gets a policy that denies everything reaches nothing by it', async () => {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] })
  const changes = [
    ['aws_iam_user', { name: 'quiet', path: '/' }],
    ['aws_iam_user_policy', { name: 'none', user: 'quiet', policy }],
  ].map(([type, after]) => ({
    address: `${type}.it`,
    mode: 'managed',
    type,
    name: 'it',
    change: { actions: ['create'], before: null, after },
  }))
  const text = JSON.stringify({ format_version: '1.2', terraform_version: '1.9.0', resource_changes: changes })
  const { edges } = await factsOf(terraform, [{ name: `plan-${ACCOUNT}.json`, text }])
  expect(edges.map(({ edge }) => edge.kind).toSorted()).toEqual(['APPLIES_TO', 'CONTAINS', 'CONTAINS'])
})

test('without an account a thing is known by its address, and the answer says that the account is missing', async () => {
  const change = { actions: ['create'], before: null, after: { name: 'r', path: '/' } }
  const made = { address: 'aws_iam_user.r', mode: 'managed', type: 'aws_iam_user', name: 'r', change }
  const text = JSON.stringify({ format_version: '1.2', terraform_version: '1.9.0', resource_changes: [made] })
  const { nodes, coverage } = await factsOf(terraform, [{ name: 'plan.json', text }])
  expect(nodes.map(({ node }) => node.id)).toEqual(['terraform:plan.json:aws_iam_user.r'])
  expect(JSON.stringify(coverage)).toContain('the AWS account')
})

test('a state says the same thing as the account does, under the same id', async () => {
  const values = { name: 'r', path: '/', arn: arn('user/r') }
  const resource = { address: 'module.a.aws_iam_user.r', mode: 'managed', type: 'aws_iam_user', name: 'r', values }
  const root_module = { child_modules: [{ address: 'module.a', resources: [resource] }] }
  const text = JSON.stringify({ format_version: '1.0', terraform_version: '1.9.0', values: { root_module } })
  const { nodes, edges } = await factsOf(terraform, [{ name: 'state.json', text }])
  expect(nodes.map(({ node }) => node.id)).toContain(arn('user/r'))
  expect(edges.every(({ edge }) => edge.verdict === 'allowed')).toBe(true)
  expect(edges.at(-1)?.evidence[0]?.pointer).toBe('/values/root_module/child_modules/0/resources/0')
})

test('no secret’s value is in any claim, and every end of every edge is stated', async () => {
  const facts = await factsOf(terraform, [fixture])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records).toEqual({ read: 1, stored: 1, merged: 0, rejected: 0 })
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(terraform, [fixture])
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})
