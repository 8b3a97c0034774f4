import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureCore } from './core.ts'
import { fullTable } from './full-table.ts'
import { generate } from './generator.ts'
import { measureStores } from './stores.ts'
import { compileYardstick } from './yardstick.ts'

// `npm run bench`: the analysis core on estates that are generated for it, beside what the machine allows. One JSON
// line per job; it leaves with 1 where a checksum is not that of its peers.
// `npm run bench -- FOLDER…` asks the same of CSV files; `--verify` compares every rank with a search of its own.
// `npm run bench -- --stores`: how long an estate takes to import, to be ready and to be asked, in either store
// (`--nodes 20000 --edges 100000` for a smaller one).

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stores: { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false },
    nodes: { type: 'string', default: '200000' },
    edges: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '42' },
    neo4j: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const print = (line: object) => console.log(JSON.stringify(line))
const folder = mkdtempSync(join(tmpdir(), 'ambit-bench-'))
try {
  if (values.stores) {
    const size = { nodes: Number(values.nodes), edges: Number(values.edges), seed: Number(values.seed) }
    await measureStores(folder, { size, neo4j: values.neo4j, print })
  } else measureFolders(positionals.length > 0 ? positionals.map((it) => resolve(it)) : generate(folder, print))
} finally {
  rmSync(folder, { recursive: true })
}

function measureFolders(folders: readonly string[]): void {
  const yardstick = compileYardstick()
  try {
    print({ mode: 'full', table: fullTable })
    for (const difference of folders.flatMap((it) => measureCore(it, { verify: values.verify, yardstick, print }))) {
      console.error(difference)
      process.exitCode = 1
    }
  } finally {
    if (typeof yardstick !== 'string') yardstick.remove()
  }
}
