import { words } from './shared-arrays.ts'

/** Compressed rows: the entries of row `i` are `entries[starts[i]]` up to `entries[starts[i + 1] - 1]`. */
export interface Rows {
  readonly starts: Uint32Array
  readonly entries: Uint32Array
}

/** Counting sort: the indices 0…keys.length−1 grouped by key, each row in ascending order of index. */
export function rowsBy(keys: Uint32Array, rowCount: number): Rows {
  // Counted two places on and dealt out one place on, so that in the end every row's start stands in its own place.
  const places = words(rowCount + 2)
  for (let i = 0; i < keys.length; i++) places[keys[i]! + 2]!++
  for (let row = 0; row < rowCount; row++) places[row + 2]! += places[row + 1]!
  const entries = words(keys.length)
  for (let i = 0; i < keys.length; i++) entries[places[keys[i]! + 1]!++] = i
  return { starts: places.subarray(0, rowCount + 1), entries }
}
