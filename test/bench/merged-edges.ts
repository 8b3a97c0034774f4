import { words } from '../../server/graph/shared-arrays.ts'
import type { CsvEstate } from './csv-estate.ts'

/** Edges by their tails, each once: same ends and same class. */
export interface MergedEdges {
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly classOf: Uint16Array
}

/** The class of a kind that conveys nothing: its edges are left out. */
export const DESCRIBES = 255

/** `classes` says by kind which class an edge is of; those of one class are numbered from 0 without a gap. */
export function mergedEdges(
  { from, to, kind, nodeCount }: CsvEstate,
  classes: Uint8Array,
  classCount: number,
): MergedEdges {
  const next = new Uint32Array(nodeCount + 1)
  for (let i = 0; i < from.length; i++) if (classes[kind[i]!] !== DESCRIBES) next[from[i]! + 1]!++
  for (let node = 0; node < nodeCount; node++) next[node + 1]! += next[node]!
  const ends = new Uint32Array(next[nodeCount]!)
  const classAt = new Uint8Array(ends.length)
  for (let i = 0; i < from.length; i++) {
    const its = classes[kind[i]!]!
    if (its === DESCRIBES) continue
    const at = next[from[i]!]!++
    ends[at] = to[i]!
    classAt[at] = its
  }
  // `next` has moved on to the end of each row, which is the start of the row behind it.
  const tails = words(ends.length)
  const heads = words(ends.length)
  const classOf = new Uint16Array(ends.length)
  const seenFrom = new Uint32Array(nodeCount * classCount)
  let count = 0
  for (let node = 0, at = 0; node < nodeCount; node++) {
    for (; at < next[node]!; at++) {
      const seen = ends[at]! * classCount + classAt[at]!
      if (seenFrom[seen] === node + 1) continue
      seenFrom[seen] = node + 1
      tails[count] = node
      heads[count] = ends[at]!
      classOf[count++] = classAt[at]!
    }
  }
  return { from: tails.subarray(0, count), to: heads.subarray(0, count), classOf: classOf.subarray(0, count) }
}
