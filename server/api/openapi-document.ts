import { buildApp } from './app.ts'
import { graphCache } from './graph-cache.ts'
import { importJobs } from './import-jobs.ts'

/** The API's own description as it is committed: made of the routes, without a store, a home or a port. */
export async function openApiDocument(): Promise<string> {
  const store = async (): Promise<never> => {
    throw new Error('nothing is asked while the routes are described')
  }
  const jobs = importJobs({
    store,
    fingerprintKey: new Uint8Array(),
    runner: '',
    now: () => new Date(0),
    onRevision: async () => undefined,
    onBug: () => undefined,
  })
  const { app } = await buildApp({
    store,
    graphs: graphCache(store),
    jobs,
    spool: { take: store },
    token: { value: '', matches: () => false, forget: () => undefined },
    port: 0,
    log: { level: 'silent' },
  })
  await app.ready()
  const document = app.swagger()
  await app.close()
  return `${JSON.stringify(document, undefined, 2)}\n`
}
