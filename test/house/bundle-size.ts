import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './source-files.ts'

const BUDGET_KB = 150

/** What the browser fetches before the first view: the page, and the scripts and styles it names. */
export function checkBundleSize(): string {
  const dist = join(root, 'web/dist')
  const page = join(dist, 'index.html')
  if (!existsSync(page)) throw new Error('web/dist/index.html is missing: `npm run build` did not write it')
  const html = readFileSync(page, 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\.?\/([^"]+\.(?:js|css))"/g)].map(([, path]) => path!)
  if (named.length === 0) throw new Error('web/dist/index.html names no script: the size of nothing is no measure')
  const kB = [page, ...named.map((path) => join(dist, path))]
    .map((file) => gzipSync(readFileSync(file)).length / 1000)
    .reduce((sum, size) => sum + size)
  if (kB > BUDGET_KB) throw new Error(`the first view weighs ${kB.toFixed(0)} kB gzipped, over its ${BUDGET_KB} kB`)
  return `${kB.toFixed(0)} of ${BUDGET_KB} kB`
}
