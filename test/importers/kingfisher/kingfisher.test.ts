import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kingfisher } from '../../../importers/kingfisher.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const fixture = join(import.meta.dirname, 'fixture.json')

test('a key that Kingfisher signed in with is known by its id and signs in as whom AWS named', async () => {
  const { edges } = await factsOf(kingfisher, [fixture])
  const logins = edges.filter(({ edge }) => edge.kind === 'AUTHENTICATES_AS')
  expect(logins.map(({ edge }) => [edge.from, edge.to, edge.verdict])).toEqual([
    ['secret:aws:AKIAEXAMPLEKEY000001', 'arn:aws:iam::111122223333:user/deploy/shop-ci', 'allowed'],
  ])
})

test('what the scanner lists of permissions grants nothing, and an identity without a global id is counted', async () => {
  const { edges, notes } = await factsOf(kingfisher, [fixture])
  expect(edges.filter(({ edge }) => edge.kind.startsWith('CAN_'))).toEqual([])
  expect(JSON.stringify(notes.skipped)).toContain('an identity of github without a global id')
})

test('one value in a repository and on a disk is one secret with two copies', async () => {
  const { edges } = await factsOf(kingfisher, [fixture], { scope: 'build-host' })
  const copies = edges.filter(({ edge }) => edge.kind === 'HOLDS' && edge.to.startsWith('secret:fp:'))
  expect(new Set(copies.map(({ edge }) => edge.to)).size).toBe(1)
  expect(copies.map(({ edge }) => edge.from)).toEqual([
    'location:git:github.com/example-org/shop:ci.yml',
    'location:git:build-host:tmp/work/notes.txt',
  ])
})

test('one finding a line says the same as the report', async () => {
  const { findings, access_map } = JSON.parse(readFileSync(fixture, 'utf8'))
  const text = [...findings, { access_map }].map((line) => JSON.stringify(line)).join('\n')
  const said = (facts: { nodes: readonly { node: object }[]; edges: readonly { edge: object }[] }) => [
    facts.nodes.map(({ node }) => node),
    facts.edges.map(({ edge }) => edge),
  ]
  const lines = await factsOf(kingfisher, [{ name: 'fixture.json', text }])
  expect(said(lines)).toEqual(said(await factsOf(kingfisher, [fixture])))
})

test('no value, author, answer or command is in any claim, and every end of every edge is stated', async () => {
  const facts = await factsOf(kingfisher, [fixture])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records.rejected).toBe(0)
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(kingfisher, [fixture])
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})
