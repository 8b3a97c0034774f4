import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import closeWithGrace from 'close-with-grace'
import { ambitHome, readOrCreateKey } from './access/home.ts'
import { createLocalToken } from './access/local-token.ts'
import { buildApp } from './api/app.ts'
import { graphCache } from './api/graph-cache.ts'
import { importJobs } from './api/import-jobs.ts'
import { graphFolder } from './api/kept-graphs.ts'
import { limits } from './api/limits.ts'
import { openSpool } from './api/spool.ts'
import { storeDoor } from './api/store-door.ts'
import { fillDemo } from './demo/fill-demo.ts'
import { AppError } from './errors.ts'
import { openStore } from './store/open-store.ts'
import { storeSettings } from './store/store-settings.ts'

export interface ServeOptions {
  readonly store?: string | undefined
  readonly port?: number | undefined
  readonly host?: string | undefined
  /** Whether an empty store is filled with the sample estate. */
  readonly demo: boolean
  readonly env: NodeJS.ProcessEnv
  readonly say: (sentence: string) => void
}

export interface Running {
  /** With the token as its fragment: whoever has it may look. */
  readonly address: string
  close(): Promise<void>
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']
const DEFAULT_PORT = 4780
const webFolder = join(import.meta.dirname, '..', 'web', 'dist')

/** Serves the API and the page on loopback until it is closed. */
export async function serve({ env, say, demo, ...options }: ServeOptions): Promise<Running> {
  const host = options.host ?? (env['HOST'] || '127.0.0.1')
  const port = options.port ?? portFrom(env['PORT'])
  refuseOpenDoors(host)
  const home = ambitHome(env)
  const { url, ...storeOptions } = storeSettings(options.store, env, home)
  const door = storeDoor(() => openStore(url, storeOptions))
  const graphs = graphCache(door.store, {
    kept: { folder: graphFolder(url, home) },
    aside: { url, options: storeOptions },
  })
  const token = createLocalToken(home)
  const fingerprintKey = readOrCreateKey(home, 'fingerprint.key')
  const jobs = importJobs({
    store: door.store,
    fingerprintKey,
    runner: createHash('sha256').update(`${hostname()} ${home}`).digest('hex').slice(0, 12),
    now: () => new Date(),
    onRevision: graphs.prefetch,
    onBug: (error, job) => app.log.error({ err: error, job }, 'import failed'),
  })
  const { app } = await buildApp({
    store: door.store,
    graphs,
    jobs,
    spool: openSpool(home),
    token,
    port,
    log: { level: env['AMBIT_LOG'] || 'warn' },
    ...(existsSync(webFolder) ? { web: webFolder } : {}),
  })
  const close = async () => {
    await graphs.close()
    await jobs.stop()
    await app.close()
    await door.close()
    token.forget()
  }
  try {
    await app.listen({ host, port }).catch((error: unknown) => refuseTakenPort(error, port))
    await prepare()
  } catch (error) {
    await close()
    throw error
  }
  return { address: `${addressOf(app.server)}/#t=${token.value}`, close }

  /** A store that is down at the start is no reason not to serve: /ready says so, and the next question tries again. */
  async function prepare(): Promise<void> {
    try {
      const store = await door.store()
      await jobs.recover()
      if (demo && (await store.current()) === 0) {
        await fillDemo(store)
        say('The store was empty, so it now holds the demo estate: an invented company. `--no-demo` leaves it empty.')
      }
      void graphs.prefetch()
    } catch (error) {
      if (!(error instanceof AppError) || error.exitCode !== 5) throw error
      say(`The store does not answer yet: ${error.message}`)
    }
  }
}

function addressOf(server: Server): string {
  const bound = server.address() as AddressInfo // it listens on a port
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`
}

function refuseOpenDoors(host: string): void {
  if (LOOPBACK.includes(host)) return
  throw new AppError(
    'bad_argument',
    `Ambit serves on loopback only; it cannot listen on ${host}. Use ${LOOPBACK.join(', ')}.`,
  )
}

function portFrom(text: string | undefined): number {
  if (!text) return DEFAULT_PORT
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new AppError('bad_argument', `PORT: a port number is due, not “${text}”`)
}

function refuseTakenPort(error: unknown, port: number): never {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    throw new AppError(
      'bad_argument',
      `Port ${port} is taken, perhaps by another Ambit; choose another with --port or PORT.`,
    )
  }
  if (code === 'EACCES')
    throw new AppError('bad_argument', `Port ${port} may not be used by this user; choose one above 1023.`)
  throw error
}

/** Serves until a signal comes; whatever goes wrong before is one sentence. */
export async function serveUntilStopped(options: ServeOptions): Promise<void> {
  const running = await serve(options)
  closeWithGrace({ delay: limits.stopMs, logger: false }, async ({ err }) => {
    if (err) options.say(`ambit: this is a bug; the server stops: ${err.stack ?? err.message}`)
    await running.close()
  })
  options.say(`Ambit is at ${running.address}`)
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      store: { type: 'string' },
      'no-demo': { type: 'boolean' },
    },
  })
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)
  const { port, host, store } = values
  await serveUntilStopped({
    store,
    host,
    ...(port === undefined ? {} : { port: portFrom(port) }),
    demo: values['no-demo'] !== true,
    env: process.env,
    say,
  }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    say(`ambit: ${error.message}`)
    process.exitCode = error.exitCode
  })
}
