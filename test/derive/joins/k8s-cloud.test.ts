import { expect, test } from 'vitest'
import cases from '../../cases/joins/k8s-cloud.json' with { type: 'json' }
import { ACCOUNT, arnOf, document, exportOf } from '../aws/account.ts'
import { imported } from '../imported.ts'

/** Whether service account shop/web takes on role `target`. */
interface Case {
  readonly name: string
  /** Of the cluster, when `describe-cluster` was imported; `ISSUER` is the one that the trust names. */
  readonly issuer?: string
  readonly annotated?: boolean
  /** What the role's trust asks of the subject; without either the role was not imported. */
  readonly sub?: string
  readonly like?: string
  /** What the trust asks besides. */
  readonly asks?: object
  /** What a Terraform plan would have the trust ask instead. */
  readonly planned?: string
  readonly comes: string
}

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF'
const role = arnOf('role/target')

const exactly = (sub: string | undefined) => ({
  StringEquals: { [`${ISSUER}:sub`]: sub, [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
})
const asking = (Condition: object) => ({
  Effect: 'Allow',
  Principal: { Federated: arnOf(`oidc-provider/${ISSUER}`) },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
})

/** A plan that changes the trust of the role, which is there. */
function planOf(from: string | undefined, to: string) {
  const values = (sub: string | undefined) => ({
    arn: role,
    name: 'target',
    path: '/',
    assume_role_policy: JSON.stringify(document(asking(exactly(sub)))),
  })
  const change = { actions: ['update'], before: values(from), after: values(to) }
  const changed = { address: 'aws_iam_role.target', mode: 'managed', type: 'aws_iam_role', name: 'target', change }
  return { format_version: '1.2', terraform_version: '1.9.0', resource_changes: [changed] }
}

function filesOf({ issuer, annotated, sub, like, asks, planned }: Case) {
  const annotations = annotated ? { 'eks.amazonaws.com/role-arn': role } : {}
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'web', namespace: 'shop', annotations },
  }
  const at = issuer === 'ISSUER' ? `https://${ISSUER}` : issuer
  const cluster = {
    cluster: { name: 'harbour', arn: 'arn:aws:eks:eu-west-1:1:cluster/harbour', identity: { oidc: { issuer: at } } },
  }
  const trusts = [asking({ ...(like ? { StringLike: { [`${ISSUER}:sub`]: like } } : exactly(sub)), ...asks })]
  const authz = exportOf({ roles: { target: { trusts } } })
  if (typeof authz === 'string') throw new Error('a sketch is no path')
  const k8s = (name: string, content: unknown) => ({ source: 'k8s', scope: 'harbour', name, content })
  return [
    ...((sub ?? like) ? [{ source: 'aws-iam', name: authz.name, content: String(authz.text) }] : []),
    k8s('accounts.json', { apiVersion: 'v1', kind: 'List', items: [account] }),
    ...(issuer ? [k8s('describe-cluster.json', cluster)] : []),
    ...(planned ? [{ source: 'terraform', scope: ACCOUNT, name: 'plan.json', content: planOf(sub, planned) }] : []),
  ]
}

test.for(cases as readonly Case[])('$name', async (it) => {
  const { store } = await imported(...filesOf(it))
  const found: string[] = []
  for await (const edges of (await store.snapshot()).edges({ types: ['CAN_ASSUME'] })) {
    for (const { edge } of edges) {
      if (edge.from === 'k8s:harbour:shop:sa:web' && edge.to === role) found.push(`${edge.verdict} ${edge.confidence}`)
    }
  }
  expect(found.join(', ') || 'none').toBe(it.comes)
})

test('a pod is a service account is a role: who runs commands in the pod holds the role', async () => {
  const [authz, accounts, cluster] = filesOf({
    name: '',
    issuer: 'ISSUER',
    sub: 'system:serviceaccount:shop:web',
    comes: '',
  })
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'shop' },
    spec: { serviceAccountName: 'web', containers: [] },
  }
  const { reached } = await imported(authz!, accounts!, cluster!, {
    source: 'k8s',
    scope: 'harbour',
    content: { ...pod },
  })
  expect(reached('k8s:harbour:shop:pod:p', 0)).toContain(`${role} control`)
})
