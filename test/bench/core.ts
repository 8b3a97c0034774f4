import { spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'
import type { Mode } from './jobs/open-estate.ts'
import type { Measured, Yardstick } from './yardstick.ts'

// The analysis core on a folder of CSV files (see csv-estate.ts), beside what the machine allows and a naive walk.

export interface CoreOptions {
  /** Compare every identity's rank with a search of its own, however long that takes. */
  readonly verify: boolean
  /** Or why there is none. */
  readonly yardstick: Yardstick | string
  readonly print: (line: object) => void
}

interface Comparison {
  readonly job: string
  readonly with: string
  readonly measures: readonly (readonly [ours: string, theirs: string])[]
  /** Sums that have to be the same on both sides. */
  readonly sums: readonly (readonly [ours: string, theirs: string])[]
}

const times = [
  ['p50_ms', 'p50_ms'],
  ['p99_ms', 'p99_ms'],
] as const
const checksum = [['checksum', 'checksum']] as const

/** Which line of the yardstick each job in plain mode is held against. */
const byYardstick: readonly Comparison[] = [
  { job: 'J5', with: 'J5', measures: [['s', 'load_s']], sums: [['checksum', 'M']] },
  { job: 'J1', with: 'J1', measures: times, sums: checksum },
  { job: 'J2', with: 'J2hub', measures: [['s', 's']], sums: [['checksum', 'sumcount']] },
  { job: 'J3', with: 'J3', measures: times, sums: checksum },
  { job: 'J3y', with: 'J3y', measures: times, sums: checksum },
  { job: 'J4', with: 'J4', measures: times, sums: checksum },
]

const jobs: Readonly<Record<Mode, readonly string[]>> = {
  plain: ['J5', 'J1', 'J1naive', 'J2', 'J2naive', 'J3', 'J3y', 'J4'],
  full: ['J5', 'J1', 'J2', 'J3', 'J3y', 'J4'],
}

/** Prints a line per job; returns what does not agree. */
export function measureCore(folder: string, options: CoreOptions): string[] {
  const { yardstick, print } = options
  const size = basename(folder)
  const plain = measureAll(folder, 'plain', options)
  const compare = (ratio: string, mode: Mode, ours: Lines, theirs: Lines, all: readonly Comparison[]) =>
    all.flatMap((it) => {
      const [mine, other] = [ours.get(it.job)!, theirs.get(it.with) ?? {}]
      print({ ratio, mode, size, job: it.job, ...ratios(mine, other, it.measures) })
      return disagreements(
        ratio,
        it.sums.map(([a, b]) => [`${size} ${it.job}`, mine[a], other[b]]),
      )
    })
  const differences = compare('naive', 'plain', plain, plain, [
    { job: 'J1', with: 'J1naive', measures: times, sums: [['checksumOfSome', 'checksumOfSome']] },
    {
      job: 'J2',
      with: 'J2naive',
      measures: [['s', 's']],
      sums: plain.get('J2naive')!['exact'] === true ? checksum : [],
    },
  ])
  if (typeof yardstick === 'string') print({ yardstick: 'skipped', why: yardstick })
  else {
    const limit = yardstick.run(folder)
    for (const [job, line] of limit) print({ yardstick: job, size, ...line })
    differences.push(...compare('yardstick', 'plain', plain, limit, byYardstick))
  }
  const full = measureAll(folder, 'full', options)
  compare('plain', 'full', full, plain, [{ job: 'J1', with: 'J1', measures: times, sums: [] }])
  for (const lines of [plain, full])
    compare('search', lines === plain ? 'plain' : 'full', lines, lines, [
      { job: 'J2', with: 'J2', measures: [['s', 'searches_s']], sums: [] },
    ])
  for (const { mode, differing } of [plain.get('J2')!, full.get('J2')!])
    if (differing !== 0) differences.push(`${size} J2 ${mode}: ${differing} ranks are not those of a search`)
  return differences
}

type Lines = ReadonlyMap<string, Measured>

/** One sentence for each sum that is not the same on both sides; a side that is missing does not agree either. */
export function disagreements(peer: string, sums: readonly (readonly [string, unknown, unknown])[]): string[] {
  return sums
    .filter(([, ours, theirs]) => typeof ours !== 'number' || ours !== theirs)
    .map(([job, ours, theirs]) => `${job}: the checksum is ${ours}, that of ${peer} ${theirs}`)
}

function measureAll(folder: string, mode: Mode, { verify, print }: CoreOptions): Lines {
  return new Map(
    jobs[mode].map((job) => {
      const line = measure(folder, job, mode, verify)
      print(line)
      return [job, line]
    }),
  )
}

function measure(folder: string, job: string, mode: Mode, verify: boolean): Measured {
  return runJobs([job], folder, ['--mode', mode, ...(verify ? ['--verify'] : [])])[0]!
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

/** An estate too large for files: made in memory, loaded, and asked the two questions that people wait for. */
export function measureInMemory(made: string, print: (line: object) => void): void {
  for (const line of runJobs(['J5', 'J1', 'J3'], made, [])) print(line)
}

function ratios(ours: Measured, theirs: Measured, measures: Comparison['measures']) {
  return Object.fromEntries(
    measures.map(([mine, other]) => [
      mine.replace('_ms', ''),
      Number((Number(ours[mine]) / Number(theirs[other])).toFixed(3)),
    ]),
  )
}
