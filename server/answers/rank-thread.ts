import { parentPort, workerData } from 'node:worker_threads'
import { rank } from '../analysis/rank.ts'
import { received, type SentGraph } from '../graph/sent-graph.ts'
import { type InFlight, makeRoom } from './in-flight.ts'
import { type RankedTable, rankedTable } from './ranked-table.ts'

// The other side of rank-worker.ts: ranks in a thread of its own, and makes room while a question is in flight.

export interface Order {
  readonly graph: SentGraph
  readonly asOf: number
  readonly cut: Uint8Array | undefined
  readonly inFlight: InFlight
}

export type Report = { readonly done: number; readonly of: number } | { readonly table: RankedTable }

const SLICE_MS = 10
const REST_MS = 10
const TOLD_EVERY_MS = 100

const { graph, asOf, cut, inFlight } = workerData as Order
const tell = (report: Report) => parentPort!.postMessage(report)
const work = rank(received(graph), asOf, { cut })
let sliceEnd = 0
let tellAt = 0
for (let step = work.next(); ; step = work.next()) {
  if (step.done) {
    tell({ table: rankedTable(step.value) })
    break
  }
  const now = performance.now()
  if (now < sliceEnd) continue
  makeRoom(inFlight, REST_MS)
  sliceEnd = performance.now() + SLICE_MS
  if (now < tellAt) continue
  tell(step.value)
  tellAt = now + TOLD_EVERY_MS
}
