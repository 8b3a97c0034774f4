import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { slack } from '../../../importers/slack/slack.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const facts = await factsOf(slack, [fixture], { scope: 'T0LARCH001' })
const sample = join(import.meta.dirname, '../../../../shared/data/slack/web-api-examples.json')
const hasSample = existsSync(sample)
if (!hasSample) console.info('skipped: no sample in ../shared/data/slack')
const workspace = 'read+write+execute+control slack:T0LARCH001'
const request = { source: 'auto', scope: 'T0LARCH001' }

test('answers in one object are each read, and those that give nobody anything are told', () => {
  expect([facts.records.rejected, danglingEnds(facts), facts.complete]).toEqual([0, [], true])
  expect(new Set(facts.notes.skipped.map(({ reason }) => reason))).toEqual(
    new Set([
      expect.stringContaining('asked for and not approved'),
      expect.stringContaining('was removed'),
      expect.stringContaining('does not tell what an app'),
    ]),
  )
})

test('no token, webhook or status goes further', () => {
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary|xox/i)
})

test('a bot’s token reads what its scopes let it, and is neither its app’s other token nor its user', async () => {
  const { store, reach } = await imported([fixture], request)
  const snapshot = await store.snapshot()
  const tokens: string[] = []
  for await (const chunk of snapshot.nodes({ types: ['api_token'] })) tokens.push(...chunk.map(({ node }) => node.id))
  const [bot] = facts.nodes.filter(({ node }) => node.type === 'api_token' && node.name.startsWith('bot'))
  const reached = await reach(bot!.node.id)
  expect(tokens).toHaveLength(2)
  expect(reached).toContain('granted read slack:T0LARCH001:messages')
  expect(reached.filter((it) => it.endsWith(workspace))).toEqual([])
})

test('an owner controls the workspace, an administrator perhaps, and one who has left does not', async () => {
  const { reach } = await imported([fixture], request)
  expect(await reach('slack:U0ADA00001')).toContain(`granted ${workspace}`)
  expect(await reach('slack:U0BOB00001')).toContain(`conditional ${workspace}`)
  expect((await reach('slack:U0CAT00001')).join()).not.toContain(workspace)
})

test('a page that announces more closes nothing', async () => {
  const text = JSON.stringify({
    ok: true,
    members: [{ id: 'U1', profile: {} }],
    response_metadata: { next_cursor: 'x' },
  })
  expect((await factsOf(slack, [{ name: 'users.list.json', text }])).complete).toBe(false)
})

test.skipIf(!hasSample)('the public sample is read whole, part by part', async () => {
  const { receipt, again } = await imported([sample], request)
  expect(receipt.records).toMatchObject({ read: 1, rejected: 0 })
  expect((await again()).changed).toBe(false)
  const own = await factsOf(slack, [sample], { scope: 'T0LARCH001' })
  expect(own.complete).toBe(false)
  expect(own.nodes.filter(({ node }) => node.type === 'human' && !node.stub)).toHaveLength(2)
})
