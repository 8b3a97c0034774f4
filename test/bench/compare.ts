import type { Measured } from './yardstick.ts'

// Which job is held against which line of a peer, and what has to be the same on both sides.

export interface Comparison {
  readonly job: string
  readonly with: string
  readonly measures: readonly (readonly [ours: string, theirs: string])[]
  readonly sums: readonly (readonly [ours: string, theirs: string])[]
}

/** Lines by job. */
export type Lines = ReadonlyMap<string, Measured>

export const times = [
  ['p50_ms', 'p50_ms'],
  ['p99_ms', 'p99_ms'],
] as const
export const checksum = [['checksum', 'checksum']] as const

/** Our line in plain mode beside the yardstick's. */
export const byYardstick: readonly Comparison[] = [
  { job: 'J5', with: 'J5', measures: [['s', 'load_s']], sums: [['checksum', 'M']] },
  { job: 'J5named', with: 'J5', measures: [['s', 'load_s']], sums: [['checksum', 'M']] },
  { job: 'J1', with: 'J1', measures: times, sums: checksum },
  { job: 'J2', with: 'J2hub', measures: [['s', 's']], sums: [['checksum', 'sumcount']] },
  { job: 'J3', with: 'J3', measures: times, sums: checksum },
  { job: 'J3y', with: 'J3y', measures: times, sums: checksum },
  { job: 'J4', with: 'J4', measures: times, sums: checksum },
]

/** The same jobs by slow and obvious ways, which are not always finished. */
export const byNaiveWays = (plain: Lines): readonly Comparison[] => [
  { job: 'J1', with: 'J1naive', measures: times, sums: [['checksumOfSome', 'checksumOfSome']] },
  {
    job: 'J2',
    with: 'J2naive',
    measures: [
      ['s', 's'],
      ['cpu_s', 'cpu_s'],
    ],
    sums: plain.get('J2naive')?.['exact'] === true ? checksum : [],
  },
]

/** One sentence for each sum that is not the same on both sides; a side that is missing does not agree either. */
export function disagreements(peer: string, sums: readonly (readonly [string, unknown, unknown])[]): string[] {
  return sums
    .filter(([, ours, theirs]) => typeof ours !== 'number' || ours !== theirs)
    .map(([job, ours, theirs]) => `${job}: the checksum is ${ours}, that of ${peer} ${theirs}`)
}

/** How many times the other's time ours is, by measure without its unit. */
export function ratios(ours: Measured, theirs: Measured, measures: Comparison['measures']): Record<string, number> {
  return Object.fromEntries(
    measures.map(([mine, other]) => [
      mine.replace('_ms', ''),
      Number((Number(ours[mine]) / Number(theirs[other])).toFixed(3)),
    ]),
  )
}
