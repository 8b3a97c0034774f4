import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import { openStore } from '../../server/store/open-store.ts'
import { seeded } from './estate.ts'

// `npm run bench:aws`: what one large AWS account costs from its export to derived edges. One JSON line.

const { values } = parseArgs({
  options: { users: { type: 'string', default: '5000' }, roles: { type: 'string', default: '2000' } },
})
const random = seeded(11)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
const ACCOUNT = '111122223333'
const arn = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`
const names = (count: number, of: string) => Array.from({ length: count }, (_, i) => `${of}-${i}`)
const users = names(Number(values.users), 'user')
const roles = names(Number(values.roles), 'role')
const groups = names(100, 'group')
const shared = names(400, 'policy')

const services = ['lambda', 'ec2', 'glue', 'codebuild', 'cloudformation', 'ecs-tasks', 'sagemaker'].map(
  (it) => `${it}.amazonaws.com`,
)
const plain = [
  's3:GetObject',
  'dynamodb:GetItem',
  'sqs:*',
  'logs:*',
  'ssm:GetParameter*',
  'kms:Decrypt',
  'ec2:Describe*',
]
const allow = (Action: unknown, Resource: unknown = '*', more = {}) => ({ Effect: 'Allow', Action, Resource, ...more })
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement })

/** What one finds in real accounts: mostly narrow, a few that reach far, a few denies; one user in thirty may pass any role. */
function statement(): object {
  const at = random()
  if (at < 0.04) return allow('iam:PassRole', arn(`role/role-${Math.floor(random() * 20)}*`))
  if (at < 0.06) return allow('sts:AssumeRole', arn(`role/role-${Math.floor(random() * 200)}*`))
  if (at < 0.1) return { ...allow(['iam:*', 's3:Delete*']), Effect: 'Deny' }
  if (at < 0.12) return allow('lambda:UpdateFunctionCode', `arn:aws:lambda:*:${ACCOUNT}:function:app-*`)
  return allow(pick(plain), `arn:aws:s3:::bucket-${Math.floor(random() * 500)}/*`)
}
const broad = allow(['iam:PassRole', 'lambda:*', 'ec2:*', 'glue:*'])
const inline = (share = 0) => [
  { PolicyName: 'inline', PolicyDocument: document(statement(), random() < share ? broad : statement()) },
]
const attached = () => {
  const name = pick(shared)
  return [{ PolicyName: name, PolicyArn: arn(`policy/${name}`) }]
}
const trust = () => {
  const at = random()
  const Principal =
    at < 0.6 ? { Service: pick(services) } : { AWS: at < 0.8 ? arn('root') : arn(`role/${pick(roles)}`) }
  return document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })
}

const content = {
  UserDetailList: users.map((name) => ({
    UserName: name,
    Arn: arn(`user/${name}`),
    GroupList: [pick(groups)],
    UserPolicyList: inline(1 / 30),
    AttachedManagedPolicies: attached(),
  })),
  GroupDetailList: groups.map((name) => ({ GroupName: name, Arn: arn(`group/${name}`), GroupPolicyList: inline() })),
  RoleDetailList: roles.map((name) => ({
    RoleName: name,
    Arn: arn(`role/${name}`),
    AssumeRolePolicyDocument: trust(),
    RolePolicyList: inline(),
    AttachedManagedPolicies: attached(),
    InstanceProfileList: random() < 0.3 ? [{ InstanceProfileName: name, Arn: arn(`instance-profile/${name}`) }] : [],
  })),
  Policies: shared.map((name) => ({
    PolicyName: name,
    Arn: arn(`policy/${name}`),
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document(statement(), statement()) }],
  })),
}

const folder = mkdtempSync(join(tmpdir(), 'ambit-aws-'))
try {
  const file = join(folder, `authz-${ACCOUNT}.json`)
  writeFileSync(file, JSON.stringify(content))
  const store = await openStore(`sqlite:${join(folder, 'graph.db')}`)
  const start = performance.now()
  const options = { fingerprintKey: new Uint8Array(32), now: new Date(0) }
  const { facts } = await importFiles(store, { source: 'aws-iam', files: await filesAt([file]) }, options)
  const s = Math.round((performance.now() - start) / 100) / 10
  await store.close()
  const rss_mb = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(JSON.stringify({ users: users.length, roles: roles.length, s, rss_mb, ...facts }))
} finally {
  rmSync(folder, { recursive: true })
}
