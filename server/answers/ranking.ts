import { rankedAt } from '../analysis/rank/columns.ts'
import { type RankOrder, rank } from '../analysis/rank.ts'
import type { Ranking } from '../api/contract.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { timeMask } from '../graph/time-mask.ts'
import { type AnswerContext, type AnswerOptions, asked, toMinute } from './context.ts'
import { coverageOf } from './coverage.ts'
import { limitsOf } from './limits.ts'
import { isoTime, nodeRef } from './node-ref.ts'
import { ownersOf } from './owners.ts'
import { type RankingWork, rankInThreads } from './threads/rank-in-threads.ts'
import { type RankedTable, rankedTable } from './threads/ranked-table.ts'
import { Turns } from './turns.ts'

export interface RankingOptions extends AnswerOptions {
  readonly sort?: RankOrder | undefined
  /** Only identities whose name or id holds the text, or whose owner's name does. */
  readonly q?: string | undefined
  readonly type?: string | undefined
  readonly environment?: string | undefined
  readonly provider?: string | undefined
  readonly offset?: number | undefined
  /** How many are listed; the totals are exact all the same. All by default. */
  readonly limit?: number | undefined
}

/** Starting threads takes longer than ranking an estate of fewer arcs, a slice at a time. */
const IN_THREADS_FROM = 30_000

export type RankingProgress = Pick<RankingWork, 'signal' | 'onProgress' | 'inFlight'>

/** Every principal's exact score. Other questions are answered meanwhile, and the signal stops it. */
export async function rankAll(graph: PrivilegeGraph, at: Date, progress: RankingProgress = {}): Promise<RankedTable> {
  const asOf = toMinute(at).getTime()
  const work = { asOf, cut: timeMask(graph, asOf), ...progress }
  return graph.arcCount < IN_THREADS_FROM ? rankInSlices(graph, work) : rankInThreads(graph, work)
}

async function rankInSlices(graph: PrivilegeGraph, { asOf, cut, signal, onProgress }: RankingWork) {
  const work = rank(graph, asOf, { cut })
  const turns = new Turns()
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return rankedTable(step.value)
    const { done, of } = step.value
    await turns.next(signal, () => onProgress?.(done, of))
  }
}

/** The ranked list a person sees, out of a ranking of everyone. */
export function ranking(context: AnswerContext, ranked: RankedTable, options: RankingOptions = {}): Ranking {
  const { graph } = context
  const { nodes } = graph
  const question = asked(context, options)
  const text = options.q?.toLowerCase()
  const fits = (row: number) => {
    const node = ranked.node[row]!
    const column = (numbers: Uint32Array) => nodes.strings[numbers[node]!]
    if (options.type !== undefined && column(nodes.types) !== options.type) return false
    if (options.environment !== undefined && column(nodes.environments) !== options.environment) return false
    if (options.provider !== undefined && column(nodes.providers) !== options.provider) return false
    if (text === undefined) return true
    const holds = (word: string) => word.toLowerCase().includes(text)
    return (
      holds(nodes.ids.at(node)) || holds(nodes.names.at(node)) || ownersOf(graph, node).some(({ name }) => holds(name))
    )
  }
  const inOrder = ranked.orders[options.sort ?? 'blast']
  const isFiltered = [text, options.type, options.environment, options.provider].some((it) => it !== undefined)
  const all = isFiltered ? inOrder.filter(fits) : inOrder
  const offset = options.offset ?? 0
  const listed = Array.from(all.subarray(offset, offset + (options.limit ?? all.length)), (row) =>
    rankedAt(ranked, row),
  )
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    total: all.length,
    identities: listed.map(({ node, worst, byTier, ...numbers }) => ({
      ...nodeRef(nodes, node),
      ...numbers,
      byTier,
      worst:
        worst === undefined
          ? null
          : { id: nodes.ids.at(worst), name: nodes.names.at(worst), tier: nodes.tiers[worst]! },
      owner: ownersOf(graph, node)[0]?.name ?? null,
      lastUsedAt: isoTime(nodes.lastUsedAt[node]!),
    })),
    next: offset + listed.length < all.length ? String(offset + listed.length) : null,
    limits: limitsOf(context, question, []),
    truncated: offset + listed.length < all.length,
    coverage: coverageOf(
      graph,
      listed.map(({ node }) => node),
    ),
  }
}
