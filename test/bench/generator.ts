import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const GENERATOR = resolve(import.meta.dirname, '../../../shared/perf/gen.mjs')

/** Estates with one dominating core, by the generator beside the project; returns their folders. */
export function generate(folder: string, print: (line: object) => void): string[] {
  if (!existsSync(GENERATOR)) {
    print({ generator: 'skipped', why: 'it is not beside the project' })
    return []
  }
  return ['S', 'M'].map((size) => {
    const out = join(folder, size)
    const { status, stdout } = spawnSync(process.execPath, [GENERATOR, size, out], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`the generator left with ${status}`)
    print({ generated: JSON.parse(stdout) as object })
    return out
  })
}
