import type { ParseArgsOptionsConfig } from 'node:util'
import type { Answer, Asked, QuestionName } from '../answers/threads/questions.ts'
import type { Pinned } from '../api/graph-cache.ts'
import type { Store } from '../store/store.ts'
import type { Terminal } from './terminal.ts'

/** A command as data: the help and the README's table are made of it. */
export interface Command {
  readonly name: string
  /** What it answers, in a sentence. */
  readonly summary: string
  /** What follows its name. */
  readonly usage: string
  readonly options?: ParseArgsOptionsConfig
  /** How many words it takes; `undefined` at the end means as many as one likes. */
  readonly takes: readonly [least: number, most: number]
  readonly examples?: readonly string[]
  readonly run: (given: Given, context: Context) => Promise<void>
}

export interface Given {
  readonly words: readonly string[]
  readonly text: (flag: string) => string | undefined
  readonly texts: (flag: string) => readonly string[]
  readonly on: (flag: string) => boolean
  /** A whole number from `least` up to `most`. */
  readonly number: (flag: string, least: number, most: number) => number | undefined
}

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal
  readonly json: boolean
  readonly env: NodeJS.ProcessEnv
  readonly home: () => string
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly storeUrl: () => string
  readonly store: () => Promise<Store>
  /** That revision, else the one that `--revision` names, else the newest, compiled. */
  readonly graph: (revision?: number) => Promise<Pinned>
  /** Answers what may take long, so that it can be interrupted. */
  readonly ask: <N extends QuestionName>(pinned: Pinned, name: N, asked: Asked<N>) => Promise<Answer<N>>
}
