import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { MadeEstate } from './make-estate.ts'

const ROWS_AT_ONCE = 50_000

/** Writes an estate as the files that csv-estate.ts and the yardstick read. */
export function writeCsv(folder: string, { estate, nodeKinds, queries }: MadeEstate): void {
  const { nodeCount, criticality, from, to, kind, kinds } = estate
  mkdirSync(folder, { recursive: true })
  const { names, column } = nodeKinds
  writeRows(join(folder, 'nodes.csv'), 'id,kind,criticality', nodeCount, (node) => {
    return `${node},${names[column[node]!]},${criticality[node]}`
  })
  writeRows(join(folder, 'edges.csv'), 'src,dst,kind', from.length, (i) => `${from[i]},${to[i]},${kinds[kind[i]!]}`)
  writeFileSync(join(folder, 'queries.json'), JSON.stringify(queries))
}

function writeRows(path: string, head: string, count: number, row: (i: number) => string): void {
  const file = openSync(path, 'w')
  let lines = [head]
  for (let i = 0; i < count; i++) {
    lines.push(row(i))
    if (lines.length < ROWS_AT_ONCE) continue
    writeSync(file, `${lines.join('\n')}\n`)
    lines = []
  }
  writeSync(file, `${lines.join('\n')}\n`)
  closeSync(file)
}
