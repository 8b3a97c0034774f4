import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { byNaiveWays, byYardstick, type Comparison, disagreements, type Lines, ratios, times } from './compare.ts'
import type { Mode } from './jobs/open-estate.ts'
import { writeNamed } from './named/write-named.ts'
import type { Measured, Yardstick } from './yardstick.ts'

// The analysis core on a folder of CSV files (see csv-estate.ts), beside what the machine allows and a naive walk.

export interface CoreOptions {
  /** Compare every identity's rank with a search of its own, however long that takes. */
  readonly verify: boolean
  /** Or why there is none. */
  readonly yardstick: Yardstick | string
  /** Where files may be written. */
  readonly temporary: string
  readonly print: (line: object) => void
}

export interface CoreResult {
  readonly plain: Lines
  readonly full: Lines
  /** Of the yardstick. */
  readonly limit: Lines | undefined
  /** What does not agree. */
  readonly differences: readonly string[]
}

const jobs: Readonly<Record<Mode, readonly string[]>> = {
  plain: ['J5', 'J1', 'J1naive', 'J2', 'J2naive', 'J3', 'J3y', 'J4'],
  full: ['J5', 'J1', 'J2', 'J3', 'J3y', 'J4'],
}

/** Prints a line per job, and one per ratio. */
export async function measureCore(folder: string, options: CoreOptions): Promise<CoreResult> {
  const { yardstick, print } = options
  const size = basename(folder)
  const measure = (job: string, mode: Mode, place = folder) => {
    const [line] = runJobs([job], place, ['--mode', mode, ...(options.verify ? ['--verify'] : [])])
    print({ ...line, size })
    return [job, line!] as const
  }
  const compare = (ratio: string, mode: Mode, ours: Lines, theirs: Lines, all: readonly Comparison[]) =>
    all.flatMap((it) => {
      const [mine, other] = [ours.get(it.job)!, theirs.get(it.with) ?? {}]
      print({ ratio, mode, size, job: it.job, ...ratios(mine, other, it.measures) })
      return disagreements(
        ratio,
        it.sums.map(([a, b]) => [`${size} ${it.job}`, mine[a], other[b]]),
      )
    })
  const named = await measureNamed(folder, options.temporary, (place) => measure('J5named', 'plain', place))
  const plain = new Map([...jobs.plain.map((job) => measure(job, 'plain')), named])
  const differences = compare('naive', 'plain', plain, plain, byNaiveWays(plain))
  const limit = typeof yardstick === 'string' ? undefined : yardstick.run(folder)
  if (limit) {
    for (const [job, line] of limit) print({ yardstick: job, size, ...line })
    differences.push(...compare('yardstick', 'plain', plain, limit, byYardstick))
  }
  const full = new Map(jobs.full.map((job) => measure(job, 'full')))
  compare('plain', 'full', full, plain, [{ job: 'J1', with: 'J1', measures: times, sums: [] }])
  const bySearches = [{ job: 'J2', with: 'J2', measures: [['s', 'searches_s']], sums: [] }] as const
  for (const [mode, lines] of [['plain', plain] as const, ['full', full] as const]) {
    compare('search', mode, lines, lines, bySearches)
    const differing = lines.get('J2')!['differing']
    if (lines.get('J2')!['same_in_threads'] !== true) differences.push(`${size} J2 ${mode}: threads rank otherwise`)
    if (differing !== 0) differences.push(`${size} J2 ${mode}: ${differing} ranks are not those of a search`)
  }
  return { plain, full, limit, differences }
}

/**
 * An estate too large for files: made in memory, loaded, and asked the two questions that people wait for. Returns what
 * does not agree.
 */
export function measureInMemory(made: string, print: (line: object) => void): string[] {
  const [load, radius, path, byEdges] = runJobs(['J5', 'J1', 'J3', 'J1edges'], made, [])
  for (const line of [load, radius, path, byEdges]) print(line!)
  return disagreements('a walk over the edges', [[`${made} J1`, radius!['checksumOfSome'], byEdges!['checksumOfSome']]])
}

/** The same files with ids that are strings, for as long as they are measured. */
async function measureNamed<T>(folder: string, temporary: string, measure: (named: string) => T): Promise<T> {
  const named = join(temporary, 'named')
  try {
    await writeNamed(folder, named)
    return measure(named)
  } finally {
    rmSync(named, { recursive: true })
  }
}

function runJobs(jobs: readonly string[], place: string, options: readonly string[]): Measured[] {
  const script = join(import.meta.dirname, 'core-job.ts')
  const { status, stdout } = spawnSync(process.execPath, [script, ...options, jobs.join(), place], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${jobs.join()} on ${place} failed`)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Measured)
}
