import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { azureHound } from '../../../importers/azurehound/azurehound.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

// Made by shape: no public output of AzureHound is at hand.
const fixture = join(import.meta.dirname, 'fixture.json')
const facts = await factsOf(azureHound, [fixture])
const tenant = 'entra:aaaa0000-0000-4000-8000-000000000001'
const group = '/subscriptions/bbbb0000-0000-4000-8000-000000000001/resourcegroups/shop/providers'
const edges = facts.edges.map(({ edge }) =>
  `${edge.from} ${edge.kind} ${edge.to}`.replaceAll(`${tenant}:`, '').replaceAll(group, 'SHOP'),
)
const id = (n: string) => `000000${n}-0000-4000-8000-000000000001`

test('every item is taken, what is not read is named, and no edge hangs in the air', () => {
  expect(facts.records).toMatchObject({ rejected: 0 })
  expect(facts.notes.skipped.map(({ reason }) => reason)).toEqual(['items of the kind AZDevice are not read'])
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.complete).toBe(true)
})

test('ids in capitals are the ids that Microsoft writes', () => {
  expect(facts.nodes.filter(({ node }) => /[A-F0-9]{8}-/.test(node.id) && /[A-F]/.test(node.id.slice(0, 60)))).toEqual(
    [],
  )
  expect(edges).toContain(`SHOP/microsoft.compute/virtualmachines/web-1 RUNS_AS sp:${id('50')}`)
})

test('role assignments are found wherever a kind of item keeps them', () => {
  const held = facts.edges.filter(({ edge }) => edge.key?.startsWith('azure binding ')).map(({ edge }) => edge.to)
  expect(held).toEqual([`${tenant}:sp:${id('20')}`, `${tenant}:sp:${id('50')}`])
})

test('an eligible role is held behind its activation', () => {
  const gated = facts.edges.filter(({ edge }) => edge.gates !== undefined)
  expect(gated.map(({ edge }) => edge.kind)).toEqual(['MEMBER_OF'])
})

test('no value of a secret or a free text goes further', () => {
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary/i)
})

test('a file that holds fewer items than it counts closes nothing', async () => {
  const text = readFileSync(fixture, 'utf8').replace(/"count":\s*\d+/, '"count": 900')
  const { complete, coverage } = await factsOf(azureHound, [{ name: 'cut.json', text }])
  expect(complete).toBe(false)
  expect(JSON.stringify(coverage)).toContain('does not hold')
})

test('a trusted job becomes the application, its machine’s identity, and Global Administrator through the group', async () => {
  const { receipt, again, reach } = await imported([fixture], { source: 'auto' })
  expect(receipt.records.rejected).toBe(0)
  expect((await again()).changed).toBe(false)
  const reached = await reach(
    'repo:example-org/shop:ref:refs/heads/main at GitHub Actions (token.actions.githubusercontent.com)',
  )
  expect(reached).toContain(`granted read+write+execute+control ${tenant}:sp:${id('20')}`)
  expect(reached).toContain(`granted read+write+execute+control ${tenant}:sp:${id('50')}`)
  expect(reached).toContain(`granted read+write+execute+control ${tenant}:tenant:aaaa0000-0000-4000-8000-000000000001`)
})

test('the owner of the application becomes it', async () => {
  const { reach } = await imported([fixture], { source: 'auto' })
  expect(await reach('ada@example.org')).toContain(`granted read+write+execute+control ${tenant}:sp:${id('20')}`)
})
