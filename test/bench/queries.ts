import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Pair = readonly [from: number, to: number]

/** What is asked of an estate: `queries.json`, as its generator writes it. */
export interface Queries {
  /** First identity, and the first node after the last. */
  readonly identities: readonly [number, number]
  /** Whose blast radius is asked (J1). */
  readonly sources: readonly number[]
  /** One shortest path each (J3), and the ten shortest simple ones (J3y). */
  readonly pairs: readonly Pair[]
  readonly yen: readonly Pair[]
  /** Whose smallest cut from all crown jewels is asked (J4). */
  readonly cut: readonly number[]
  readonly jewels: readonly number[]
}

export const readQueries = (folder: string): Queries =>
  JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8')) as Queries
