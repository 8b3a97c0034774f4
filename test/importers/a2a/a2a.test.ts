import { join } from 'node:path'
import { expect, test } from 'vitest'
import { a2a } from '../../../importers/a2a.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const fixture = join(import.meta.dirname, 'fixture.json')

test('who may instruct an agent is whoever meets one of its requirements, behind that gate', async () => {
  const { edges } = await factsOf(a2a, [fixture])
  const instructs = edges.filter(({ edge }) => edge.kind === 'CAN_INSTRUCT').map(({ edge }) => edge)
  expect(instructs.map(({ missing }) => missing)).toEqual([
    'who is given corp (refund:write) for https://agents.example.org/refund',
    'who is given key for https://agents.example.org/refund',
    'who reaches https://agents.example.org/open/v1, and whether it asks for a credential that its card does not name',
    'who is given google (openid email) for https://agents.example.org/route',
  ])
  expect(instructs.map(({ gates = [] }) => gates.length)).toEqual([1, 1, 0, 1])
})

test('an agent with several addresses is one agent, and a card says nothing firm of who owns it', async () => {
  const { nodes, edges } = await factsOf(a2a, [fixture])
  expect(nodes.filter(({ node }) => node.type === 'agent')).toHaveLength(3)
  const open = nodes.find(({ node }) => node.name === 'Open Agent')
  expect(open?.node.aliases).toEqual([
    'a2a:https://agents.example.org/open/v1',
    'a2a:https://agents.example.org/open/grpc',
  ])
  expect(edges.find(({ edge }) => edge.kind === 'OWNS')?.edge.confidence).toBe('inferred')
})

test('a card without an address is rejected, and says why', async () => {
  const text = JSON.stringify({ name: 'x', skills: [], url: 'nowhere' })
  const { records, notes } = await factsOf(a2a, [{ name: 'x.json', text }])
  expect(records.rejected).toBe(1)
  expect(JSON.stringify(notes.rejections)).toContain('an agent card without an address')
})

test('no secret’s value is in any claim, and every end of every edge is stated', async () => {
  const facts = await factsOf(a2a, [fixture])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY|R2D|igAA/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records.rejected).toBe(0)
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(a2a, [fixture])
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})
