import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { gitleaks } from '../../../importers/gitleaks.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const sample = join(import.meta.dirname, '../../../../shared/data/secret-scanners/gitleaks8_many.json')
if (!existsSync(sample)) console.info('skipped: no gitleaks report in ../shared/data/secret-scanners')

/** A report of one finding. */
const report = (finding: object) => [
  { name: 'x.json', text: JSON.stringify([{ File: 'f', StartLine: 1, ...finding }]) },
]

test('one secret in two files of a repository is one secret with two copies', async () => {
  const { nodes, edges } = await factsOf(gitleaks, [fixture])
  const shared = new Set(nodes.map(({ node }) => node.id).filter((id) => id.startsWith('secret:fp:')))
  expect(shared.size).toBe(1)
  expect(edges.filter(({ edge }) => edge.kind === 'HOLDS' && shared.has(edge.to))).toHaveLength(2)
})

test('whoever reads the repository reads the secrets in it', async () => {
  const { edges } = await factsOf(gitleaks, [fixture])
  const parts = edges.filter(({ edge }) => edge.kind === 'CONTAINS')
  expect(new Set(parts.map(({ edge }) => `${edge.from} ${edge.key}`))).toEqual(
    new Set(['github:github.com:repo:example-org/shop part']),
  )
  expect(parts).toHaveLength(5)
})

test('key files of which only the first line is known, and values the scanner hid, are never taken for each other', async () => {
  const { nodes } = await factsOf(gitleaks, [fixture])
  expect(nodes.filter(({ node }) => node.id.startsWith('secret:at:'))).toHaveLength(4)
})

test('no value, author or message is in any claim, and every end of every edge is stated (S17)', async () => {
  const facts = await factsOf(gitleaks, [fixture])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records).toEqual({ read: 7, stored: 7, merged: 0, rejected: 0 })
})

test('a finding without its secret field is rejected and the others are kept', async () => {
  const text = JSON.stringify([
    { RuleID: 'r', File: 'f' },
    { RuleID: 'r', File: 'f', Secret: 'kX9wQ2vT7mR4pL8s' },
  ])
  const { records, complete } = await factsOf(gitleaks, [{ name: 'x.json', text }])
  expect([records.stored, records.rejected, complete]).toEqual([1, 1, false])
})

test('an AWS key id beside its secret half names the key; in the match of another rule it is a bystander', async () => {
  const Match = 'AKIAEXAMPLEKEY000001 = kX9wQ2vT7mR4pL8s'
  const secretOf = async (RuleID: string) => {
    const { nodes } = await factsOf(gitleaks, report({ RuleID, Match, Secret: 'kX9wQ2vT7mR4pL8s' }))
    return nodes.find(({ node }) => node.kind === 'Secret')?.node.id
  }
  expect(await secretOf('aws-secret-key')).toBe('secret:aws:AKIAEXAMPLEKEY000001')
  expect(await secretOf('generic-api-key')).toMatch(/^secret:fp:/)
})

test('the report says that it does not name the repository, and takes it from --scope', async () => {
  const finding = report({ RuleID: 'r', Secret: 'kX9wQ2vT7mR4pL8s' })
  expect(JSON.stringify((await factsOf(gitleaks, finding)).coverage)).toContain('the repository')
  const { coverage, nodes } = await factsOf(gitleaks, finding, { scope: 'https://gitlab.example.com/team/app' })
  expect(JSON.stringify(coverage)).not.toContain('the repository')
  expect(nodes.map(({ node }) => node.id)).toContain('git:gitlab.example.com:team/app')
})

test.skipIf(!existsSync(sample))('the published report has four findings of three secrets', async () => {
  const { nodes, records } = await factsOf(gitleaks, [sample])
  expect(records).toEqual({ read: 4, stored: 3, merged: 1, rejected: 0 })
  expect(new Set(nodes.filter(({ node }) => node.kind === 'Secret').map(({ node }) => node.id)).size).toBe(3)
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(gitleaks, [fixture])
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})

test('a clean scan, once confirmed, says that the leaks of before are gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-clean-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const report = join(folder, 'leaks.json')
  await copyFile(join(import.meta.dirname, 'fixture.json'), report)
  const request = { source: 'gitleaks', scope: 'https://github.com/Example-Org/shop' }
  const { store } = await imported([report], request)
  await writeFile(report, '[]')
  await expect(imported([report], request, store)).rejects.toMatchObject({ code: 'needs_confirmation' })
  const { receipt } = await imported([report], { ...request, confirm: true }, store)
  expect(receipt).toMatchObject({ changed: true, records: { read: 0 } })
  const left: string[] = []
  for await (const chunk of (await store.snapshot()).edges({ types: ['EXPOSED_IN'] }))
    left.push(...chunk.map(({ scope }) => scope))
  expect(left).toEqual([])
})
