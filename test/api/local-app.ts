import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { readOrCreateKey } from '../../server/access/home.ts'
import { createLocalToken } from '../../server/access/local-token.ts'
import type { Aside } from '../../server/answers/threads/aside.ts'
import { buildApp } from '../../server/api/app.ts'
import { graphCache } from '../../server/api/graph-cache.ts'
import { importJobs } from '../../server/api/import-jobs.ts'
import { openSpool } from '../../server/api/spool.ts'
import type { Store } from '../../server/store/store.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const PORT = 4780

interface Wanted {
  readonly store?: () => Promise<Store>
  readonly keep?: number
  readonly web?: string
  readonly handlerMs?: number
  readonly aside?: Aside
}

/** The whole application on a real store in a temporary folder, asked without a port. */
export async function localApp({ keep, web, handlerMs, aside, ...wanted }: Wanted = {}) {
  const home = temporaryFolder('ambit-home-')
  const opened = wanted.store ? undefined : await temporaryStore()
  const store = wanted.store ?? (async () => opened!)
  const log: string[] = []
  const token = createLocalToken(home)
  const graphs = graphCache(store, keep === undefined ? {} : { keep })
  const jobs = importJobs({
    store,
    fingerprintKey: readOrCreateKey(home, 'fingerprint.key'),
    runner: 'this-test',
    now: () => new Date(),
    onRevision: async () => undefined,
    onBug: (error) => log.push(String(error)),
  })
  const { app, routes } = await buildApp({
    store,
    graphs,
    jobs,
    spool: openSpool(home),
    token,
    port: PORT,
    log: { level: 'trace', stream: { write: (line: string) => void log.push(line) } },
    ...(web === undefined ? {} : { web }),
    ...(handlerMs === undefined ? {} : { handlerMs }),
    ...(aside === undefined ? {} : { aside }),
  })
  onTestFinished(async () => {
    await jobs.stop()
    await app.close()
  })
  const clean = { host: `127.0.0.1:${PORT}`, authorization: `Bearer ${token.value}` }
  const ask = (url: string, options: InjectOptions = {}) =>
    app.inject({ url, method: 'GET', ...options, headers: { ...clean, ...options.headers } })
  const askAnonymously = (url: string, options: InjectOptions = {}) =>
    app.inject({ url, method: 'GET', ...options, headers: { host: clean.host, ...options.headers } })
  const spooled = () => readdirSync(join(home, 'spool'))
  return { app, routes, ask, askAnonymously, home, token, log, store, jobs, spooled, clean }
}

export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
