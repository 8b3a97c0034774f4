import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { openAside } from '../../server/answers/threads/aside.ts'
import { fill } from './fill.ts'
import { localApp } from './local-app.ts'

const frozen = () => localApp({ handlerMs: 300, store: () => new Promise(() => undefined) })

async function listening() {
  const local = await frozen()
  const address = await local.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...local, address, port: Number(new URL(address).port) }
}

test('a store that never answers ends in a 503 problem at the deadline, with and without a body (R4)', async () => {
  const { address, clean } = await listening()
  const headers = { authorization: clean.authorization, 'content-type': 'application/json' }
  for (const [url, init] of [
    ['/api/v1/scopes', { headers }],
    ['/api/v1/identities/x/blast-radius', { headers }],
    ['/api/v1/containment', { headers, method: 'POST', body: '{"compromised":["x"]}' }],
  ] as const) {
    const answer = await fetch(address + url, init)
    expect([url, answer.status]).toEqual([url, 503])
    expect(await answer.json()).toMatchObject({ code: 'deadline_exceeded' })
  }
})

test('a body that drips is cut off at the deadline, and the server goes on (S22)', async () => {
  const { port, clean, ask } = await listening()
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST /api/v1/what-if HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${clean.authorization}\r\n` +
      'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
  )
  const [reply] = (await once(socket, 'data')) as [Buffer]
  expect(reply.toString()).toMatch(/^HTTP\/1.1 503/)
  await once(socket, 'close')
  expect((await ask('/api/v1/health')).statusCode).toBe(200)
})

test('a caller who leaves ends the work that was begun for it', async () => {
  const threads = openAside({ leastArcs: 0 })
  const begun = Promise.withResolvers<string>()
  const ask: typeof threads.ask = (...asked) => {
    const answer = threads.ask(...asked)
    begun.resolve(
      answer.then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    )
    caller.destroy()
    return answer
  }
  const { app, store, clean } = await localApp({ aside: { ...threads, ask } })
  await fill(await store(), 'a -CAN_ASSUME-> b')
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  const caller = connect(port, '127.0.0.1')
  caller.write(
    `GET /api/v1/paths?from=a&to=b HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${clean.authorization}\r\n\r\n`,
  )
  expect(await begun.promise).toBe('The work was stopped before it was done; ask again.')
})
