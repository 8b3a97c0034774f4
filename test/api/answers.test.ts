import { expect, test } from 'vitest'
import { openAside } from '../../server/answers/threads/aside.ts'
import type { BlastRadius, Paths, Ranking, WhatIf } from '../../server/api/contract.ts'
import type { Containment } from '../../server/api/contract-cuts.ts'
import { fill } from './fill.ts'
import { localApp } from './local-app.ts'

const sketch = [
  'bot -CAN_READ-> Secret:key',
  'Secret:key -AUTHENTICATES_AS-> admin',
  'admin -CAN_CONTROL-> Resource:estate@0',
  'admin -CAN_READ-> Resource:ledger@1',
  'clerk -CAN_READ-> Resource:ledger',
]
const filled = async () => {
  const local = await localApp()
  await fill(await local.store(), ...sketch)
  return local
}

test('a blast radius adds up, and each of its paths is told in sentences with their evidence', async () => {
  const { ask } = await filled()
  const { blast, identity, limits, coverage } = (await ask('/api/v1/identities/bot/blast-radius')).json<BlastRadius>()
  expect(identity.id).toBe('bot')
  expect(blast.contributions.map(({ node }) => node)).toEqual(['estate', 'ledger', 'admin', 'key'])
  expect(blast.contributions.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(blast.sum, 9)
  const [hop] = blast.contributions[0]!.path
  expect(hop).toMatchObject({ from: 'bot', to: 'key', kind: 'CAN_READ' })
  expect(hop!.says).toContain('bot')
  expect(hop!.evidence[0]).toMatchObject({ file: 'sketch.json', pointer: '/0' })
  expect(limits.gates).toBe('count')
  expect(coverage.map(({ missing }) => missing)).toContain('what the sketch leaves out')
})

test('contributions that are not told are summed, so that the parts still add up', async () => {
  const { ask } = await filled()
  const { blast } = (await ask('/api/v1/identities/bot/blast-radius?contributions=1&reach=true')).json<BlastRadius>()
  expect(blast.contributions).toHaveLength(1)
  expect(blast.rest.count).toBe(3)
  expect(blast.contributions[0]!.value + blast.rest.value).toBeCloseTo(blast.sum, 9)
})

test('several starts are one walk, and none of them is a target', async () => {
  const { ask } = await filled()
  const { starts, blast } = (await ask('/api/v1/identities/clerk/blast-radius?also=admin')).json<BlastRadius>()
  expect(starts.map(({ id }) => id)).toEqual(['clerk', 'admin'])
  expect(blast.contributions.map(({ node }) => node)).toEqual(['estate', 'ledger'])
})

test('identities are ranked, filtered, and paged by a cursor that stays with its revision', async () => {
  const { ask, store } = await filled()
  const first = (await ask('/api/v1/identities?limit=2')).json<Ranking>()
  expect(first.identities.map(({ id }) => id)).toEqual(['admin', 'bot'])
  expect(first.total).toBe(3)
  await fill(await store(), 'other -CAN_READ-> Resource:elsewhere')
  const second = (await ask(`/api/v1/identities?limit=2&cursor=${first.next}`)).json<Ranking>()
  expect([second.revision, second.identities.map(({ id }) => id), second.next]).toEqual([
    first.revision,
    ['clerk'],
    null,
  ])
  expect((await ask('/api/v1/identities?q=CLER&revision=1')).json<Ranking>().identities).toHaveLength(1)
  expect((await ask('/api/v1/identities?cursor=nonsense')).statusCode).toBe(400)
})

test('paths, who can reach, what if and containment answer of the same graph', async () => {
  const { ask } = await filled()
  const { paths } = (await ask('/api/v1/paths?from=bot&to=estate&k=3')).json<Paths>()
  expect(paths.map(({ path }) => path.map(({ to }) => to))).toEqual([['key', 'admin', 'estate']])
  const who = (await ask('/api/v1/nodes/ledger/who-can-reach')).json()
  expect(who.reachedBy.map(({ id }: { id: string }) => id).sort()).toEqual(['admin', 'bot', 'clerk', 'key'])
  const plan = await ask('/api/v1/containment', { method: 'POST', payload: { compromised: ['bot'] } })
  expect(plan.json<Containment>()).toMatchObject({ size: 1, exact: true, feasible: true })
  const cut = plan.json<Containment>().steps[0]!.edge
  const whatIf = (
    await ask('/api/v1/what-if', { method: 'POST', payload: { starts: ['bot'], cut: [cut] } })
  ).json<WhatIf>()
  expect(whatIf.blast.after.sum).toBeLessThan(whatIf.blast.before.sum)
})

test('nodes are found, told and shown with their neighbours, and a view accounts for all of them', async () => {
  const { ask } = await filled()
  expect((await ask('/api/v1/nodes?q=ledg')).json().nodes[0].id).toBe('ledger')
  expect((await ask('/api/v1/nodes/key')).json()).toMatchObject({
    node: { id: 'key', kind: 'Secret' },
    edges: { out: { AUTHENTICATES_AS: 1 } },
  })
  const around = (await ask('/api/v1/nodes/admin/neighbours?direction=out')).json()
  expect(around.nodes.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['estate', 'ledger']))
  const view = (await ask('/api/v1/identities/bot/view?budget=10')).json()
  expect(view.shown + view.hidden).toBe(view.total)
})

