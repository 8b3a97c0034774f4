import { expect, test } from 'vitest'
import { eventLog } from '../../server/api/event-log.ts'

const never = new AbortController().signal

test('silence is told as such, so that no idle limit cuts the stream', async () => {
  const log = eventLog()
  const events = log.after(0, 1, never)
  expect(await events.next()).toEqual({ done: false, value: undefined })
  log.add('job', 'x')
  expect((await events.next()).value).toEqual({ id: 1, name: 'job', data: 'x' })
})

test('whoever comes late gets what was missed, then what comes, then the end', async () => {
  const log = eventLog()
  log.add('progress', 1)
  log.add('progress', 2)
  const events = log.after(1, 60_000, never)
  expect((await events.next()).value).toMatchObject({ id: 2 })
  const coming = events.next()
  log.add('progress', 3)
  expect((await coming).value).toMatchObject({ id: 3 })
  log.end()
  expect((await events.next()).done).toBe(true)
})

test('whoever goes away ends the waiting', async () => {
  const leaving = new AbortController()
  const events = eventLog().after(0, 60_000, leaving.signal)
  const next = events.next()
  leaving.abort()
  expect((await next).done).toBe(true)
})
