import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureLoad } from './api-load.ts'
import { measureCore, measureInMemory } from './core.ts'
import { type Estate, estatesAt, usualEstates } from './estates.ts'
import { fullTable } from './full-table.ts'
import { fillInMeasured, type MeasuredEstate, performanceTable } from './performance-table.ts'
import { measureStores } from './stores.ts'
import { compileYardstick } from './yardstick.ts'

// `npm run bench`: the analysis core on estates that are generated for it, beside what the machine allows. One JSON
// line per job; it leaves with 1 where a checksum is not that of its peers.
// `npm run bench -- FOLDER…` asks the same of CSV files, `hubs:L` and the like of an estate that is made for it (see
// made/shape.ts); `--verify` compares every rank with a search of its own.
// `--readme` writes what it measured into the README.
// `npm run bench -- --stores`: how long an estate takes to import, to be ready and to be asked, in either store
// (`--nodes 20000 --edges 100000` for a smaller one). `--offline` fills Neo4j by its own importer, for millions of edges.
// `npm run bench -- --load`: what a caller waits for a blast radius over HTTP while everyone is ranked, and when not.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stores: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    readme: { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false },
    nodes: { type: 'string', default: '200000' },
    edges: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '42' },
    neo4j: { type: 'boolean', default: true },
    offline: { type: 'boolean', default: false },
  },
  allowNegative: true,
})
const print = (line: object) => console.log(JSON.stringify(line))
const folder = mkdtempSync(join(tmpdir(), 'ambit-bench-'))
// A job that runs ends by the same Ctrl-C and is then waited for; between two of them nobody else would clean up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
}
try {
  const size = { nodes: Number(values.nodes), edges: Number(values.edges), seed: Number(values.seed) }
  if (values.stores) await measureStores(folder, { size, neo4j: values.neo4j, offline: values.offline, print })
  else if (values.load) await measureLoad(folder, size, print)
  else await measure(positionals.length > 0 ? estatesAt(positionals, folder, print) : usualEstates(folder, print))
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(estates: Iterable<Estate>): Promise<void> {
  const yardstick = compileYardstick()
  const measured: MeasuredEstate[] = []
  try {
    print({ mode: 'full', table: fullTable })
    if (typeof yardstick === 'string') print({ yardstick: 'skipped', why: yardstick })
    for (const { folder: files, made, says } of estates) {
      if (files === undefined) {
        measureInMemory(made, print).forEach(fail)
        continue
      }
      const result = await measureCore(files, { verify: values.verify, yardstick, temporary: folder, print })
      result.differences.forEach(fail)
      measured.push({ says, ...result })
    }
  } finally {
    if (typeof yardstick !== 'string') yardstick.remove()
  }
  if (values.readme) writeReadme(performanceTable(measured, new Date()))
}

function writeReadme(table: string): void {
  const readme = join(import.meta.dirname, '../../README.md')
  writeFileSync(readme, fillInMeasured(readFileSync(readme, 'utf8'), table))
}

function fail(difference: string): void {
  console.error(difference)
  process.exitCode = 1
}
