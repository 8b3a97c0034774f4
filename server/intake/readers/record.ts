/** A record as it stands in a file, before its schema is checked. */
export interface RawRecord {
  /** The importer's selectors (`at`) that it answers to: one, but for records inside records. */
  readonly at: string
  readonly pointer: string
  readonly keys: readonly string[]
  readonly value: unknown
  /** Why it cannot be trusted as it stands; it is rejected with this. */
  readonly problem?: Problem
}

export interface Problem {
  readonly code: ProblemCode
  /** Inside the record. */
  readonly pointer: string
  readonly message: string
}

export type ProblemCode = 'duplicate_key' | 'unsafe_integer' | 'non_finite_number' | 'lone_surrogate' | 'ragged_row'

/** What a reader hands on, piece by piece. */
export interface Piece {
  readonly records: readonly RawRecord[]
  readonly skipped: readonly { readonly pointer: string; readonly reason: string }[]
}

export const problemSays: Readonly<Record<ProblemCode, string>> = {
  duplicate_key: 'a key stands twice in one object, so one of its values would be lost',
  unsafe_integer: 'a whole number beyond 2^53 would be rounded; write it as a string',
  non_finite_number: 'a number is too large to be held',
  lone_surrogate: 'half a character (a lone surrogate) would be changed when stored',
  ragged_row: 'the row has another number of cells than the header',
}

export const escapePointer = (key: string | number): string =>
  typeof key === 'number' ? String(key) : key.replaceAll('~', '~0').replaceAll('/', '~1')
