import { expect, test } from 'vitest'
import { enter, noneInFlight } from '../../server/answers/threads/in-flight.ts'
import { callerGone } from '../../server/api/deadline.ts'
import { rankingCache } from '../../server/api/ranking-cache.ts'
import { AppError } from '../../server/errors.ts'
import { crossedEstate } from '../answers/crossed-estate.ts'
import { draw } from '../draw.ts'
import { fillWith } from './fill.ts'
import { localApp } from './local-app.ts'

const asOf = '2026-06-01T00:00:00Z'

/** Teams whose members all assume each other: so many arcs that everyone is ranked in a thread of its own. */
const teams = () => {
  const members = Array.from({ length: 16 }, (_, i) => i)
  const pairs = members.flatMap((from) => members.filter((to) => to !== from).map((to) => [from, to] as const))
  const arrows = Array.from({ length: 130 }, (_, team) => [
    ...pairs.map(([from, to]) => `n${team}-${from} -CAN_ASSUME-> n${team}-${to}`),
    `n${team}-0 -CAN_READ-> Resource:r${team}@${team % 5}`,
  ])
  return draw(...arrows.flat())
}

test('questions are answered while everyone is ranked, and no answer is another for that', async () => {
  const { ask, store } = await localApp()
  await fillWith(await store(), teams())
  const urls = Array.from({ length: 12 }, (_, i) => `/api/v1/identities/n${i}-3/blast-radius?asOf=${asOf}`)
  const alone = await Promise.all(urls.map(async (url) => (await ask(url)).body))
  const ranked = ask(`/api/v1/identities?asOf=${asOf}&limit=1000`)
  const beside = await Promise.all(urls.map(async (url) => (await ask(url)).body))
  expect(beside).toEqual(alone)
  const { identities } = (await ranked).json() as { identities: { id: string; sum: number }[] }
  const sums = new Map(identities.map(({ id, sum }) => [id, sum]))
  for (const [i, url] of urls.entries()) {
    const { blast } = JSON.parse(alone[i]!) as { blast: { sum: number } }
    const name = /n\d+-3/.exec(url)![0]
    if (sums.has(name)) expect([name, sums.get(name)]).toEqual([name, blast.sum])
  }
  expect(urls.some((url) => sums.has(/n\d+-3/.exec(url)![0]))).toBe(true)
})

test('a server that is closed while it ranks does close, and answers those who wait for the ranking', async () => {
  const { ask, app, store } = await localApp()
  await fillWith(await store(), teams())
  await ask('/api/v1/identities/n0-0/blast-radius')
  const waiting = ask('/api/v1/identities')
  await ask('/api/v1/identities/n0-0/blast-radius')
  await app.close()
  expect([200, 503]).toContain((await waiting).statusCode)
})

test('a ranking is given up when all who asked for it have gone, and made anew for the next', async () => {
  const graph = await crossedEstate(200)
  const rankings = rankingCache(() => new Date(asOf), noneInFlight())
  const [first, second] = [new AbortController(), new AbortController()]
  const asked = [rankings.of(graph, first.signal), rankings.of(graph, second.signal)]
  first.abort(callerGone)
  second.abort(callerGone)
  for (const ranking of asked) await expect(ranking).rejects.toThrow('stopped')
  expect((await rankings.of(graph, new AbortController().signal)).ranked.node.length).toBeGreaterThan(0)
})

test.each([
  ['somebody still waits for it', undefined],
  ['somebody was told to come back for it', new AppError('deadline_exceeded', 'late')],
])('a ranking goes on while %s', async (_why, reason) => {
  const graph = await crossedEstate(200)
  const rankings = rankingCache(() => new Date(asOf), noneInFlight())
  const [first, second] = [new AbortController(), new AbortController()]
  const asked = [rankings.of(graph, first.signal), rankings.of(graph, second.signal)]
  first.abort(callerGone)
  if (reason) second.abort(reason)
  const [one, other] = await Promise.all(asked)
  expect(one!.ranked).toBe(other!.ranked)
  expect((await rankings.of(graph, new AbortController().signal)).ranked).toBe(one!.ranked)
})

test('who waits for a ranking is not in flight, and is again when told to come back for it', async () => {
  const graph = await crossedEstate(200)
  const inFlight = noneInFlight()
  const rankings = rankingCache(() => new Date(asOf), inFlight)
  const late = new AbortController()
  enter(inFlight)
  const asked = rankings.of(graph, late.signal)
  expect(inFlight[0]).toBe(0)
  late.abort(new AppError('deadline_exceeded', 'late'))
  expect(inFlight[0]).toBe(1)
  await asked
  expect(inFlight[0]).toBe(1)
})

test('rankings are made one at a time, and a server that stops makes none any more', async () => {
  const graph = await crossedEstate(200)
  const rankings = rankingCache(() => new Date(asOf), noneInFlight())
  const { signal } = new AbortController()
  const times = ['2026-06-01T00:00:00Z', '2026-06-01T01:00:00Z'].map((time) => new Date(time))
  const done = await Promise.all(times.map((time) => rankings.of(graph, signal, time)))
  expect(done.map((it) => it.asOf)).toEqual(times)
  const late = rankings.of(graph, signal, new Date('2026-06-01T02:00:00Z'))
  rankings.stop()
  await expect(late).rejects.toThrow('stopped')
  await expect(rankings.of(graph, signal, new Date('2026-06-01T03:00:00Z'))).rejects.toThrow('stopped')
})
