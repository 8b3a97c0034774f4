import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aibom } from '../../../importers/aibom.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const image = 'image:registry.example.org/shop%3A1'

test('an agent in an image calls the tools that the report relates to it, and no others', async () => {
  const { edges } = await factsOf(aibom, [fixture])
  const calls = edges.filter(({ edge }) => edge.kind === 'CAN_CALL')
  expect(calls.map(({ edge }) => [edge.from, edge.to, edge.confidence])).toEqual([
    [`${image}:agent:Helper:/app/bot.py`, `${image}:tool:refund:/app/mcp.py`, 'inferred'],
  ])
})

test('nothing of an image is firm before it is known to run', async () => {
  const { edges } = await factsOf(aibom, [fixture])
  const runs = edges.filter(({ edge }) => edge.kind === 'RUNS_AS')
  expect(runs.map(({ edge }) => edge.missing)).toEqual([
    'whether, and where, registry.example.org/shop:1 runs',
    'whether, and where, registry.example.org/shop:1 runs',
  ])
})

test('what acts on nothing is counted, and neither code nor the scanner’s own folders are kept', async () => {
  const facts = await factsOf(aibom, [fixture])
  const said = JSON.stringify(facts.notes.skipped)
  expect(said).toContain('1 components of type model')
  expect(said).toContain('relationships USES_MODEL')
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes])).not.toMatch(/CANARY|aibom_container/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records.rejected).toBe(0)
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(aibom, [fixture])
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})
