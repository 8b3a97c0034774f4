import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { rankedColumns } from '../../analysis/rank/columns.ts'
import { principalsOf } from '../../analysis/rank.ts'
import { imageOf } from '../../graph/graph-image.ts'
import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { bytes, words } from '../../graph/shared-arrays.ts'
import { stopped } from '../turns.ts'
import { type InFlight, noneInFlight } from './in-flight.ts'
import type { Order, Report } from './rank-thread.ts'
import type { RankedTable } from './ranked-table.ts'
import { threadProblem } from './thread-problem.ts'

export interface RankingWork {
  readonly asOf: number
  readonly cut: Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, of: number) => void) | undefined
  /** Questions in flight, for which the threads make room. */
  readonly inFlight?: InFlight | undefined
}

/** Each lays the hubs its part leans on, so a third would take little off the others and need memory of its own. */
const MOST_THREADS = 2

/** Ranks in threads of its own, which end with the answer, with the signal, or with what went wrong in one of them. */
export async function rankInThreads(graph: PrivilegeGraph, work: RankingWork): Promise<RankedTable> {
  const { signal, onProgress } = work
  if (signal?.aborted) throw stopped()
  const order = orderOf(graph, work)
  const rows = order.columns.node.length
  const done = new Array<number>(order.parts).fill(0)
  const ended = Promise.withResolvers<RankedTable>()
  const workers = done.map((_, part) => {
    const worker = new Worker(new URL('./rank-thread.ts', import.meta.url), { workerData: { ...order, part } })
    worker.on('message', (report: Report) => {
      if ('table' in report) return ended.resolve(report.table)
      done[part] = report.done
      onProgress?.(
        done.reduce((sum, it) => sum + it, 0),
        rows,
      )
    })
    worker.on('error', (error) => ended.reject(threadProblem(error, 'Ranking this estate')))
    worker.on('exit', () => {
      const isLast = workers.every(({ threadId }) => threadId === -1)
      if (isLast) ended.reject(new Error('the threads of a ranking ended without an answer'))
    })
    return worker
  })
  const stop = () => ended.reject(stopped())
  signal?.addEventListener('abort', stop)
  try {
    return await ended.promise
  } finally {
    signal?.removeEventListener('abort', stop)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

function orderOf(graph: PrivilegeGraph, { asOf, cut, inFlight = noneInFlight() }: RankingWork): Omit<Order, 'part'> {
  const parts = Math.min(MOST_THREADS, availableParallelism())
  const left = words(1)
  left[0] = parts
  return {
    image: imageOf(graph),
    asOf,
    cut: cut && shared(cut),
    inFlight,
    columns: rankedColumns(principalsOf(graph)),
    parts,
    left,
  }
}

function shared(mask: Uint8Array): Uint8Array {
  const copy = bytes(mask.length)
  copy.set(mask)
  return copy
}
