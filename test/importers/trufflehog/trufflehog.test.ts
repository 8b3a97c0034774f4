import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { trufflehog } from '../../../importers/trufflehog.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.jsonl')
const sample = join(import.meta.dirname, '../../../../shared/data/secret-scanners/trufflehog_v3_github.jsonl')
if (!existsSync(sample)) console.info('skipped: no TruffleHog report in ../shared/data/secret-scanners')

const read = () => factsOf(trufflehog, [fixture], { scope: 'build-host' })

test('a key that TruffleHog verified signs in as the identity AWS named', async () => {
  const { edges } = await read()
  const logins = edges.filter(({ edge }) => edge.kind === 'AUTHENTICATES_AS')
  expect(logins.map(({ edge }) => [edge.from, edge.to, edge.verdict])).toEqual([
    ['secret:aws:AKIAEXAMPLEKEY000001', 'arn:aws:iam::111122223333:user/deploy/shop-ci', 'allowed'],
    ['secret:aws:AKIAEXAMPLEROOT00001', 'aws:111122223333:root-user', 'allowed'],
    ['secret:aws:ASIAEXAMPLESESS00001', 'arn:aws:iam::111122223333:role/Deploy', 'conditional'],
  ])
})

test('the key of an account’s root user controls the account, and a canary token is marked as a decoy', async () => {
  const { edges, nodes } = await read()
  const control = edges.filter(({ edge }) => edge.kind === 'CAN_CONTROL')
  expect(control.map(({ edge }) => [edge.from, edge.to])).toEqual([
    ['aws:111122223333:root-user', 'aws:account:111122223333'],
  ])
  const canary = nodes.find(({ node }) => node.id === 'secret:aws:AKIAEXAMPLEROOT00001')
  expect(canary?.node.properties).toMatchObject({ decoy: true, verified: true })
})

test('the bucket holds what lies in its objects, and the copy on a disk is the same secret', async () => {
  const { edges } = await read()
  const copies = edges.filter(({ edge }) => edge.kind === 'HOLDS' && edge.to.startsWith('secret:fp:'))
  expect(new Set(copies.map(({ edge }) => edge.to)).size).toBe(1)
  expect(copies.map(({ edge }) => edge.from)).toEqual([
    'location:s3:example-backups:dump.sql',
    'location:filesystem:build-host:/srv/app/.env',
  ])
  const parts = edges.filter(({ edge }) => edge.kind === 'CONTAINS' && edge.from === 'arn:aws:s3:::example-backups')
  expect(parts.map(({ edge }) => edge.key)).toEqual(['part'])
})

test('no value, address or login is in any claim, and every end of every edge is stated (S17)', async () => {
  const facts = await read()
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records).toEqual({ read: 5, stored: 5, merged: 0, rejected: 0 })
})

test('findings are read as one array too', async () => {
  const lines = readFileSync(fixture, 'utf8').trim().split('\n')
  const array = await factsOf(trufflehog, [{ name: 'array.json', text: `[${lines.join(',')}]` }], {
    scope: 'build-host',
  })
  const ids = ({ nodes }: { nodes: readonly { node: { id: string } }[] }) => nodes.map(({ node }) => node.id)
  expect(ids(array)).toEqual(ids(await read()))
})

test('a finding that names no place is rejected', async () => {
  const text = JSON.stringify({ SourceMetadata: { Data: {} }, DetectorName: 'Slack', Raw: 'kX9wQ2vT7mR4pL8s' })
  expect((await factsOf(trufflehog, [{ name: 'x.jsonl', text }])).records.rejected).toBe(1)
})

test.skipIf(!existsSync(sample))(
  'the published report has three secrets, one of them a decoy user of AWS',
  async () => {
    const { nodes, edges, records } = await factsOf(trufflehog, [sample])
    expect(records).toEqual({ read: 4, stored: 3, merged: 1, rejected: 0 })
    expect(new Set(nodes.filter(({ node }) => node.kind === 'Secret').map(({ node }) => node.id)).size).toBe(3)
    const [login] = edges.filter(({ edge }) => edge.kind === 'AUTHENTICATES_AS')
    expect(login?.edge.to).toBe('arn:aws:iam::595918472158:user/canarytokens.com@@mirux23ppyky6hx3l6vclmhnj')
    const user = nodes.find(({ node }) => node.id === login?.edge.to)
    expect(user?.node).toMatchObject({ stub: true, properties: { decoy: true } })
  },
)

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await read()
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})

