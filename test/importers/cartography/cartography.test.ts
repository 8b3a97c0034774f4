import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { awsIam } from '../../../importers/aws-iam/aws-iam.ts'
import { cartography } from '../../../importers/cartography/cartography.ts'
import { k8s } from '../../../importers/k8s/k8s.ts'
import { danglingEnds, type FactsOf, factsOf } from '../facts-of.ts'

const fixture = (part: string) => join(import.meta.dirname, `fixture-${part}.json`)
const all = ['identities', 'access-keys', 'relations'].map(fixture)
const arrows = ({ edges }: FactsOf) =>
  edges.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to} ${edge.confidence} ${edge.verdict}`)
const ids = ({ nodes }: FactsOf) => nodes.map(({ node }) => node.id as string)

const account = '111122223333'
const user = `arn:aws:iam::${account}:user/deploy-bot`
const role = `arn:aws:iam::${account}:role/deployer`
const identity = { cartography: 'identities', rows: '1', labels: ['AWSUser'], arn: user, around: account }
const file = (...rows: readonly object[]) => ({ name: 'rows.json', text: JSON.stringify(rows) })

test('what Cartography computed itself is inferred, and conditional on what it does not weigh', async () => {
  const facts = await factsOf(cartography, [fixture('relations')])
  expect(arrows(facts)).toContain(`${user} CAN_ASSUME ${role} inferred conditional`)
  expect(arrows(facts)).toContain(`${role} CAN_READ arn:aws:s3:::shop-orders inferred conditional`)
  const computed = facts.edges.filter(({ edge }) => edge.kind.startsWith('CAN_'))
  expect(computed).toHaveLength(3)
  for (const { edge } of computed) expect([edge.missing, edge.note].join(' ')).toMatch(/boundary.*Cartography computed/)
})

test('a membership is granted, under whichever of its two names', async () => {
  const facts = await factsOf(cartography, [fixture('relations')])
  const member = `${user} MEMBER_OF arn:aws:iam::${account}:group/bots granted allowed`
  expect(new Set(arrows(facts).filter((it) => it.includes('MEMBER_OF')))).toEqual(new Set([member]))
})

test('a relation that is not read is counted by its name, and gives no right', async () => {
  const { records, notes, edges } = await factsOf(cartography, [fixture('relations')])
  expect(records.rejected).toBe(0)
  const said = JSON.stringify(notes)
  for (const left of ['CAN_PASS_ROLE', 'CAN_QUERY', 'no user, role or group']) expect(said).toContain(left)
  expect(edges.some(({ edge }) => /:rds:|:root/.test(edge.from + edge.to))).toBe(false)
})

test('an active key signs in as its user, an inactive one does not', async () => {
  const facts = await factsOf(cartography, [fixture('access-keys')])
  expect(arrows(facts)).toEqual([
    `secret:aws:AKIAEXAMPLE000000001 AUTHENTICATES_AS ${user} granted allowed`,
    `secret:aws:AKIAEXAMPLE000000002 RELATES_TO ${user} granted allowed`,
  ])
  const [key, old] = facts.nodes.filter(({ node }) => node.kind === 'Secret').map(({ node }) => node)
  expect([key!.createdAt, key!.lastUsedAt]).toEqual(['2024-03-01T10:00:00.000Z', '2025-11-20T08:30:00.000Z'])
  expect(old!.lastUsedAt).toBeUndefined()
})

test('identities meet those of the providers’ own exports', async () => {
  const { nodes } = await factsOf(cartography, [fixture('identities')])
  const known = new Map(nodes.map(({ node }) => [node.id as string, node]))
  const aws = await factsOf(awsIam, [
    {
      name: 'authz.json',
      text: JSON.stringify({
        UserDetailList: [{ UserName: 'deploy-bot', Arn: user, Path: '/', UserId: 'AIDAEXAMPLE' }],
        RoleDetailList: [],
        GroupDetailList: [],
        Policies: [],
      }),
    },
  ])
  const pod = { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: 'api', namespace: 'shop' } }
  const cluster = await factsOf(k8s, [{ name: 'sa.json', text: JSON.stringify({ kind: 'List', items: [pod] }) }], {
    scope: 'prod',
  })
  const native = [...aws.nodes, ...cluster.nodes].map(({ node }) => node)
  for (const id of [user, 'k8s:prod:shop:sa:api', `aws:account:${account}`, 'k8s:prod:namespace:shop']) {
    const theirs = native.find((node) => node.id === id)
    expect([id, known.get(id)?.kind, known.get(id)?.type]).toEqual([id, theirs?.kind, theirs?.type])
  }
  expect(known.get(user)!.aliases).toEqual(native.find(({ id }) => id === user)!.aliases)
  expect(known.has('gcp:sa:100000000000000000001')).toBe(true)
  const tenant = 'tttttttt-0000-4000-8000-000000000001'
  expect(known.has(`entra:${tenant}:sp:aaaaaaaa-0000-4000-8000-000000000001`)).toBe(true)
})

test('a result that lacks rows closes nothing, and says how many it lacks', async () => {
  const whole = await factsOf(cartography, all)
  expect(whole.complete).toBe(true)
  const lines = readFileSync(fixture('relations'), 'utf8').split('\n')
  const cut = await factsOf(cartography, [{ name: 'relations.json', text: lines.slice(0, 5).join('\n') }])
  expect(cut.complete).toBe(false)
  expect(JSON.stringify(cut.coverage)).toContain('5 of 8 could be read')
})

test('the answer tells when Cartography last looked, and how much it did not see again', async () => {
  const { coverage } = await factsOf(cartography, [fixture('identities')])
  const said = coverage[`cartography:${account}:identities`]!.map(({ missing }) => missing)
  expect(said[0]).toContain('2025-11-24T16:00:00.000Z')
  expect(said[1]).toContain('whether 1 of its things still exist')
  expect(coverage['cartography:prod:identities']!.map(({ missing }) => missing)[1]).not.toContain('still exist')
})

test('rows are read alike as a JSON array and as JSON lines', async () => {
  const array = await factsOf(cartography, [file(identity)])
  const line = await factsOf(cartography, [{ name: 'rows.json', text: `${JSON.stringify(identity)}\n` }])
  expect(ids(array)).toContain(user)
  expect(ids(line)).toEqual(ids(array))
})

test('a row that does not say what it is about is refused with its reason', async () => {
  const cases = [
    { ...identity, arn: 'deploy-bot' },
    { ...identity, around: null },
    { ...identity, labels: ['AWSMfaDevice'] },
    { ...identity, labels: ['KubernetesServiceAccount'], name: 'api' },
    { ...identity, labels: ['GCPServiceAccount'], email: 'x@example.org' },
    { cartography: 'access-keys', rows: '1', key: 'AKIAEXAMPLE000000001', user: 'deploy-bot' },
    { cartography: 'consents', rows: '1' },
  ]
  for (const row of cases) {
    const facts = await factsOf(cartography, [file(row)])
    expect([facts.nodes, facts.edges, facts.records.rejected], JSON.stringify(row)).toEqual([[], [], 1])
  }
})

test('no value of a secret is kept, and every edge has both its ends', async () => {
  const facts = await factsOf(cartography, all)
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes])).not.toContain('CANARY')
  expect(danglingEnds(facts)).toEqual([])
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(cartography, all)
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})