test('an older revision answers as it did, and one that never was is 404', async () => {
  const { ask, store } = await filled()
  await fill(await store(), 'bot -OWNS-> admin')
  expect((await ask('/api/v1/identities/bot/blast-radius')).json<BlastRadius>().blast.sum).toBe(0)
  expect((await ask('/api/v1/identities/bot/blast-radius?revision=1')).json<BlastRadius>().reached.total).toBe(4)
  expect((await ask('/api/v1/identities/bot/blast-radius?revision=99')).json().code).toBe('unknown_revision')
  expect((await ask('/api/v1/revisions')).json()).toMatchObject({ current: 2, revisions: [{}, {}] })
})

test('an answer that the caller holds is 304, and only to one who may ask', async () => {
  const { ask, askAnonymously, store } = await filled()
  const url = '/api/v1/identities/bot/blast-radius?asOf=2026-03-01T00:00:00Z'
  const { etag } = (await ask(url)).headers as { etag: string }
  expect(etag).toBe('W/"g1-ambit-1-2026-03-01T00:00:00.000Z"')
  const again = await ask(url, { headers: { 'if-none-match': `"x", ${etag}` } })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await askAnonymously(url, { headers: { 'if-none-match': etag } })).statusCode).toBe(401)
  expect(
    (
      await ask('/api/v1/identities/nobody/blast-radius?asOf=2026-03-01T00:00:00Z', {
        headers: { 'if-none-match': etag },
      })
    ).statusCode,
  ).toBe(404)
  await fill(await store(), 'bot -OWNS-> admin')
  expect((await ask(url, { headers: { 'if-none-match': etag } })).statusCode).toBe(200)
})

test('a name that two things share is 409 with both as candidates; one that nothing has is 404', async () => {
  const { ask, store } = await localApp()
  await fill(await store(), 'team-a -CAN_READ-> Resource:x', 'team-b -CAN_READ-> Resource:x')
  const answer = await ask('/api/v1/identities/team/blast-radius')
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'ambiguous_id'])
  expect(answer.json().details.candidates.map(({ id }: { id: string }) => id)).toEqual(['team-a', 'team-b'])
  expect((await ask('/api/v1/identities/nobody/blast-radius')).json().code).toBe('unknown_node')
})

test('with and without the cache, aside and not, every answer is byte for byte the same (R14)', async () => {
  const cached = await filled()
  const uncached = await localApp({ keep: 0, store: cached.store })
  const aside = await localApp({ store: cached.store, aside: openAside({ leastArcs: 0 }) })
  for (const url of [
    '/api/v1/identities/bot/blast-radius?reach=true&',
    '/api/v1/identities/bot/blast-radius?gates=open&',
    '/api/v1/identities/admin/blast-radius?',
    '/api/v1/identities?sort=risk&',
    '/api/v1/paths?from=bot&to=ledger&k=5&',
    '/api/v1/identities/bot/view?budget=3&',
    '/api/v1/nodes/ledger/who-can-reach?',
    '/api/v1/choke-points?starts=bot&',
    '/api/v1/choke-points/estate?',
  ]) {
    const asOf = 'asOf=2026-03-01T00:00:00Z'
    for (const _ of ['first', 'again']) {
      const { body } = await cached.ask(url + asOf)
      expect((await uncached.ask(url + asOf)).body).toBe(body)
      expect((await aside.ask(url + asOf)).body).toBe(body)
    }
  }
})

test('everything goes out as a file of each format, and an unknown format is refused', async () => {
  const { ask } = await filled()
  for (const { format, mediaType } of (await ask('/api/v1/export')).json()) {
    const answer = await ask(`/api/v1/export/${format}`)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, expect.stringContaining(mediaType)])
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="ambit-${format}-1\\.\\w+"$`),
    )
    expect(answer.body).toContain('ledger')
  }
  expect((await ask('/api/v1/export/__proto__')).statusCode).toBe(400)
})
