import { Worker } from 'node:worker_threads'
import { AppError, type ErrorCode } from '../errors.ts'
import { type GraphImage, graphOf } from '../graph/graph-image.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Making } from './ready-graph.ts'

/** Where a thread finds the store: it has to open it for itself. */
export interface StorePlace {
  readonly url: string
  readonly options?: {
    readonly credentials?: { readonly username: string; readonly password: string }
    readonly database?: string
  }
}

export interface Order {
  readonly store: StorePlace
  readonly revision: number
  readonly making: Making
}

export type Report =
  | { readonly image: GraphImage }
  | { readonly problem: { readonly code: ErrorCode; readonly message: string } }

export interface Aside {
  readonly graph: Promise<PrivilegeGraph>
  /** When the thread has kept the graph too, or has ended otherwise; it never fails. */
  readonly ended: Promise<void>
}

/** Compiles in a thread of its own, so that questions are answered meanwhile; the signal ends it, but for the keeping. */
export function compileAside(order: Order, signal: AbortSignal): Aside {
  signal.throwIfAborted()
  const worker = new Worker(new URL('../compile-thread.ts', import.meta.url), { workerData: order })
  const made = Promise.withResolvers<PrivilegeGraph>()
  const ended = Promise.withResolvers<void>()
  const stop = () => {
    made.reject(new AppError('store_unreachable', 'The server stops.'))
    void worker.terminate()
  }
  signal.addEventListener('abort', stop)
  worker.on('message', (report: Report) => {
    signal.removeEventListener('abort', stop)
    if ('image' in report) made.resolve(graphOf(report.image))
    else made.reject(new AppError(report.problem.code, report.problem.message))
  })
  worker.on('error', (error) => made.reject(explained(error)))
  worker.on('exit', (code) => {
    signal.removeEventListener('abort', stop)
    made.reject(new Error(`the compiling thread ended with ${code} before its answer`))
    ended.resolve()
  })
  return { graph: made.promise, ended: ended.promise }
}

function explained(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return error
  return new AppError('overloaded', 'Compiling this estate takes more memory than this process may use.', {
    cause: error,
  })
}
