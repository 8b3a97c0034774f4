import { words } from './shared-arrays.ts'

/** Compressed rows: the entries of row `i` are `entries[starts[i]]` up to `entries[starts[i + 1] - 1]`. */
export interface Rows {
  readonly starts: Uint32Array
  readonly entries: Uint32Array
}

/** Counting sort: the indices 0…keys.length−1 grouped by key, each row in ascending order of index. */
export function rowsBy(keys: Uint32Array, rowCount: number): Rows {
  const starts = words(rowCount + 1)
  for (let i = 0; i < keys.length; i++) starts[keys[i]! + 1]!++
  for (let row = 0; row < rowCount; row++) starts[row + 1]! += starts[row]!
  const next = starts.slice()
  const entries = words(keys.length)
  for (let i = 0; i < keys.length; i++) entries[next[keys[i]!]!++] = i
  return { starts, entries }
}
