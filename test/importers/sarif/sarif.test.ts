import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sarif } from '../../../importers/sarif.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.sarif')

test('one value in two files is one secret with two copies, in the repository that the report names', async () => {
  const { nodes, edges } = await factsOf(sarif, [fixture])
  const values = new Set(nodes.map(({ node }) => node.id).filter((id) => id.startsWith('secret:fp:')))
  expect(values.size).toBe(1)
  const copies = edges.filter(({ edge }) => edge.kind === 'HOLDS' && values.has(edge.to))
  expect(copies.map(({ edge }) => edge.from)).toEqual([
    'location:git:github.com/example-org/shop:deploy/env.sh',
    'location:git:github.com/example-org/shop:backup/key of shop.txt',
  ])
  expect(new Set(edges.filter(({ edge }) => edge.kind === 'CONTAINS').map(({ edge }) => edge.from))).toEqual(
    new Set(['github:github.com:repo:example-org/shop']),
  )
})

test('of a tool that shows the whole line only the key id is taken, wherever the tool is named', async () => {
  const { nodes, edges } = await factsOf(sarif, [fixture])
  const secrets = nodes.filter(({ node, scope }) => node.kind === 'Secret' && scope.includes('Semgrep'))
  expect(secrets.map(({ node }) => [node.id, node.aliases])).toEqual([['secret:aws:AKIAEXAMPLEKEY000002', []]])
  const holds = edges.find(({ edge }) => edge.kind === 'HOLDS' && edge.to === 'secret:aws:AKIAEXAMPLEKEY000002')!
  expect(holds.evidence.map(({ pointer }) => pointer)).toEqual(['/runs/1/results/0'])
})

test('other findings, and those that are gone, are no leaked secrets, and the receipt says so', async () => {
  const { notes, records } = await factsOf(sarif, [fixture])
  const said = JSON.stringify(notes.skipped)
  expect(said).toContain('a finding that is no leaked secret')
  expect(said).toContain('a result that says that nothing is there')
  expect(records.rejected).toBe(0)
})

test('no value, author or message is in any claim, and every end of every edge is stated', async () => {
  const facts = await factsOf(sarif, [fixture])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY/)
  expect(danglingEnds(facts)).toEqual([])
})

test('a clean scan, once confirmed, says that the leaks of before are gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-clean-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const report = join(folder, 'leaks.sarif')
  const told = (results: readonly object[]) =>
    writeFile(report, JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'gitleaks' } }, results }] }))
  const at = { artifactLocation: { uri: 'a' }, region: { startLine: 1, snippet: { text: 'kX9wQ2vT7mR4pL8s' } } }
  await told([{ ruleId: 'r', locations: [{ physicalLocation: at }] }])
  const request = { source: 'auto', scope: 'https://github.com/Example-Org/shop', confirm: true }
  const { store } = await imported([report], request)
  await told([])
  expect((await imported([report], request, store)).receipt).toMatchObject({ changed: true })
  const left: string[] = []
  for await (const chunk of (await store.snapshot()).edges({ types: ['EXPOSED_IN'] }))
    left.push(...chunk.map(({ scope }) => scope))
  expect(left).toEqual([])
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(sarif, [fixture])
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})
