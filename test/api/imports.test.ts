import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import type { ImportJob } from '../../server/api/contract-imports.ts'
import { localApp } from './local-app.ts'

const facts = JSON.stringify({
  scope: 'facts:sketch',
  nodes: [
    { id: 'bot', kind: 'Identity', type: 'service_account', name: 'bot' },
    { id: 'ledger', kind: 'Resource', type: 'database', name: 'ledger', tier: 1 },
  ],
  edges: [{ kind: 'CAN_READ', from: 'bot', to: 'ledger', confidence: 'granted', verdict: 'allowed' }],
})
const json = { 'content-type': 'application/json' }
type Local = Awaited<ReturnType<typeof localApp>>

const post = (
  { ask }: Local,
  { query = '?source=facts', key, payload = facts }: { query?: string; key?: string; payload?: string } = {},
) =>
  ask(`/api/v1/imports${query}`, {
    method: 'POST',
    payload,
    headers: { ...json, ...(key ? { 'idempotency-key': key } : {}) },
  })

/** The events of a job end when it has ended. */
async function ended({ ask }: Local, id: string): Promise<ImportJob> {
  await ask(`/api/v1/imports/${id}/events`)
  return (await ask(`/api/v1/imports/${id}`)).json<ImportJob>()
}

test('a file sent as the bare body is imported, told by a receipt that balances, and leaves no copy behind (S20)', async () => {
  const local = await localApp()
  const answer = await post(local, { query: '?source=facts&name=sketch.json' })
  expect(answer.statusCode).toBe(202)
  expect(answer.headers.location).toBe(`/api/v1/imports/${answer.json<ImportJob>().id}`)
  const job = await ended(local, answer.json<ImportJob>().id)
  expect(job).toMatchObject({ state: 'current', source: 'facts', files: [{ name: 'sketch.json' }] })
  const { read, stored, merged, rejected } = job.receipt!.records
  expect(read).toBe(stored + merged + rejected)
  expect(local.spooled()).toEqual([])
  expect((await local.ask('/api/v1/identities/bot/blast-radius')).json().reached.total).toBe(1)
  expect((await local.ask('/api/v1/imports')).json()).toHaveLength(1)
})

test('a form with fields and files is imported too, and a file name is only ever shown', async () => {
  const local = await localApp()
  const form = new FormData()
  form.append('source', 'facts')
  form.append('dryRun', 'true')
  form.append('file', new File([facts], '../../etc/\u202epasswd.json'))
  const sent = new Response(form)
  const answer = await local.ask('/api/v1/imports', {
    method: 'POST',
    headers: { 'content-type': sent.headers.get('content-type')! },
    payload: Buffer.from(await sent.arrayBuffer()),
  })
  const job = await ended(local, answer.json<ImportJob>().id)
  expect(job).toMatchObject({ state: 'ready', dryRun: true, files: [{ name: 'passwd.json' }] })
  expect((await local.ask('/api/v1/revisions')).json().current).toBe(0)
})

test('a damaged file fails the job with the place where it broke, and changes nothing', async () => {
  const local = await localApp()
  const answer = await post(local, { payload: facts.slice(0, -40) })
  const job = await ended(local, answer.json<ImportJob>().id)
  expect(job).toMatchObject({ state: 'failed', problem: { status: 400 } })
  expect((await local.ask('/api/v1/revisions')).json().current).toBe(0)
  expect(local.spooled()).toEqual([])
})

test('the same key and the same upload are one import; the same key and another upload are refused', async () => {
  const local = await localApp()
  const [first, again] = await Promise.all([post(local, { key: 'k1' }), post(local, { key: 'k1' })])
  expect(again!.json<ImportJob>().id).toBe(first!.json<ImportJob>().id)
  const other = await post(local, { key: 'k1', payload: facts.replace('ledger', 'other') })
  expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_conflict'])
  await ended(local, first!.json<ImportJob>().id)
  expect((await local.ask('/api/v1/imports')).json()).toHaveLength(1)
  expect(local.spooled()).toEqual([])
})

