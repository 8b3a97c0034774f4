import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { startNeo4j, whyNoNeo4j } from '../neo4j/start-neo4j.ts'
import { type EstateSize, writeEstate } from './estate.ts'

interface StoresOptions {
  readonly size: EstateSize
  readonly neo4j: boolean
  readonly print: (line: object) => void
}

/** Import, from store to ready, and answers, for each store that is to be had. */
export async function measureStores(folder: string, { size, neo4j, print }: StoresOptions): Promise<void> {
  const file = join(folder, 'estate.ndjson')
  await writeEstate(file, size)
  print({ job: 'generate', ...size, file_mb: Math.round(statSync(file).size / 1_000_000) })
  measure('sqlite', `sqlite:${join(folder, 'ambit.db')}`, file, {})
  const why = neo4j ? whyNoNeo4j() : 'left out by --no-neo4j'
  if (why !== undefined) return print({ store: 'neo4j', skipped: why })
  const { uri, credentials, stop } = await startNeo4j({ heap: '2g' })
  try {
    measure('neo4j', uri, file, { NEO4J_USERNAME: credentials.username, NEO4J_PASSWORD: credentials.password })
  } finally {
    await stop()
  }

  /** Each job in a process of its own, so that its peak memory is its own. */
  function measure(store: string, url: string, from: string, env: Readonly<Record<string, string>>): void {
    for (const job of ['import', 'ready']) {
      const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'job.ts'), job, url, from], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      if (status !== 0) throw new Error(`${job} on ${store} failed`)
      print({ store, ...(JSON.parse(stdout) as object) })
    }
  }
}
