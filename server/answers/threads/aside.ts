import { Worker } from 'node:worker_threads'
import { AppError } from '../../errors.ts'
import { imageOf } from '../../graph/graph-image.ts'
import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import type { AnswerContext } from '../context.ts'
import { stopped } from '../turns.ts'
import type { Need, Said, Told } from './question-thread.ts'
import { type Answer, type Asked, answered, type QuestionName } from './questions.ts'
import { threadProblem } from './thread-problem.ts'

/** Answers what may take long in threads, so that it can be ended at any moment and keeps no other question waiting. */
export interface Aside {
  ask<N extends QuestionName>(context: AnswerContext, name: N, asked: Asked<N>, signal: AbortSignal): Promise<Answer<N>>
  /** Ends the threads; whoever waits is told. */
  close(): Promise<void>
}

const MOST_THREADS = 2
/** An idle thread keeps its graph in memory. */
const KEPT_IDLE_MS = 60_000
/** On a graph of fewer arcs every question is answered sooner than a thread starts. */
const LEAST_ARCS = 5_000

interface Thread {
  readonly graph: PrivilegeGraph
  readonly worker: Worker
  isBusy: boolean
  idle: NodeJS.Timeout | undefined
}

export function openAside({ leastArcs = LEAST_ARCS, most = MOST_THREADS } = {}): Aside {
  const threads = new Set<Thread>()
  const line: { readonly resume: () => void; readonly fail: (error: unknown) => void }[] = []
  let isClosed = false

  async function end(thread: Thread): Promise<void> {
    clearTimeout(thread.idle)
    threads.delete(thread)
    await thread.worker.terminate()
    line.shift()?.resume()
  }

  function start(graph: PrivilegeGraph): Thread {
    for (const other of threads) if (!other.isBusy && other.graph !== graph) void end(other)
    const worker = new Worker(new URL('./question-thread.ts', import.meta.url), { workerData: imageOf(graph) })
    const thread = { graph, worker, isBusy: true, idle: undefined }
    worker.on('error', () => undefined) // told to whoever waits, if anyone does
    worker.on('exit', () => threads.delete(thread))
    threads.add(thread)
    return thread
  }

  /** A thread over that graph; where all are busy, the first that is free. */
  async function threadFor(graph: PrivilegeGraph, signal: AbortSignal): Promise<Thread> {
    for (;;) {
      if (isClosed || signal.aborted) throw stopped()
      const ready = [...threads].find((it) => !it.isBusy && it.graph === graph)
      if (ready) {
        clearTimeout(ready.idle)
        ready.isBusy = true
        ready.worker.ref()
        return ready
      }
      if ([...threads].filter((it) => it.isBusy).length < most) return start(graph)
      const free = Promise.withResolvers<void>()
      const place = { resume: free.resolve, fail: free.reject }
      const leave = () => {
        if (line.includes(place)) line.splice(line.indexOf(place), 1)
        free.reject(stopped())
      }
      line.push(place)
      signal.addEventListener('abort', leave)
      await free.promise.finally(() => signal.removeEventListener('abort', leave))
    }
  }

  function release(thread: Thread): void {
    thread.isBusy = false
    thread.worker.unref()
    thread.idle = setTimeout(() => void end(thread), KEPT_IDLE_MS).unref()
    line.shift()?.resume()
  }

  return {
    async ask<N extends QuestionName>(
      context: AnswerContext,
      name: N,
      asked: Asked<N>,
      signal: AbortSignal,
    ): Promise<Answer<N>> {
      if (context.graph.arcCount < leastArcs) return answered(context, name, asked)
      const thread = await threadFor(context.graph, signal)
      let said: End
      try {
        said = await endOf(thread.worker, context, { question: name, asked }, signal)
      } catch (error) {
        await end(thread)
        throw error
      }
      release(thread)
      if ('answer' in said) return said.answer as Answer<N>
      const { code, message, details } = said.problem
      throw new AppError(code, message, details === undefined ? {} : { details })
    },
    async close() {
      isClosed = true
      for (const { fail } of line.splice(0)) fail(stopped())
      await Promise.all([...threads].map(end))
    },
  }
}

type End = Exclude<Said, { readonly need: Need }>

/** What the thread says to a question; evidence it needs is fetched meanwhile. */
async function endOf(worker: Worker, { snapshot }: AnswerContext, told: Told, signal: AbortSignal): Promise<End> {
  const ended = Promise.withResolvers<End>()
  const tell = (it: Told) => worker.postMessage(it)
  const stop = () => ended.reject(stopped())
  const onMessage = (said: Said) => {
    if ('need' in said) fetched(snapshot, said.need).then((got) => tell({ got }), ended.reject)
    else ended.resolve(said)
  }
  const onError = (error: unknown) => ended.reject(threadProblem(error, 'This question'))
  signal.addEventListener('abort', stop)
  worker.on('message', onMessage).on('error', onError).on('exit', stop)
  try {
    tell(told)
    return await ended.promise
  } finally {
    signal.removeEventListener('abort', stop)
    worker.off('message', onMessage).off('error', onError).off('exit', stop)
  }
}

async function fetched(snapshot: AnswerContext['snapshot'], { what, about }: Need): Promise<unknown[]> {
  if (what === 'files') return [...(await snapshot.files(about as readonly string[]))]
  const facts: unknown[] = []
  for await (const chunk of snapshot[what](about as object | undefined)) facts.push(...chunk)
  return facts
}
