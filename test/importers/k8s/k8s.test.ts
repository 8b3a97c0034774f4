import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { k8s } from '../../../importers/k8s/k8s.ts'
import { danglingEnds, type FactsOf, factsOf } from '../facts-of.ts'

const here = import.meta.dirname
const facts = await factsOf(
  k8s,
  ['fixture.json', 'fixture-eks.json'].map((name) => join(here, name)),
  { scope: 'harbour' },
)
const lines = ({ edges }: FactsOf, cluster = 'harbour') =>
  edges.map(({ edge: { from, kind, to, key } }) =>
    `${from} ${kind} ${to}${key ? ` #${key}` : ''}`.replaceAll(`k8s:${cluster}:`, ''),
  )
const edges = lines(facts)
const sample = join(here, '../../../../shared/data/k8s')
const hasSamples = existsSync(sample)
if (!hasSamples) console.info('skipped: no sample exports in ../shared/data/k8s')

test('every object of the fixture is taken, no edge hangs in the air, and no value stays', () => {
  expect([facts.records.rejected, danglingEnds(facts), facts.complete]).toEqual([0, [], true])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes])).not.toMatch(/canary|Q0FOQVJZ/i)
})

test('a service account belongs to its namespace and to the groups that Kubernetes puts it in', () => {
  expect(edges).toEqual(
    expect.arrayContaining([
      'namespace:shop CONTAINS shop:sa:web',
      'shop:sa:web MEMBER_OF group:system%3Aserviceaccounts%3Ashop',
      'shop:sa:web MEMBER_OF group:system%3Aserviceaccounts',
    ]),
  )
})

test('a binding gives its role to each subject in its namespace; one without a namespace is in the binding’s', () => {
  expect(edges.filter((edge) => edge.includes('#binding'))).toEqual([
    'shop:role:deployer APPLIES_TO shop:sa:web #binding shop/deployer',
    'shop:role:deployer APPLIES_TO user:ada@example.com #binding shop/deployer',
    'shop:role:deployer APPLIES_TO group:developers #binding shop/deployer',
  ])
})

test('a token secret signs in as its service account, another secret as nobody', () => {
  expect(edges.filter((edge) => edge.includes(' AUTHENTICATES_AS '))).toEqual([
    'secret:k8s:harbour/shop/web-token AUTHENTICATES_AS shop:sa:web',
  ])
})

test('a pod says what of its node it is given', () => {
  const pod = facts.nodes.find(({ node }) => node.type === 'k8s_pod')?.node
  expect(pod?.properties).toMatchObject({ escapes: ['privileged', 'hostPath /var/lib'], node: 'node-1' })
})

test('a cluster role binding that names a role binds nothing, and that is told', async () => {
  const binding = {
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'b' } },
    roleRef: { kind: 'Role', name: 'r' },
    subjects: [{ kind: 'ServiceAccount', name: 's', namespace: 'n' }],
  }
  const read = await factsOf(k8s, [{ name: 'b.json', text: JSON.stringify({ kind: 'List', items: [binding] }) }])
  expect(read.edges).toEqual([])
  expect(read.notes.skipped.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('names a Role'))
})

test('access entries and an aws-auth map in one object are read under their labels', async () => {
  const entry = { clusterName: 'c', principalArn: 'arn:aws:iam::111122223333:role/A', kubernetesGroups: ['g'] }
  const mapRoles = '- rolearn: arn:aws:iam::111122223333:role/B\n  groups: [system:masters]\n'
  const text = JSON.stringify({ entries: [entry], map: { mapRoles }, roles: [{ Arn: 'x' }] }, null, 1)
  const read = await factsOf(k8s, [{ name: 'eks.json', text }])
  expect(lines(read, 'c').filter((edge) => edge.includes(' RELATES_TO '))).toEqual([
    'arn:aws:iam::111122223333:role/A RELATES_TO k8s:c #access-entry',
    'arn:aws:iam::111122223333:role/B RELATES_TO k8s:c #aws-auth',
  ])
  expect(read.notes.skipped.map(({ reason }) => reason)).toEqual([expect.stringContaining('roles is neither')])
})

test('a list that goes on takes nothing away', async () => {
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    metadata: { continue: 'abc' },
    items: [{ kind: 'Namespace', metadata: { name: 'n' } }],
  }
  expect((await factsOf(k8s, [{ name: 'n.json', text: JSON.stringify(list) }])).complete).toBe(false)
})

test('maps of aws-auth that are damaged, or full of references, are told and quoted nowhere', async () => {
  for (const mapRoles of ['- rolearn: [', 'a: &a [x]\nb: *a', '{}', 'CANARY: "']) {
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth' }, data: { mapRoles } }
    const read = await factsOf(k8s, [{ name: 'm.json', text: JSON.stringify(map, null, 1) }])
    expect(read.edges, mapRoles).toEqual([])
    expect(JSON.stringify(read.notes)).toContain('is no list of principals')
    expect(JSON.stringify(read.notes)).not.toContain('CANARY')
  }
})

test.skipIf(!hasSamples)('lists of kubectl and a dump of KubeHound are each recognised and read whole', async () => {
  const files = readdirSync(sample, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.json') && !name.startsWith('eks'),
  )
  expect(files.length).toBeGreaterThan(7)
  for (const name of files) {
    const text = readFileSync(join(sample, name), 'utf8')
    expect(k8s.sniff({ name, text }), name).toBe(true)
    const read = await factsOf(k8s, [{ name, text }], { scope: 'c' })
    expect([read.records.rejected, danglingEnds(read)], name).toEqual([0, []])
    expect(read.nodes.length, name).toBeGreaterThan(0)
  }
})