test.each([
  ['leaks.jsonl', ''],
  ['leaks.json', ' \n\n'],
])(
  'a scan that found nothing (%s: %j), once confirmed, says that the leaks of before are gone',
  async (name, blank) => {
    const folder = await mkdtemp(join(tmpdir(), 'ambit-clean-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const report = join(folder, name)
    const [first = ''] = readFileSync(fixture, 'utf8').split('\n')
    await writeFile(report, first)
    const { store } = await imported([report], { source: 'trufflehog' })
    await writeFile(report, blank)
    const request = { source: 'trufflehog', scope: 'https://github.com/example-org/shop' }
    await expect(imported([report], request, store)).rejects.toMatchObject({ code: 'needs_confirmation' })
    const { receipt } = await imported([report], { ...request, confirm: true }, store)
    expect(receipt).toMatchObject({ changed: true, records: { read: 0 } })
    const left: string[] = []
    for await (const chunk of (await store.snapshot()).edges({ types: ['EXPOSED_IN'] }))
      left.push(...chunk.map(({ scope }) => scope))
    expect(left).toEqual([])
  },
)

test('an empty file that no source was named for is not taken for a scan', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-clean-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'leaks.jsonl'), '')
  await expect(imported([join(folder, 'leaks.jsonl')], { source: 'auto' })).rejects.toMatchObject({
    code: 'unrecognised_file',
  })
  await copyFile(fixture, join(folder, 'other.jsonl'))
  const { receipt } = await imported([folder], { source: 'auto' })
  expect(receipt.files.map((file) => file.name)).toEqual([expect.stringMatching(/other\.jsonl$/)])
  expect(receipt.skipped.map(({ file }) => file)).toEqual([expect.stringMatching(/leaks\.jsonl$/)])
})

const onGitHub = (ExtraData: object, Verified = true) => [
  {
    name: 'x.jsonl',
    text: JSON.stringify({
      SourceMetadata: { Data: { Git: { repository: 'https://github.com/example-org/shop', file: 'a', line: 1 } } },
      DetectorName: 'Github',
      Verified,
      Raw: 'kX9wQ2vT7mR4pL8sJ3bNzB5nH1cV8xM6tY0r',
      ExtraData,
    }),
  },
]

test('a GitHub token that was verified is not its user, and does no more than its scopes', async () => {
  const { edges, nodes } = await factsOf(trufflehog, onGitHub({ username: 'Ada', scopes: 'repo, workflow' }))
  const grant = nodes.find(({ node }) => node.kind === 'Grant')!.node
  expect(grant.properties).toEqual({ scopes: ['repo', 'workflow'], user: 'github:github.com:account:ada' })
  const login = edges.find(({ edge }) => edge.kind === 'AUTHENTICATES_AS')!.edge
  expect(nodes.find(({ node }) => node.id === login.to)?.node.type).toBe('bot')
  expect(edges.find(({ edge }) => edge.kind === 'HAS_GRANT')?.edge.verdict).toBe('allowed')
})

test('what a token without scopes may do is the missing fact, and an unverified one is nobody’s', async () => {
  const { edges } = await factsOf(trufflehog, onGitHub({ username: 'Ada' }))
  expect(edges.find(({ edge }) => edge.kind === 'HAS_GRANT')?.edge.missing).toBe(
    'which permissions the token of Ada has',
  )
  const unverified = await factsOf(trufflehog, onGitHub({ username: 'Ada', scopes: 'repo' }, false))
  expect(unverified.edges.filter(({ edge }) => edge.kind === 'AUTHENTICATES_AS')).toEqual([])
})
