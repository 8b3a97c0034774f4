import { expect, test } from 'vitest'
import type { NodeId } from '../../../server/model/node-id.ts'
import cases from '../../cases/aws/federated.json' with { type: 'json' }
import { ACCOUNT, arnOf, exportOf } from './account.ts'
import { estateOf } from './derived.ts'

/** Which subjects of GitHub Actions, or of a SAML provider, come into which role. Conditions are on the short claim. */
interface Case {
  readonly name: string
  readonly roles: Readonly<Record<string, readonly (Statement & { readonly Effect: string })[]>>
  /** Listed in the account, by the end of their ARNs; without it no list was imported. */
  readonly listed?: readonly string[]
  readonly audiences?: readonly string[]
  readonly resourceControl?: Statement
  readonly expects: Readonly<Record<string, Readonly<Record<string, string>>>>
}
interface Statement {
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly [key: string]: unknown
}

const ISSUER = 'token.actions.githubusercontent.com'
const oidc = { Federated: arnOf(`oidc-provider/${ISSUER}`) }

/** `sub` as `token.actions.githubusercontent.com:sub`, and GitHub's provider where none is named. */
const written = ({ Condition = {}, ...statement }: Statement) => ({
  ...(statement['Principal'] === undefined && statement['Resource'] === undefined ? { Principal: oidc } : {}),
  Action: 'sts:AssumeRoleWithWebIdentity',
  ...statement,
  Condition: Object.fromEntries(
    Object.entries(Condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key.includes(':') ? key : `${ISSUER}:${key}`, values]),
      ),
    ]),
  ),
})

function filesOf({ roles, listed, audiences, resourceControl }: Case) {
  const sketches = Object.entries(roles).map(([name, trusts]) => [name, { trusts: trusts.map(written) }] as const)
  const files = [exportOf({ roles: Object.fromEntries(sketches) })]
  const add = (name: string, content: unknown) => files.push({ name, text: JSON.stringify(content) })
  const ofKind = (kind: string) => (listed ?? []).filter((it) => it.startsWith(kind)).map((it) => ({ Arn: arnOf(it) }))
  if (listed?.some((it) => it.startsWith('oidc'))) add('oidc.json', { OpenIDConnectProviderList: ofKind('oidc') })
  if (listed?.some((it) => it.startsWith('saml'))) add('saml.json', { SAMLProviderList: ofKind('saml') })
  if (audiences !== undefined) add(`oidc-${ACCOUNT}.json`, { Url: ISSUER, ClientIDList: audiences })
  if (resourceControl !== undefined) {
    const Content = JSON.stringify({ Version: '2012-10-17', Statement: [written(resourceControl)] })
    const PolicySummary = {
      Id: 'p-1',
      Arn: 'arn:aws:organizations::1:policy/p-1',
      Name: 'rcp',
      Type: 'RESOURCE_CONTROL_POLICY',
    }
    add('rcp.json', { ControlPolicies: [{ PolicySummary, Content, Targets: [{ TargetId: ACCOUNT }] }] })
  }
  return files
}

test.for(cases as unknown as readonly Case[])('$name', async (it) => {
  const { nodes, edges } = await estateOf(filesOf(it))
  const found: Record<string, Record<string, string>> = {}
  for (const { kind, from, to, verdict } of edges) {
    const subject = nodes.get(from as NodeId)?.properties?.['subject']
    if (kind !== 'CAN_ASSUME' || typeof subject !== 'string') continue
    const role = to.slice(to.lastIndexOf('/') + 1)
    found[role] = { ...found[role], [subject]: verdict }
  }
  expect(found).toEqual(it.expects)
})

test('a workflow of GitHub is a job, a directory’s user is someone outside', async () => {
  const saml = {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithSAML',
    Principal: { Federated: arnOf('saml-provider/Okta') },
  }
  const roles = { build: [{ Effect: 'Allow', Condition: { StringLike: { sub: 'repo:o/r:*' } } }], staff: [saml] }
  const { nodes } = await estateOf(filesOf({ name: '', roles, expects: {} }))
  const said = [...nodes.values()].filter(({ provider }) => provider === 'federated')
  expect(said.map(({ type, name }) => `${type}: ${name}`)).toEqual([
    `ci_job: repo:o/r:* at GitHub Actions (${ISSUER})`,
    `external: any identity of ${arnOf('saml-provider/Okta')}`,
  ])
})