test('events carry ids, end with the job as it ended, and go on after the last one seen', async () => {
  const local = await localApp()
  const { id } = (await post(local)).json<ImportJob>()
  const answer = await local.ask(`/api/v1/imports/${id}/events`)
  expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  expect(answer.headers['content-encoding']).toBeUndefined()
  const events = answer.body.split('\n\n').filter((event) => event.startsWith('id:'))
  expect(events.at(-1)).toContain('"state":"current"')
  const again = await local.ask(`/api/v1/imports/${id}/events`, { headers: { 'last-event-id': '1' } })
  expect(again.body).not.toContain('id: 1\n')
})

test.each([
  ['no file', '', 400],
  ['an unknown field', '?sauce=facts', 400],
  ['a flag that is none', '?dryRun=perhaps', 400],
])('an upload with %s is refused', async (_name, query, status) => {
  const local = await localApp()
  const form = new FormData()
  form.append('source', 'facts')
  const sent = new Response(form)
  const answer = await local.ask(`/api/v1/imports${query}`, {
    method: 'POST',
    headers: { 'content-type': sent.headers.get('content-type')! },
    payload: Buffer.from(await sent.arrayBuffer()),
  })
  expect(answer.statusCode).toBe(status)
  expect(local.spooled()).toEqual([])
})

test.each([
  ['eleven files', Array.from({ length: 11 }, (_, i) => ['file', new File(['{}'], `${i}.json`)] as const)],
  [
    'a field twice',
    [
      ['source', 'facts'],
      ['source', 'auto'],
      ['file', new File(['{}'], 'a.json')],
    ] as const,
  ],
  [
    'a field named __proto__',
    [
      ['__proto__', 'x'],
      ['file', new File(['{}'], 'a.json')],
    ] as const,
  ],
  [
    'a bad field after a file',
    [
      ['file', new File(['{}'], 'a.json')],
      ['dryRun', 'perhaps'],
    ] as const,
  ],
])('%s are refused and nothing stays on disk (S3, S20)', async (_name, parts) => {
  const local = await localApp()
  const form = new FormData()
  for (const [name, value] of parts) form.append(name, value)
  const sent = new Response(form)
  const answer = await local.ask('/api/v1/imports', {
    method: 'POST',
    headers: { 'content-type': sent.headers.get('content-type')! },
    payload: Buffer.from(await sent.arrayBuffer()),
  })
  expect(answer.statusCode).toBeGreaterThanOrEqual(400)
  expect(answer.statusCode).toBeLessThan(500)
  expect(local.spooled()).toEqual([])
})

test('an upload that is cut anywhere leaves no temporary file and no job (S20)', async () => {
  const local = await localApp()
  const { port } = new URL(await local.app.listen({ host: '127.0.0.1', port: 0 }))
  const body = `--b\r\ncontent-disposition: form-data; name="file"; filename="a.json"\r\n\r\n${'x'.repeat(100_000)}\r\n--b--\r\n`
  const head = [
    'POST /api/v1/imports?source=facts HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    `authorization: ${local.clean.authorization}`,
    'content-type: multipart/form-data; boundary=b',
    `content-length: ${body.length}`,
    '\r\n',
  ].join('\r\n')
  for (let cut = 0; cut < body.length; cut += 2_003) {
    const socket = connect(Number(port), '127.0.0.1')
    await new Promise<void>((sent) => socket.write(head + body.slice(0, cut), () => sent()))
    socket.destroy()
  }
  await vi.waitFor(() => expect(local.spooled()).toEqual([]), 5_000)
})

test('what a killed server left unfinished is told as failed by the next one', async () => {
  const local = await localApp()
  const { records } = await local.store()
  const { id } = (await post(local)).json<ImportJob>()
  const { receipt: _, ...job } = await ended(local, id)
  await records.put('import-job', id, { ...job, state: 'staging' })
  await records.put('import-job', 'theirs', { ...job, id: 'theirs', runner: 'another', state: 'staging' })
  await local.jobs.recover()
  expect(await local.jobs.get(id)).toMatchObject({ state: 'failed', problem: { code: 'import_interrupted' } })
  expect(await local.jobs.get('theirs')).toMatchObject({ state: 'staging' })
})

test('an import that was stored before its server was killed is told as current by the next one', async () => {
  const local = await localApp()
  const { records } = await local.store()
  const { id } = (await post(local)).json<ImportJob>()
  const job = await ended(local, id)
  await records.put('import-job', id, { ...job, state: 'staging' })
  await local.jobs.recover()
  expect(await local.jobs.get(id)).toMatchObject({ state: 'current', receipt: { changed: true } })
})
