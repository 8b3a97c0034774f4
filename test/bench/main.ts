import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startNeo4j, whyNoNeo4j } from '../neo4j/start-neo4j.ts'
import { measureCore } from './core.ts'
import { writeEstate } from './estate.ts'

// `npm run bench`: how long an estate takes to import, to be ready, and to be asked, on this machine as it is now.
// One JSON line per job; `npm run bench -- --nodes 20000 --edges 100000` for a smaller one. `npm run bench -- FOLDER`
// asks the analysis core alone, on CSV files, and leaves with 1 where a checksum is not that of its peers.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '200000' },
    edges: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '42' },
    neo4j: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
if (positionals.length > 0) for (const folder of positionals) measureFolder(folder)
else await measureStores()

async function measureStores(): Promise<void> {
  const size = { nodes: Number(values.nodes), edges: Number(values.edges), seed: Number(values.seed) }
  const folder = mkdtempSync(join(tmpdir(), 'ambit-bench-'))
  try {
    const file = join(folder, 'estate.ndjson')
    await writeEstate(file, size)
    print({ job: 'generate', ...size, file_mb: Math.round(statSync(file).size / 1_000_000) })
    measure('sqlite', `sqlite:${join(folder, 'ambit.db')}`, file, {})
    const why = values.neo4j ? whyNoNeo4j() : 'left out by --no-neo4j'
    if (why === undefined) {
      const { uri, credentials, stop } = await startNeo4j({ heap: '2g' })
      try {
        measure('neo4j', uri, file, { NEO4J_USERNAME: credentials.username, NEO4J_PASSWORD: credentials.password })
      } finally {
        await stop()
      }
    } else print({ store: 'neo4j', skipped: why })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measureFolder(folder: string): void {
  for (const difference of measureCore(resolve(folder), print)) {
    console.error(difference)
    process.exitCode = 1
  }
}

/** Each job in a process of its own, so that its peak memory is its own. */
function measure(store: string, url: string, file: string, env: Readonly<Record<string, string>>): void {
  for (const job of ['import', 'ready']) {
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'job.ts'), job, url, file], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) throw new Error(`${job} on ${store} failed`)
    print({ store, ...(JSON.parse(stdout) as object) })
  }
}

function print(line: object): void {
  console.log(JSON.stringify(line))
}
