import { Worker } from 'node:worker_threads'
import { AppError } from '../errors.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { sent } from '../graph/sent-graph.ts'
import { type InFlight, noneInFlight } from './in-flight.ts'
import type { Order, Report } from './rank-thread.ts'
import type { RankedTable } from './ranked-table.ts'
import { stopped } from './turns.ts'

export interface RankingWork {
  readonly asOf: number
  readonly cut: Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, of: number) => void) | undefined
  /** Questions in flight, for which the thread makes room. */
  readonly inFlight?: InFlight | undefined
}

/** Ranks in a thread of its own, which ends with the answer, with the signal, or with what went wrong in it. */
export async function rankInWorker(graph: PrivilegeGraph, work: RankingWork): Promise<RankedTable> {
  const { asOf, cut, signal, onProgress, inFlight = noneInFlight() } = work
  if (signal?.aborted) throw stopped()
  const order: Order = { graph: sent(graph), asOf, cut, inFlight }
  const worker = new Worker(new URL('./rank-thread.ts', import.meta.url), { workerData: order })
  const ended = Promise.withResolvers<RankedTable>()
  const stop = () => ended.reject(stopped())
  signal?.addEventListener('abort', stop)
  worker.on('message', (report: Report) => {
    if ('table' in report) ended.resolve(report.table)
    else onProgress?.(report.done, report.of)
  })
  worker.on('error', (error) => ended.reject(explained(error)))
  worker.on('exit', (code) => ended.reject(new Error(`the ranking’s thread ended with ${code} before its answer`)))
  try {
    return await ended.promise
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function explained(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return error
  return new AppError('overloaded', 'Ranking this estate takes more memory than this process may use.', {
    cause: error,
  })
}
