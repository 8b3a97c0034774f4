import { parentPort, workerData } from 'node:worker_threads'
import type { RankedColumns } from '../../analysis/rank/columns.ts'
import { rank } from '../../analysis/rank.ts'
import { type GraphImage, graphOf } from '../../graph/graph-image.ts'
import { type InFlight, makeRoom } from './in-flight.ts'
import { type RankedTable, rankedTable } from './ranked-table.ts'

// The other side of rank-in-threads.ts: ranks in a thread beside others, and makes room while a question is in flight.

/** All columns are memory that the threads share. */
export interface Order {
  readonly image: GraphImage
  readonly asOf: number
  readonly cut: Uint8Array | undefined
  readonly inFlight: InFlight
  readonly columns: RankedColumns
  /** This thread ranks that part of so many. */
  readonly part: number
  readonly parts: number
  /** How many threads have not come to their end. */
  readonly left: Uint32Array
}

/** How many rows this thread has done, or the table, which the last one puts into order. */
export type Report = { readonly done: number } | { readonly table: RankedTable }

const SLICE_MS = 10
/** While questions are in flight all but the first thread all but rest: that leaves them a core of two. */
const REST_MS = [10, 100]
const TOLD_EVERY_MS = 100

const { image, asOf, cut, inFlight, columns, part, parts, left } = workerData as Order
const tell = (report: Report) => parentPort!.postMessage(report)
const rest = REST_MS[Math.min(part, REST_MS.length - 1)]!
const work = rank(graphOf(image), asOf, { cut, share: { columns, part, parts } })
let sliceEnd = 0
let tellAt = 0
for (let step = work.next(); !step.done; step = work.next()) {
  const now = performance.now()
  if (now < sliceEnd) continue
  makeRoom(inFlight, rest)
  sliceEnd = performance.now() + SLICE_MS
  if (now < tellAt) continue
  tell({ done: step.value.done })
  tellAt = now + TOLD_EVERY_MS
}
if (Atomics.sub(left, 0, 1) === 1) tell({ table: rankedTable(columns) })
