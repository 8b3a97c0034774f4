import { expect, test } from 'vitest'
import { estate, everyPart } from './estate.ts'

const ACCOUNT = '111122223333'
const TENANT = '0a000000-0000-4000-8000-000000000001'
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`
const sp = (end: string) => `entra:${TENANT}:sp:5b000000-0000-4000-8000-00000000000${end}`
const tenant = `entra:${TENANT}:tenant:${TENANT}`

const leakedToken = ({ graph }: Awaited<ReturnType<typeof estate>>) =>
  [...graph.nodes.ids].find((id) => id.startsWith('github:github.com:token:leaked:'))!

const direct = { basis: 'granted', missing: [], unspoken: [] }

test('every file that the estate is made of is taken, and every record is accounted for', async () => {
  const { receipts } = await estate(...everyPart)
  for (const { records, skipped } of receipts) {
    expect(records.rejected).toBe(0)
    expect(records.read).toBe(records.stored + records.merged)
    expect(skipped.filter(({ reason }) => reason.includes('no source knows'))).toEqual([])
  }
})

test('a leaked GitHub token reaches a repository, its workflow, the AWS role that trusts it, and a bucket', async () => {
  const company = await estate('company', 'github')
  const from = decodeURIComponent(leakedToken(company).replace('github:github.com:token:leaked:', ''))
  const found = await company.way(from, 'arn:aws:s3:::larch-releases')
  expect(found).toMatchObject(direct)
  expect(found.kinds).toEqual(['AUTHENTICATES_AS', 'HAS_GRANT', 'CAN_EXECUTE', 'RUNS_AS', 'CAN_ASSUME', 'CAN_READ'])
  expect(found.via.slice(2, 5)).toEqual([
    'github:github.com:repo:larch-works/shop',
    'github:github.com:workflow:larch-works/shop:*',
    role('shop-deploy'),
  ])
})

test('the token does not become the role that trusts another repository', async () => {
  const company = await estate('company', 'github')
  const found = await company.way(leakedToken(company), role('other-deploy'))
  expect(found.kinds).toEqual([])
})

test('a pod runs as its service account, which takes on the AWS role that trusts the cluster', async () => {
  const company = await estate('company', 'cluster')
  const found = await company.way('k8s:harbour:shop:pod:web-0', 'arn:aws:s3:::larch-orders')
  expect(found).toMatchObject(direct)
  expect(found.kinds).toEqual(['RUNS_AS', 'CAN_ASSUME', 'CAN_READ'])
  expect(found.via.slice(0, 2)).toEqual(['k8s:harbour:shop:sa:web', role('shop-web')])
})

test('an agent reaches by a tool, and the token its server was given, a secret of the whole organisation', async () => {
  const company = await estate('company', 'github', 'tools')
  const found = await company.way('mcp:mcp.json', 'secret:github:github.com/larch-works/PACKAGE_TOKEN')
  expect(found).toMatchObject(direct)
  expect(found.kinds).toEqual(['CAN_CALL', 'ACTS_ON', 'RUNS_AS', 'USES_SECRET'])
  expect(found.via[0]).toBe('mcp:mcp.json:forge:tool:push_files')
})

test('the tool that only reads does not run anything, and so reaches no secret', async () => {
  const company = await estate('company', 'github', 'tools')
  const found = await company.way(
    'mcp:mcp.json:forge:tool:get_file',
    'secret:github:github.com/larch-works/PACKAGE_TOKEN',
  )
  expect(found.kinds).toEqual([])
})

test('an OAuth app with a Graph permission over roles holds what a Global Administrator holds', async () => {
  const company = await estate('tenant')
  const found = await company.way(sp('b'), tenant)
  expect(found).toMatchObject(direct)
  expect(found.kinds).toEqual(['HAS_GRANT', 'CAN_CONTROL'])
  const globalAdministrator = `entra:${TENANT}:role:62e90394-69f5-4237-9190-012177145e10`
  expect((await company.way(globalAdministrator, tenant)).kinds).toEqual(['CAN_CONTROL'])
  expect((await company.way(sp('c'), tenant)).kinds).toEqual([])
})

test('a Terraform plan shows a new path to tier 0, with the plan as the missing fact', async () => {
  const company = await estate('company', 'plan')
  const account = `aws:account:${ACCOUNT}`
  const found = await company.way('secret:aws:AKIAEXAMPLETFKEY0001', account)
  expect(found).toMatchObject({ basis: 'conditional', unspoken: [] })
  expect(found.kinds).toEqual(['AUTHENTICATES_AS', 'CAN_ASSUME', 'CAN_CONTROL'])
  expect(found.missing).toEqual([expect.stringContaining('whether the plan fixture.json is applied')])
})

test('a leaked token that GitHound found valid reaches its user, and all that the user reaches', async () => {
  const company = await estate('githound')
  const { nodes } = company.graph
  const named = (end: string) => [...nodes.ids].find((id) => id.endsWith(end))!
  const found = await company.way(named('SSA_1'), named('repo:example-org/shop'))
  expect(found.unspoken).toEqual([])
  expect(found.kinds.length).toBeGreaterThan(1)
})
