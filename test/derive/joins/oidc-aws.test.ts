import { expect, test } from 'vitest'
import { GRANTED, WITH_CONDITIONAL } from '../../../server/graph/look.ts'
import cases from '../../cases/joins/oidc-aws.json' with { type: 'json' }
import { ACCOUNT, type AccountSketch, allow, arnOf, exportOf } from '../aws/account.ts'
import { imported } from '../imported.ts'

/** Which jobs of repository o/r come into a role, by the condition of its trust; conditions are on the short claim. */
interface Case {
  readonly name: string
  readonly trust: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Of the repository; null where no answer tells it. */
  readonly template?: readonly string[] | null
  /** Whether its main branch asks for a review. */
  readonly reviewed?: boolean
  readonly audiences?: readonly string[]
  readonly comes: Readonly<Record<string, string>>
}

const ISSUER = 'token.actions.githubusercontent.com'
function aws(account: AccountSketch) {
  const file = exportOf(account)
  if (typeof file === 'string') throw new Error('a sketch is no path')
  return { source: 'aws-iam', name: file.name, content: String(file.text) }
}
const github = (name: string, content: unknown) => ({ source: 'github', name: `${name}.json`, content })
const repository = {
  full_name: 'o/r',
  private: true,
  url: 'https://api.github.com/repos/o/r',
  owner: { login: 'o', type: 'Organization' },
}
const reviews = {
  required_pull_request_reviews: { required_approving_review_count: 1 },
  enforce_admins: { enabled: true },
}

function filesOf({ trust, template = ['repo', 'context'], reviewed, audiences }: Case) {
  const Condition = Object.fromEntries(
    Object.entries(trust).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [`${ISSUER}:${key}`, value])),
    ]),
  )
  const Principal = { Federated: arnOf(`oidc-provider/${ISSUER}`) }
  const trusts = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRoleWithWebIdentity', Condition }]
  const authz = aws({ roles: { target: { trusts } } })
  const provider = { Url: ISSUER, ClientIDList: audiences }
  const environment = { name: 'production', protection_rules: [], deployment_branch_policy: null }
  return [
    authz,
    ...(audiences ? [{ source: 'aws-iam', name: `oidc-${ACCOUNT}.json`, content: provider }] : []),
    github('orgs/o/repos', [repository]),
    github('repos/o/r/environments', { total_count: 1, environments: [environment] }),
    ...(template
      ? [github('repos/o/r/actions/oidc/customization/sub', { use_default: false, include_claim_keys: template })]
      : []),
    ...(reviewed ? [github('repos/o/r/branches/main/protection', reviews)] : []),
  ]
}

test.for(cases as readonly Case[])('$name', async (it) => {
  const { store } = await imported(...filesOf(it))
  const found: Record<string, string> = {}
  for await (const edges of (await store.snapshot()).edges({ types: ['CAN_ASSUME'] })) {
    for (const { edge } of edges) {
      if (!edge.from.startsWith('github:') || !edge.to.endsWith(':role/target')) continue
      const toAnybody = edge.note?.includes('no subject (*)') ? ' *' : ''
      found[edge.from.slice('github:github.com:'.length)] = edge.verdict + toAnybody
    }
  }
  expect(found).toEqual(it.comes)
})

test('a leaked token reaches a bucket: token, repository, workflow, role, bucket', async () => {
  const owner = { login: 'ada', type: 'User' }
  const grant = {
    ...{ id: 1, token_id: 7, token_name: 'ci', owner, repository_selection: 'subset', token_expired: false },
    permissions: { organization: {}, repository: { contents: 'write', workflows: 'write' } },
  }
  const Principal = { Federated: arnOf(`oidc-provider/${ISSUER}`) }
  const Condition = { StringLike: { [`${ISSUER}:sub`]: 'repo:o/r:*' } }
  const trusts = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRoleWithWebIdentity', Condition }]
  const authz = aws({ roles: { target: { trusts, inline: [allow('s3:GetObject', 'arn:aws:s3:::ledger/*')] } } })
  const files = (template: readonly string[]) => [
    authz,
    github('orgs/o/repos', [repository]),
    github('orgs/o/personal-access-tokens', [grant]),
    github('orgs/o/personal-access-tokens/1/repositories', [repository]),
    github('repos/o/r/actions/oidc/customization/sub', { use_default: false, include_claim_keys: template }),
  ]
  const start = 'secret:github:github.com/token/7'
  const { reached } = await imported(...files(['repo', 'context']))
  expect([...reached(start, GRANTED)]).toEqual(
    expect.arrayContaining([
      'github:github.com:repo:o/r execute',
      'github:github.com:workflow:o/r:* control',
      `${arnOf('role/target')} control`,
      'arn:aws:s3:::ledger read',
    ]),
  )
  const other = await imported(...files(['repository_owner']))
  expect([...other.reached(start, WITH_CONDITIONAL)]).not.toContain('arn:aws:s3:::ledger read')
})
