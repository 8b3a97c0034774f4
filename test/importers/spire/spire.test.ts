import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { spire } from '../../../importers/spire/spire.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const here = import.meta.dirname
const files = ['fixture.json', 'fixture-agents.json'].map((name) => join(here, name))
const facts = await factsOf(spire, files)
const sample = join(here, '../../../../shared/data/spire/entry-show.json')
const hasSample = existsSync(sample)
if (!hasSample) console.info('skipped: no sample in ../shared/data/spire')
const all = 'read+write+execute+control'

test('every entry and agent is taken, no edge hangs in the air, and a hint stays where it is', () => {
  expect([facts.records, danglingEnds(facts), facts.complete]).toEqual([
    { read: 8, stored: 6, merged: 2, rejected: 0 },
    [],
    true,
  ])
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes])).not.toMatch(/canary/i)
})

test('an agent reaches what is registered under its node’s other name, and one that was banned nothing', async () => {
  const { reach } = await imported([here], { source: 'auto' })
  expect(await reach('spiffe://larch.example/spire/agent/k8s_psat/harbour/1f2e')).toEqual(
    expect.arrayContaining([
      `granted ${all} spiffe://larch.example/ns/shop/sa/web`,
      `granted ${all} spiffe://larch.example`,
    ]),
  )
  expect(await reach('spiffe://larch.example/spire/agent/k8s_psat/harbour/9a8b')).toEqual([])
})

test('an entry that has lapsed hands out nothing', async () => {
  const { reach } = await imported([here], { source: 'auto' })
  expect(await reach('spiffe://larch.example/old')).toEqual([])
})

test('more pages are to come where the last one says so', async () => {
  const text = JSON.stringify({ entries: [], next_page_token: 'more' })
  expect((await factsOf(spire, [{ name: 'entries.json', text }])).complete).toBe(false)
})

test.skipIf(!hasSample)('the public sample: two identities, one of whose entries has lapsed', async () => {
  const { receipt, reach } = await imported([sample], { source: 'auto' })
  expect(receipt.records).toMatchObject({ read: 5, rejected: 0 })
  const own = await factsOf(spire, [sample])
  const identities = own.nodes.filter(({ node }) => node.kind === 'Identity' && !node.stub).map(({ node }) => node.id)
  expect(new Set(identities)).toEqual(new Set(['spiffe://example.org/son', 'spiffe://example.org/daughter']))
  expect(await reach('spiffe://example.org/father')).toHaveLength(2)
  expect(await reach('spiffe://example.org/mother')).toEqual([`granted ${all} spiffe://example.org/daughter`])
})
