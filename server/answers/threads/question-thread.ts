import { parentPort, workerData } from 'node:worker_threads'
import { AppError, type ErrorCode } from '../../errors.ts'
import { type GraphImage, graphOf } from '../../graph/graph-image.ts'
import type { AnswerContext } from '../context.ts'
import { type Answer, type Asked, answered, type QuestionName } from './questions.ts'

// The other side of aside.ts: answers one question after the other over a graph. Evidence it asks back for.

type Snapshot = AnswerContext['snapshot']

/** What the thread needs of the snapshot. */
export interface Need {
  readonly what: keyof Snapshot
  readonly about: unknown
}

export type Told = { readonly question: QuestionName; readonly asked: readonly unknown[] } | { readonly got: unknown[] }

export interface Problem {
  readonly code: ErrorCode
  readonly message: string
  readonly details: Readonly<Record<string, unknown>> | undefined
}

export type Said = { readonly need: Need } | { readonly answer: Answer<QuestionName> } | { readonly problem: Problem }

const graph = graphOf(workerData as GraphImage)
const say = (said: Said) => parentPort!.postMessage(said)
/** A question asks for one thing at a time, and there is one question at a time. */
let waiting: PromiseWithResolvers<unknown[]> | undefined

function fetched(need: Need): Promise<unknown[]> {
  waiting = Promise.withResolvers()
  say({ need })
  return waiting.promise
}

const snapshot = {
  async *nodes(about) {
    yield (await fetched({ what: 'nodes', about })) as never
  },
  async *edges(about) {
    yield (await fetched({ what: 'edges', about })) as never
  },
  files: (about) => fetched({ what: 'files', about }) as never,
} satisfies Snapshot

parentPort!.on('message', (told: Told) => {
  if ('got' in told) waiting?.resolve(told.got)
  else void answer(told.question, told.asked as Asked<QuestionName>)
})

async function answer<N extends QuestionName>(name: N, asked: Asked<N>): Promise<void> {
  try {
    say({ answer: await answered({ graph, snapshot }, name, asked) })
  } catch (error) {
    if (!(error instanceof AppError)) throw error // a bug ends the thread, and whoever waits is told
    const { code, message, details } = error
    say({ problem: { code, message, details } })
  }
}
