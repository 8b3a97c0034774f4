import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aiKeys } from '../../../importers/ai-keys.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const fixture = join(import.meta.dirname, 'fixture.json')

test('one key id in the lists of both classes is two secrets, and each opens its own', async () => {
  const { edges } = await factsOf(aiKeys, [fixture])
  const logins = edges.filter(({ edge }) => edge.kind === 'AUTHENTICATES_AS')
  expect(logins.map(({ edge }) => [edge.from, edge.to])).toEqual([
    ['secret:openai:admin key/key_one', 'openai:admin-key:key_one'],
    ['secret:openai:project key/key_one', 'openai:user:user-svc'],
    ['secret:openai:project key/key_two', 'openai:project-key:key_two'],
    ['secret:anthropic:key/apikey_01', 'anthropic:key:apikey_01'],
  ])
})

test('an admin key controls the organisation; what a project key may do is the missing fact', async () => {
  const { edges } = await factsOf(aiKeys, [fixture], { scope: 'example' })
  const control = edges.filter(({ edge }) => edge.kind === 'CAN_CONTROL')
  expect(control.map(({ edge }) => edge.to)).toEqual(['openai:organization:example'])
  const project = edges.filter(({ edge }) => edge.to === 'openai:project:example')
  expect(new Set(project.map(({ edge }) => edge.verdict))).toEqual(new Set(['conditional']))
})

test('a further page makes the import partial', async () => {
  const text = JSON.stringify({ object: 'list', data: [], has_more: true })
  expect((await factsOf(aiKeys, [{ name: 'x.json', text }])).complete).toBe(false)
})

test('no secret’s value is in any claim, and every end of every edge is stated', async () => {
  const facts = await factsOf(aiKeys, [fixture])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY|R2D|igAA/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records.rejected).toBe(0)
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(aiKeys, [fixture])
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})
