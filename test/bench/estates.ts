import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { makeEstate } from './made/make-estate.ts'
import { madeName, shapes } from './made/shape.ts'
import { writeCsv } from './made/write-csv.ts'

// Which estates are measured. Each is made when its turn comes.

const GENERATOR = resolve(import.meta.dirname, '../../../shared/perf/gen.mjs')

/** In a folder of CSV files, or too large for them and made where it is asked. */
export type Estate = { readonly says: string } & (
  | { readonly folder: string; readonly made?: undefined }
  | { readonly folder?: undefined; readonly made: string }
)
type Print = (line: object) => void

/** Folders, and names such as `no-core:M`. */
export function* estatesAt(places: readonly string[], temporary: string, print: Print): Generator<Estate> {
  for (const place of places)
    yield madeName(place) ? make(place, temporary, print) : { folder: resolve(place), says: basename(resolve(place)) }
}

/** One dominating core, by the generator beside the project where there is one; no core; twelve overlapping ones. */
export function* usualEstates(temporary: string, print: Print): Generator<Estate> {
  if (existsSync(GENERATOR))
    for (const size of ['S', 'M']) yield { folder: generate(size, temporary, print), says: shapes.core.says }
  else {
    print({ generator: 'skipped', why: 'it is not beside the project; the estate with a core is of our own' })
    yield* estatesAt(['core:S', 'core:M'], temporary, print)
  }
  yield* estatesAt(['no-core:M', 'hubs:M'], temporary, print)
}

function make(name: string, temporary: string, print: Print): Estate {
  const made = madeName(name)!
  const { says } = shapes[made.shape]
  if (made.size === 'XL') return { made: name, says }
  const folder = join(temporary, name.replace(':', '-'))
  const estate = makeEstate(made)
  writeCsv(folder, estate)
  const { nodeCount: nodes, from } = estate.estate
  print({ made: name, nodes, edges: from.length })
  return { folder, says }
}

function generate(size: string, temporary: string, print: Print): string {
  const folder = join(temporary, size)
  const { status, stdout } = spawnSync(process.execPath, [GENERATOR, size, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the generator left with ${status}`)
  print({ generated: JSON.parse(stdout) as object })
  return folder
}
