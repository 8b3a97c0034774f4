import { expect, test } from 'vitest'
import cases from '../../cases/k8s/rbac.json' with { type: 'json' }
import { bound, derivedOf, objects, type Rights } from './cluster.ts'

/** Rules bound to service account a/me in namespace a, or everywhere, and all that it gains. */
interface Case {
  readonly name: string
  readonly rules: readonly Rights[]
  readonly at?: string
  readonly gains: readonly string[]
}

test.for(cases as readonly Case[])('$name', async ({ rules, at = 'a', gains }) => {
  expect(await derivedOf([...objects, ...bound(rules, at)])).toEqual([...gains].sort())
})

test('two bindings together give what neither gives alone', async () => {
  const [make, read] = [['create'], ['get']].map((verbs) => [{ verbs, resources: ['secrets'] }])
  const both = [...bound(make!, 'a', 'make'), ...bound(read!, 'a', 'read')]
  expect(await derivedOf([...objects, ...both])).toContain('ESCALATES_TO #TOKEN_SECRET_CREATE a:sa:strong')
  const apart = [...bound(make!, 'a', 'make'), ...bound(read!, 'b', 'read')]
  expect((await derivedOf([...objects, ...apart])).filter((it) => it.includes('TOKEN_SECRET'))).toEqual([])
})

test('while no pod was seen, which run as whom is the missing fact', async () => {
  const without = objects.filter((it) => (it as { kind: string }).kind !== 'Pod')
  const exec = bound([{ verbs: ['create'], resources: ['pods/exec'] }], 'a')
  expect(await derivedOf([...without, ...exec])).toEqual(['ESCALATES_TO? #POD_EXEC a:sa:strong'])
})

test('an aggregated role gives what the roles it gathers give, and those only', async () => {
  const rule = [{ apiGroups: [''], verbs: ['create'], resources: ['pods/exec'] }]
  const labelled = (labels: object) => ({ kind: 'ClusterRole', metadata: { name: 'part', labels }, rules: rule })
  const whole = {
    kind: 'ClusterRole',
    metadata: { name: 'whole', labels: { to: 'whole' } },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'whole' } }] },
    rules: null,
  }
  const binding = {
    kind: 'RoleBinding',
    metadata: { name: 'b', namespace: 'a' },
    roleRef: { kind: 'ClusterRole', name: 'whole' },
    subjects: [{ kind: 'ServiceAccount', name: 'me', namespace: 'a' }],
  }
  // Bound in a namespace, a cluster role is for that namespace.
  expect(await derivedOf([...objects, whole, binding, labelled({ to: 'whole' })])).toEqual([
    'CAN_EXECUTE #POD_EXEC a:all:pods',
  ])
  expect(await derivedOf([...objects, whole, binding, labelled({ to: 'other' })])).toEqual([])
})

test('a privileged pod, or one that mounts the host, is its node; and the node holds the tokens on it', async () => {
  const pod = (more: object) => ({
    kind: 'Pod',
    metadata: { name: 'x', namespace: 'a' },
    spec: { serviceAccountName: 'me', nodeName: 'n1', containers: [{}], ...more },
  })
  const ways = async (more: object) =>
    (await derivedOf([...objects, pod(more)], 'k8s:c:a:pod:x')).filter((it) => it.startsWith('RUNS_AS'))
  const mount = (path: string) => ({ volumes: [{ hostPath: { path } }] })
  expect(await ways({ containers: [{ securityContext: { privileged: true } }] })).toEqual([
    'RUNS_AS #CE_PRIV_MOUNT user:system%3Anode%3An1',
  ])
  expect(await ways(mount('/'))).toEqual(['RUNS_AS #EXPLOIT_HOST_WRITE user:system%3Anode%3An1'])
  expect(await ways(mount('/run/containerd/containerd.sock'))).toEqual([
    'RUNS_AS #EXPLOIT_CONTAINERD_SOCK user:system%3Anode%3An1',
  ])
  for (const harmless of [{ hostPID: true }, mount('/data/cache'), mount('/etcetera'), {}])
    expect(await ways(harmless)).toEqual([])
  expect(await derivedOf(objects, 'k8s:c:user:system%3Anode%3An1')).toEqual([
    'ESCALATES_TO #TOKEN_STEAL a:sa:strong',
    'ESCALATES_TO #TOKEN_STEAL b:sa:other',
  ])
})
