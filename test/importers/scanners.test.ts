import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { gitleaks } from '../../importers/gitleaks.ts'
import { trufflehog } from '../../importers/trufflehog.ts'
import { claimsOf, danglingIn } from './claims-of.ts'

const fixture = (name: string) => ({ [name]: readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8') })
const sample = new URL('../../../shared/data/secret-scanners/', import.meta.url)
const hasSamples = existsSync(sample)
if (!hasSamples) console.info('skipped: no sample exports in ../shared/data/secret-scanners')
const sampleOf = (name: string) => ({ [name]: readFileSync(new URL(name, sample), 'utf8') })

test('one secret in two files of a repository is one secret with two copies', () => {
  const { nodes, edges } = claimsOf(gitleaks, fixture('gitleaks.json'))
  const shared = nodes.filter((node) => node.kind === 'Secret' && node.id.startsWith('secret:fp:'))
  expect(shared).toHaveLength(1)
  expect(edges.filter(({ kind, to }) => kind === 'HOLDS' && to === shared[0]?.id)).toHaveLength(2)
})

test('whoever reads the repository reads the secrets in it', () => {
  const { edges } = claimsOf(gitleaks, fixture('gitleaks.json'))
  const parts = edges.filter(({ kind }) => kind === 'CONTAINS')
  expect(new Set(parts.map(({ from, key }) => `${from} ${key}`))).toEqual(
    new Set(['github:github.com:repo:example-org/shop part']),
  )
  expect(parts).toHaveLength(5)
})

test('key files of which only the first line is known, and values the scanner hid, are never taken for each other', () => {
  const { nodes } = claimsOf(gitleaks, fixture('gitleaks.json'))
  expect(nodes.filter(({ id }) => id.startsWith('secret:at:'))).toHaveLength(4)
})

test('a finding without its secret field is rejected, the others are kept', () => {
  const { rejected, nodes } = claimsOf(gitleaks, fixture('gitleaks.json'))
  expect(rejected).toHaveLength(1)
  expect(nodes.filter(({ kind }) => kind === 'Secret')).toHaveLength(6)
})

test('gitleaks says when it does not name the repository, and takes it from the scope', () => {
  const bare = JSON.stringify([{ RuleID: 'r', File: 'f', Secret: 'abcdefghijklmnop', StartLine: 1 }])
  expect(
    claimsOf(gitleaks, { 'x.json': bare })
      .coverage.map(({ missing }) => missing)
      .join(),
  ).toContain('repository')
  const { coverage, nodes } = claimsOf(gitleaks, { 'x.json': bare }, 'https://gitlab.example.com/team/app')
  expect(coverage.map(({ missing }) => missing).join()).not.toContain('repository')
  expect(nodes.map(({ id }) => id)).toContain('git:gitlab.example.com:team/app')
})

test('a key that TruffleHog verified signs in as the identity AWS named', () => {
  const { edges, nodes } = claimsOf(trufflehog, fixture('trufflehog.jsonl'))
  const logins = edges
    .filter(({ kind }) => kind === 'AUTHENTICATES_AS')
    .map(({ from, to, verdict }) => [from, to, verdict])
  expect(logins).toEqual([
    ['secret:aws:AKIAEXAMPLEKEY000001', 'arn:aws:iam::111122223333:user/deploy/shop-ci', 'allowed'],
    ['secret:aws:AKIAEXAMPLEROOT00001', 'aws:111122223333:root-user', 'allowed'],
    ['secret:aws:ASIAEXAMPLESESS00001', 'arn:aws:iam::111122223333:role/Deploy', 'conditional'],
  ])
  expect(edges).toContainEqual(
    expect.objectContaining({
      kind: 'CAN_CONTROL',
      from: 'aws:111122223333:root-user',
      to: 'aws:account:111122223333',
    }),
  )
  expect(nodes.find(({ id }) => id.endsWith('ROOT00001'))?.properties).toMatchObject({ decoy: true })
})

test('the bucket holds what lies in its objects, and a copy on disk is the same secret', () => {
  const { edges } = claimsOf(trufflehog, fixture('trufflehog.jsonl'), 'build host')
  const copies = edges.filter(({ kind, to }) => kind === 'HOLDS' && to.startsWith('secret:fp:'))
  expect(new Set(copies.map(({ to }) => to)).size).toBe(1)
  expect(copies.map(({ from }) => from)).toEqual([
    'location:s3:example-backups:dump.sql',
    'location:filesystem:build host:/srv/app/.env',
  ])
  expect(edges).toContainEqual(
    expect.objectContaining({ kind: 'CONTAINS', from: 'arn:aws:s3:::example-backups', key: 'part' }),
  )
})

for (const [importer, name] of [
  [gitleaks, 'gitleaks.json'],
  [trufflehog, 'trufflehog.jsonl'],
] as const) {
  test(`no value and no author of ${name} is in any claim (S17)`, () => {
    const claims = claimsOf(importer, fixture(name))
    expect(JSON.stringify([claims.said, claims.scopes, claims.rejected, claims.skipped])).not.toMatch(/canary/i)
  })
  test(`every end of every edge in ${name} is stated, and the file is recognised`, () => {
    const files = fixture(name)
    expect(danglingIn(claimsOf(importer, files))).toEqual([])
    expect([gitleaks, trufflehog].filter((one) => one.sniff({ name, text: files[name] ?? '' }))).toEqual([importer])
  })
}

test('TruffleHog findings are read as one array too', () => {
  const [[name, text]] = Object.entries(fixture('trufflehog.jsonl')) as [[string, string]]
  const array = `[${text.trim().split('\n').join(',')}]`
  expect(claimsOf(trufflehog, { [name]: array }).said).toEqual(claimsOf(trufflehog, { [name]: text }).said)
})

test.skipIf(!hasSamples)('the published gitleaks report has four findings of three secrets', () => {
  const { nodes, rejected } = claimsOf(gitleaks, sampleOf('gitleaks8_many.json'))
  expect(nodes.filter(({ kind }) => kind === 'Secret')).toHaveLength(3)
  expect(rejected).toEqual([])
})

test.skipIf(!hasSamples)('the published TruffleHog report has three secrets, one of them a decoy user of AWS', () => {
  const { nodes, edges } = claimsOf(trufflehog, sampleOf('trufflehog_v3_github.jsonl'))
  expect(nodes.filter(({ kind }) => kind === 'Secret')).toHaveLength(3)
  const logins = edges.filter(({ kind }) => kind === 'AUTHENTICATES_AS')
  expect(logins.map(({ to }) => to)).toEqual([
    'arn:aws:iam::595918472158:user/canarytokens.com@@mirux23ppyky6hx3l6vclmhnj',
  ])
  expect(nodes.find(({ id }) => id === logins[0]?.to)).toMatchObject({ stub: true, properties: { decoy: true } })
})
