import { expect, test } from 'vitest'
import type { Diff } from '../../server/api/contract-diff.ts'
import { fill } from './fill.ts'
import { localApp } from './local-app.ts'

async function twice() {
  const { ask, store } = await localApp()
  const opened = await store()
  await fill(opened, 'bot', 'admin -CAN_CONTROL-> Resource:estate@0')
  await fill(opened, 'bot -CAN_ASSUME-> admin', 'admin -CAN_CONTROL-> Resource:estate@0')
  return ask
}

test('two revisions are compared, the newest with an earlier one unless another is named', async () => {
  const ask = await twice()
  const newest = (await ask('/api/v1/diff?from=1')).json<Diff>()
  expect([newest.from, newest.to, newest.gained.total, newest.lost.total]).toEqual([1, 2, 1, 0])
  expect(newest.gained.because.map(({ says }) => says)).toEqual(['bot can become admin.'])
  const back = (await ask('/api/v1/diff?from=2&to=1&starts=bot&targets=estate&targets=tier:1')).json<Diff>()
  expect([back.from, back.to, back.gained.total, back.lost.total]).toEqual([2, 1, 0, 1])
  expect((await ask('/api/v1/diff?from=2&to=2')).json<Diff>()).toMatchObject({
    gained: { total: 0 },
    lost: { total: 0 },
  })
})

test('a revision that never was is 404, and so is a name of neither; an answer held already is not sent again', async () => {
  const ask = await twice()
  const problem = async (url: string) => {
    const answer = await ask(url)
    return [answer.statusCode, answer.json().code]
  }
  expect(await problem('/api/v1/diff?from=99')).toEqual([404, 'unknown_revision'])
  expect(await problem('/api/v1/diff?from=1&starts=nobody')).toEqual([404, 'unknown_node'])
  expect((await problem('/api/v1/diff'))[0]).toBe(400)
  const { headers } = await ask('/api/v1/diff?from=1')
  const again = await ask('/api/v1/diff?from=1', { headers: { 'if-none-match': String(headers.etag) } })
  expect(again.statusCode).toBe(304)
})
