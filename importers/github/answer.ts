import type { Run, ScopedEmit } from '../importer.ts'
import type { Spot } from './place.ts'
import type { Sort } from './sort.ts'

/** A record with what is known of where it stands. */
export interface Answer {
  readonly spot: Spot
  readonly sort: Sort
  readonly run: Run
  readonly into: ScopedEmit
}
