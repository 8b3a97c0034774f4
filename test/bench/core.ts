import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

// The analysis core on a folder of CSV files (see csv-estate.ts), beside what the machine allows.

const YARDSTICK = resolve(import.meta.dirname, '../../../shared/perf/limit.c')

export interface Measured {
  readonly [measure: string]: unknown
}

/** Prints a line per job; returns what does not agree. */
export function measureCore(folder: string, print: (line: object) => void): string[] {
  const jobs = ['J5', 'J1', 'J1naive', 'J2naive'] as const
  const ours = new Map(jobs.map((job) => [job, run(job, folder, print)]))
  const naive = ours.get('J1naive')!
  const J1 = ours.get('J1')!
  print({ ratio: 'naive', job: 'J1', p50: ratio(J1, naive, 'p50_ms'), p99: ratio(J1, naive, 'p99_ms') })
  const differences = disagreements('the naive walk', [['J1', J1['checksumOfSome'], naive['checksumOfSome']]])
  const limit = yardstick(folder)
  if (typeof limit === 'string') {
    print({ yardstick: 'skipped', why: limit })
    return differences
  }
  for (const [job, line] of limit) print({ yardstick: job, ...line })
  const [load, asked, ranked] = ['J5', 'J1', 'J2hub'].map((job) => limit.get(job) ?? {})
  print({ ratio: 'yardstick', job: 'J1', p50: ratio(J1, asked!, 'p50_ms'), p99: ratio(J1, asked!, 'p99_ms') })
  print({ ratio: 'yardstick', job: 'J5', s: rounded(Number(ours.get('J5')!['s']) / Number(load!['load_s'])) })
  const every = ours.get('J2naive')!
  return [
    ...differences,
    ...disagreements('the yardstick', [
      ['J5', ours.get('J5')!['checksum'], load!['M']],
      ['J1', J1['checksum'], asked!['checksum']],
      ...(every['exact']
        ? ([
            ['J2', every['checksum'], ranked!['sumcount']],
            ['J2 criticality', every['sumcrit'], ranked!['sumcrit']],
          ] as const)
        : []),
    ]),
  ]
}

/** One sentence for each sum that is not the same on both sides; a side that is missing does not agree either. */
export function disagreements(peer: string, sums: readonly (readonly [string, unknown, unknown])[]): string[] {
  return sums
    .filter(([, ours, theirs]) => typeof ours !== 'number' || ours !== theirs)
    .map(([job, ours, theirs]) => `${job}: the checksum is ${ours}, that of ${peer} ${theirs}`)
}

function run(job: string, folder: string, print: (line: object) => void): Measured {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'core-job.ts'), job, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${job} on ${folder} failed`)
  const measured = JSON.parse(stdout) as Measured
  print(measured)
  return measured
}

/** What the yardstick prints by job, or why it did not run. It reads files as large as it was written for. */
function yardstick(folder: string): Map<string, Measured> | string {
  if (!existsSync(YARDSTICK)) return 'its source is not beside the project'
  if (spawnSync('gcc', ['--version']).status !== 0) return 'there is no gcc'
  const built = mkdtempSync(join(tmpdir(), 'ambit-yardstick-'))
  try {
    const program = join(built, 'limit')
    const flags = ['-O3', '-march=native', '-pthread', '-w', YARDSTICK, '-o', program, '-lm']
    if (spawnSync('gcc', flags, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return 'it does not compile'
    const env = { ...process.env, QUICK: '1' }
    const { status, stdout } = spawnSync(program, [basename(folder), folder, '1'], { env, encoding: 'utf8' })
    if (status !== 0) return `it left with ${status}`
    const lines = stdout.split('\n').filter((line) => line.startsWith('RESULT\t'))
    return new Map(lines.map((line) => line.split('\t')).map((cells) => [cells[3]!, JSON.parse(cells[4]!) as Measured]))
  } finally {
    rmSync(built, { recursive: true })
  }
}

const ratio = (ours: Measured, theirs: Measured, measure: string): number =>
  rounded(Number(ours[measure]) / Number(theirs[measure]))

const rounded = (it: number): number => Number(it.toFixed(3))
