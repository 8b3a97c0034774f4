import { unionOf, type WalkOptions } from '../analysis/walk-options.ts'
import { AppError } from '../errors.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { timeMask } from '../graph/time-mask.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import type { Snapshot } from '../store/store.ts'

/** The instant an answer is judged at, the same for all that is asked within a minute. */
export const toMinute = (time: Date): Date => new Date(Math.floor(time.getTime() / 60_000) * 60_000)

/** What an answer is made from: one revision, compiled, and the snapshot its evidence is read from. */
export interface AnswerContext {
  readonly graph: PrivilegeGraph
  readonly snapshot: Pick<Snapshot, 'nodes' | 'edges' | 'files'>
  readonly table?: ScoreTable
}

/** What every graph question takes. */
export interface AnswerOptions {
  /** Time at which secrets, conditions and windows are judged; to the minute, now by default. */
  readonly asOf?: Date | undefined
  readonly gates?: 'count' | 'open' | 'hold' | undefined
}

/** The options resolved: the instant, and the walk's options with what does not hold then masked. */
export interface Asked {
  readonly asOf: Date
  readonly walk: WalkOptions
  readonly gates: 'count' | 'open' | 'hold'
}

export function asked({ graph, table = scoreTable }: AnswerContext, options: AnswerOptions, cut?: Uint8Array): Asked {
  const asOf = toMinute(options.asOf ?? new Date())
  if (Number.isNaN(asOf.getTime())) throw new AppError('bad_argument', 'asOf must be an ISO 8601 time')
  const gates = options.gates ?? 'count'
  return { asOf, gates, walk: { cut: unionOf(timeMask(graph, asOf.getTime()), cut), gates, table } }
}
