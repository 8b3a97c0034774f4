import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

// What the machine allows: a C program beside the project, which reads the same files and is asked the same questions.

const SOURCE = resolve(import.meta.dirname, '../../../shared/perf/limit.c')
const THREADS = 2
/** From there on it samples its slower ways, under the name L. */
const LARGE_BYTES = 100_000_000

export interface Measured {
  readonly [measure: string]: unknown
}

export interface Yardstick {
  /** What it prints, by job; `J2hub 2` is on two threads. It reads files as large as it was written for. */
  run(folder: string): ReadonlyMap<string, Measured>
  remove(): void
}

/** The compiled program, or why there is none. */
export function compileYardstick(source = SOURCE): Yardstick | string {
  if (!existsSync(source)) return 'its source is not beside the project'
  if (spawnSync('gcc', ['--version']).status !== 0) return 'there is no gcc'
  const built = mkdtempSync(join(tmpdir(), 'ambit-yardstick-'))
  const program = join(built, 'limit')
  const remove = () => rmSync(built, { recursive: true })
  const flags = ['-O3', '-march=native', '-pthread', '-w', source, '-o', program, '-lm']
  if (spawnSync('gcc', flags, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) {
    remove()
    return 'it does not compile'
  }
  return { run: (folder) => run(program, folder), remove }
}

function run(program: string, folder: string): ReadonlyMap<string, Measured> {
  const { QUICK: _, ...env } = process.env // set, it would leave the paths and cuts out
  const size = statSync(join(folder, 'edges.csv')).size > LARGE_BYTES ? 'L' : 'M'
  const { status, stdout } = spawnSync(program, [size, folder, String(THREADS)], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the yardstick left with ${status}`)
  const lines = stdout.split('\n').filter((line) => line.startsWith('RESULT\t'))
  return new Map(
    lines.map((line) => {
      const [, , , job, json] = line.split('\t') as [string, string, string, string, string]
      const measured = JSON.parse(json) as Measured
      return [job === 'J2hub' && measured['threads'] !== 1 ? `${job} ${measured['threads']}` : job, measured]
    }),
  )
}
