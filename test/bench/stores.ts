import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../server/store/open-store.ts'
import { type RunningNeo4j, startNeo4j, whyNoNeo4j } from '../neo4j/start-neo4j.ts'
import { type EstateSize, writeEstate } from './estate.ts'
import { commitOffline, importOffline, writeOffline } from './offline-neo4j.ts'

interface StoresOptions {
  readonly size: EstateSize
  readonly neo4j: boolean
  /** Fills Neo4j by its own offline importer from the embedded store: the only way where millions of edges are asked for. */
  readonly offline: boolean
  readonly print: (line: object) => void
}

/** Import, from store to ready, and answers, for each store that is to be had. */
export async function measureStores(folder: string, { size, neo4j, offline, print }: StoresOptions): Promise<void> {
  const file = join(folder, 'estate.ndjson')
  await writeEstate(file, size)
  print({ job: 'generate', ...size, file_mb: Math.round(statSync(file).size / 1_000_000) })
  const embedded = `sqlite:${join(folder, 'ambit.db')}`
  measure('sqlite', embedded, ['import', 'ready'], {})
  const why = neo4j ? whyNoNeo4j() : 'left out by --no-neo4j'
  if (why !== undefined) return print({ store: 'neo4j', skipped: why })
  const { uri, credentials, stop } = offline ? await filledNeo4j(embedded, folder) : await startNeo4j({ heap: '2g' })
  const env = { NEO4J_USERNAME: credentials.username, NEO4J_PASSWORD: credentials.password }
  try {
    measure('neo4j', uri, offline ? ['ready'] : ['import', 'ready'], env)
  } finally {
    await stop()
  }

  /** Each job in a process of its own, so that its peak memory is its own. */
  function measure(store: string, url: string, jobs: readonly string[], env: Readonly<Record<string, string>>): void {
    for (const job of jobs) {
      const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'job.ts'), job, url, file], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      if (status !== 0) throw new Error(`${job} on ${store} failed`)
      print({ store, ...(JSON.parse(stdout) as object) })
    }
  }
}

async function filledNeo4j(embedded: string, folder: string): Promise<RunningNeo4j> {
  const files = join(folder, 'offline')
  mkdirSync(files)
  const store = await openStore(embedded)
  const rest = await writeOffline(store, files).finally(() => store.close())
  const prepare = (home: string) => importOffline(home, files, '2g')
  const server = await startNeo4j({ heap: '3g', pageCache: '2g', prepare })
  rmSync(files, { recursive: true })
  await commitOffline(server.uri, server.credentials, rest)
  return server
}
