import { expect, test } from 'vitest'
import cases from '../../cases/aws/trusts.json' with { type: 'json' }
import { document } from './account.ts'
import { ASOF, estateOf } from './derived.ts'

/** May `ada` take on `role/target` of account 111122223333? From an account export to the edge, as a user would see it. */
interface Case {
  readonly name: string
  /** `user` or `role`, with its account where that is another one. */
  readonly who: string
  readonly account?: string
  readonly policies: readonly (readonly unknown[])[]
  readonly boundary?: readonly unknown[]
  readonly trust: readonly unknown[]
  /** Of `ada`, what trusts it, and the tags of both. */
  readonly trusts?: readonly unknown[]
  readonly tags?: Readonly<Record<string, string>>
  readonly targetTags?: Readonly<Record<string, string>>
  readonly expects: string
  readonly missing?: string
}

const HOME = '111122223333'
const target = `arn:aws:iam::${HOME}:role/target`

const tagged = (tags: Readonly<Record<string, string>> = {}) => ({
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
})
const closed = [{ Effect: 'Allow', Principal: { Service: 'x.amazonaws.com' }, Action: 'sts:AssumeRole' }]

async function answerOf(it: Case) {
  const { who, account = HOME, policies, boundary, trust, trusts = closed, tags, targetTags } = it
  const limit = `arn:aws:iam::${account}:policy/limit`
  const inline = policies.map((statements, i) => ({ PolicyName: `p${i}`, PolicyDocument: document(...statements) }))
  const ada = {
    Arn: `arn:aws:iam::${account}:${who}/ada`,
    ...tagged(tags),
    ...(boundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn: limit } }),
  }
  const role = { Arn: target, RoleName: 'target', AssumeRolePolicyDocument: document(...trust), ...tagged(targetTags) }
  const self = { ...ada, RoleName: 'ada', RolePolicyList: inline, AssumeRolePolicyDocument: document(...trusts) }
  const text = JSON.stringify({
    UserDetailList: who === 'user' ? [{ ...ada, UserName: 'ada', UserPolicyList: inline }] : [],
    RoleDetailList: who === 'user' ? [role] : [role, self],
    Policies:
      boundary === undefined
        ? []
        : [
            {
              PolicyName: 'limit',
              Arn: limit,
              DefaultVersionId: 'v1',
              PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document(...boundary) }],
            },
          ],
  })
  const { edges } = await estateOf([{ name: 'authz.json', text }])
  return edges.filter(({ kind, from, to }) => kind === 'CAN_ASSUME' && from === ada.Arn && to === target)
}

test.for(cases as readonly Case[])('$name', async (it) => {
  const edges = await answerOf(it)
  const now = edges.filter(({ expiresAt = '~' }) => ASOF < expiresAt)
  const sure = now.some(({ verdict }) => verdict === 'allowed')
  const said = sure ? 'allowed' : now.length > 0 ? 'conditional' : edges.length > 0 ? 'lapsed' : 'denied'
  expect(said).toBe(it.expects)
  if (it.missing !== undefined) expect(edges.map(({ missing }) => missing).join()).toContain(it.missing)
})
