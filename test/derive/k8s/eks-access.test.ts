import { expect, test } from 'vitest'
import { GRANTED } from '../../../server/graph/look.ts'
import { imported } from '../imported.ts'

const arn = 'arn:aws:iam::111122223333:role/Ops'
const file = (name: string, content: unknown) => ({ source: 'k8s', scope: 'harbour', name, content })
const namespaces = {
  apiVersion: 'v1',
  kind: 'List',
  items: ['shop', 'bank'].map((name) => ({ kind: 'Namespace', metadata: { name } })),
}
const policies = (policy: string, accessScope: object) => ({
  clusterName: 'harbour',
  principalArn: arn,
  associatedAccessPolicies: [{ policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`, accessScope }],
})
const owns = async (policy: string, accessScope: object) => {
  const { reached } = await imported(
    file('namespaces.json', namespaces),
    file('policies.json', policies(policy, accessScope)),
  )
  return [...reached(arn, GRANTED)].filter((state) => state.startsWith('k8s:') && state.endsWith(' control')).sort()
}

test('the policy of cluster administrators is the cluster, that of editors its namespaces, that of viewers nothing', async () => {
  const everywhere = { type: 'cluster' }
  const both = ['k8s:harbour:namespace:bank control', 'k8s:harbour:namespace:shop control']
  expect(await owns('AmazonEKSClusterAdminPolicy', everywhere)).toEqual(['k8s:harbour control', ...both])
  expect(await owns('AmazonEKSEditPolicy', everywhere)).toEqual(both)
  expect(await owns('AmazonEKSEditPolicy', { type: 'namespace', namespaces: ['shop'] })).toEqual([both[1]])
  expect(await owns('AmazonEKSViewPolicy', everywhere)).toEqual([])
})

test('a principal is the user that its access entry names, with what that user is given', async () => {
  const binding = {
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'b' } },
    roleRef: { kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'User', name: 'ops' }],
  }
  const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]
  const admin = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'admin' }, rules }
  const entry = (username: string) => ({
    accessEntry: { clusterName: 'harbour', principalArn: arn, username, kubernetesGroups: [] },
  })
  const reaches = async (username: string) => {
    const roles = { apiVersion: 'v1', kind: 'List', items: [admin, binding] }
    const { reached } = await imported(file('roles.json', roles), file('entry.json', entry(username)))
    return reached(arn, GRANTED).has('k8s:harbour control')
  }
  expect(await reaches('ops')).toBe(true)
  expect(await reaches('opsx')).toBe(false)
})
