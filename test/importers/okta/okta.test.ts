import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { okta } from '../../../importers/okta/okta.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const facts = await factsOf(okta, [fixture])
const edges = facts.edges.map(({ edge: { from, kind, to, key } }) => `${from} ${kind} ${to}${key ? ` #${key}` : ''}`)
const sample = join(import.meta.dirname, '../../../../shared/data/okta/management-api-examples.json')
const hasSample = existsSync(sample)
if (!hasSample) console.info('skipped: no sample in ../shared/data/okta')

test('several answers in one file are each read, what is none of them is told, and the batch then closes nothing', () => {
  expect([facts.records, danglingEnds(facts), facts.complete]).toEqual([
    { read: 1, stored: 1, merged: 0, rejected: 0 },
    [],
    false,
  ])
  expect(facts.notes.skipped.map(({ reason }) => reason)).toEqual([expect.stringContaining('what this record is')])
})

test('no value of a secret, password or answer goes further', () => {
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary/i)
})

test('who is in a group and who may sign in to an application come from the call, roles and owners from the record', () => {
  expect(edges).toEqual(
    expect.arrayContaining([
      'okta:00uBOB00000000000001 MEMBER_OF okta:00gOPS00000000000001',
      'okta:0oaAWS00000000000001 APPLIES_TO okta:00uBOB00000000000001 #okta assignment',
      'okta:larch.okta.com:role:00uADA00000000000001:ra1 APPLIES_TO okta:00uADA00000000000001 #okta role',
      'okta:00uBOB00000000000001 OWNS okta:a747a818-a4c4-4446-8a87-704216495a08',
    ]),
  )
})

test('an API token reaches what its creator administers, and one whose creator has left reaches nothing', async () => {
  const { reach } = await imported([fixture], { source: 'auto' })
  expect(await reach('secret:okta:00TADA00000000000001')).toContain(
    'granted read+write+execute+control okta:larch.okta.com:org',
  )
  expect(await reach('secret:okta:00TCAT00000000000001')).toEqual([])
})

test('a client secret reaches the users of the group that its application’s role is limited to, and no administrator', async () => {
  const { reach } = await imported([fixture], { source: 'auto' })
  const reached = await reach('secret:okta:ocsACTIVE00000000001')
  expect(reached).toContain('granted read+write+execute+control okta:00uBOB00000000000001')
  expect(reached.join()).not.toMatch(/00uADA|larch\.okta\.com:org|00uCAT/)
  expect(await reach('secret:okta:ocsOFF00000000000001')).toEqual([])
})

test('a list kept under the path of its call needs no wrapper', async () => {
  const text = JSON.stringify([
    { id: '00uDEE00000000000001', status: 'ACTIVE', profile: { login: 'dee@larch.example' } },
  ])
  const name = 'api__v1__groups__00gOPS00000000000001__users.json'
  const { edges: own, complete } = await factsOf(okta, [{ name, text }], { scope: 'larch.okta.com' })
  expect(own.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to}`)).toEqual([
    'okta:00uDEE00000000000001 MEMBER_OF okta:00gOPS00000000000001',
  ])
  expect(complete).toBe(true)
})

test.skipIf(!hasSample)('the public sample is read whole, and a page that announces more closes nothing', async () => {
  const { receipt, again, store } = await imported([sample], { source: 'auto' })
  expect(receipt.records).toMatchObject({ rejected: 0 })
  expect(receipt.facts.nodes).toBeGreaterThan(20)
  expect((await again()).changed).toBe(false)
  const scopes = (await (await store.snapshot()).scopes()).filter(({ scope }) => scope.startsWith('okta:'))
  expect(scopes.filter(({ complete }) => complete)).toEqual([])
})
