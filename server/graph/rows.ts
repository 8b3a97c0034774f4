import type { Rows } from './privilege-graph.ts'

/** Counting sort: the indices 0…keys.length−1 grouped by key, each row in ascending order of index. */
export function rowsBy(keys: Uint32Array, rowCount: number): Rows {
  const starts = new Uint32Array(rowCount + 1)
  for (const key of keys) starts[key + 1]!++
  for (let row = 0; row < rowCount; row++) starts[row + 1]! += starts[row]!
  const next = starts.slice()
  const entries = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++) entries[next[keys[i]!]!++] = i
  return { starts, entries }
}
