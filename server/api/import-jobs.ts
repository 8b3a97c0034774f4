import { createHash, randomUUID } from 'node:crypto'
import { AppError } from '../errors.ts'
import { type ImportRequest, importFiles, type Progress } from '../intake/import-files.ts'
import type { Store } from '../store/store.ts'
import type { ImportJob } from './contract-imports.ts'
import { type EventLog, eventLog } from './event-log.ts'
import { asAppError, problemOf } from './problem.ts'
import type { Spooled } from './spool.ts'

export interface ImportJobs {
  /** Starts the import of files that are already spooled; the same key and content again is the same job. */
  submit(request: JobRequest, idempotencyKey: string | undefined): Promise<ImportJob>
  get(id: string): Promise<ImportJob>
  list(limit: number): Promise<readonly ImportJob[]>
  cancel(id: string): Promise<ImportJob>
  /** What happened so far and, while it runs, what happens next. */
  events(id: string): Promise<EventLog>
  /** Marks what a killed server left unfinished. */
  recover(): Promise<void>
  /** Interrupts what runs and waits for it. */
  stop(): Promise<void>
}

export type JobRequest = Omit<ImportRequest, 'files'> & { readonly files: readonly Spooled[] }

interface Options {
  readonly store: () => Promise<Store>
  readonly fingerprintKey: Uint8Array
  /** Names this installation, whose unfinished jobs are its own to settle after a crash. */
  readonly runner: string
  readonly now: () => Date
  /** Told of every new revision; a job ends when that does, so that whoever waits for it gets answers that hold it. */
  readonly onRevision: () => Promise<void>
  readonly onBug: (error: unknown, job: string) => void
}

interface Live {
  job: ImportJob
  readonly events: EventLog
  readonly abort: AbortController
}

const JOB = 'import-job'
const KEY = 'idempotency-key'

/** Imports over HTTP: one after the other, each with a record that outlives the server. */
export function importJobs({ store, fingerprintKey, runner, now, onRevision, onBug }: Options): ImportJobs {
  const live = new Map<string, Live>()
  let queue: Promise<void> = Promise.resolve()
  let submitting: Promise<unknown> = Promise.resolve()

  async function change(it: Live, next: Partial<ImportJob>): Promise<void> {
    it.job = { ...it.job, ...next }
    it.events.add('job', it.job)
    const { records } = await store()
    await records.put(JOB, it.job.id, it.job)
  }

  async function run(it: Live, { files, ...request }: JobRequest): Promise<void> {
    try {
      it.abort.signal.throwIfAborted()
      await change(it, { state: 'staging', startedAt: now().toISOString() })
      const receipt = await importFiles(
        await store(),
        { ...request, files },
        {
          fingerprintKey,
          now: now(),
          signal: it.abort.signal,
          onProgress: (progress: Progress) => it.events.add('progress', progress),
        },
      )
      await change(it, { receipt }) // it is stored, whatever comes now
      if (receipt.changed && !receipt.dryRun) await onRevision()
      await change(it, { state: receipt.dryRun ? 'ready' : 'current', finishedAt: now().toISOString() })
    } catch (error) {
      await fail(it, error)
    } finally {
      for (const file of files) file.remove()
      it.events.end()
      live.delete(it.job.id)
    }
  }

  async function fail(it: Live, thrown: unknown): Promise<void> {
    const cancelled = it.abort.signal.aborted
    const error = cancelled
      ? new AppError('import_interrupted', 'The import was cancelled; nothing changed.')
      : asAppError(thrown)
    if (error.code === 'internal') onBug(thrown, it.job.id)
    const state = cancelled ? 'cancelled' : error.code === 'needs_confirmation' ? 'needs_confirmation' : 'failed'
    // A store that cannot be reached cannot take the record either: the job then ends for those who watch it.
    await change(it, { state, finishedAt: now().toISOString(), problem: problemOf(error, it.job.id) }).catch(
      () => undefined,
    )
  }

  async function accept(request: JobRequest, key: string | undefined): Promise<ImportJob> {
    const { records } = await store()
    const body = bodyHash(request)
    const before =
      key === undefined ? undefined : ((await records.get(KEY, key)) as { body: string; job: string } | undefined)
    if (before) {
      for (const file of request.files) file.remove()
      if (before.body === body) return get(before.job)
      throw new AppError('idempotency_conflict', 'This Idempotency-Key was already used for another import.')
    }
    const { files, ...asked } = request
    const job: ImportJob = {
      id: randomUUID(),
      state: 'queued',
      ...asked,
      files: files.map(({ name, size, sha256 }) => ({ name, bytes: size, sha256 })),
      createdAt: now().toISOString(),
      runner,
    }
    const it: Live = { job, events: eventLog(), abort: new AbortController() }
    live.set(job.id, it)
    await change(it, {})
    if (key !== undefined) await records.put(KEY, key, { body, job: job.id })
    queue = queue.then(() => run(it, request))
    return job
  }

  async function get(id: string): Promise<ImportJob> {
    const running = live.get(id)
    if (running) return running.job
    const found = await (await store()).records.get(JOB, id)
    if (found === undefined) throw new AppError('not_found', `There is no import ${id}.`)
    return found as ImportJob
  }

  return {
    submit(request, key) {
      const accepted = submitting.then(() => accept(request, key))
      submitting = accepted.catch(() => undefined)
      return accepted
    },
    get,
    async list(limit) {
      const stored = await (await store()).records.list(JOB, limit)
      return stored.map(({ id, value }) => live.get(id)?.job ?? (value as ImportJob))
    },
    async cancel(id) {
      const job = await get(id)
      live.get(id)?.abort.abort()
      return job
    },
    async events(id) {
      const running = live.get(id)
      if (running) return running.events
      const past = eventLog()
      past.add('job', await get(id))
      past.end()
      return past
    },
    async recover() {
      const { records } = await store()
      for (const { id, value } of await records.list(JOB, 1_000)) {
        const job = value as ImportJob
        if (job.runner !== runner || live.has(id) || (job.state !== 'queued' && job.state !== 'staging')) continue
        if (job.receipt !== undefined) {
          await records.put(JOB, id, { ...job, state: job.receipt.dryRun ? 'ready' : 'current' })
          continue
        }
        const error = new AppError(
          'import_interrupted',
          'The server ended before the import did; nothing changed. Import the file again.',
        )
        await records.put(JOB, id, { ...job, state: 'failed', problem: problemOf(error, id) })
      }
    },
    async stop() {
      for (const { abort } of live.values()) abort.abort()
      await queue
    },
  }
}

function bodyHash({ files, ...asked }: JobRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([asked, files.map(({ name, sha256 }) => [name, sha256])]))
    .digest('hex')
}
