import { type Ranked, type RankOrder, rank, rankOrders } from '../analysis/rank.ts'
import type { Ranking } from '../api/contract.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { timeMask } from '../graph/time-mask.ts'
import { type AnswerContext, type AnswerOptions, asked, toMinute } from './context.ts'
import { coverageOf } from './coverage.ts'
import { limitsOf } from './limits.ts'
import { isoTime, nodeRef } from './node-ref.ts'
import { ownersOf } from './owners.ts'
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

/** Every principal's exact score; long work pauses for others and stops when the signal says so. */
export async function rankAll(
  graph: PrivilegeGraph,
  at: Date,
  signal?: AbortSignal,
  onProgress?: (done: number, of: number) => void,
): Promise<readonly Ranked[]> {
  const asOf = toMinute(at).getTime()
  const work = rank(graph, asOf, { cut: timeMask(graph, asOf) })
  const turns = new Turns()
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    const { done, of } = step.value
    await turns.next(signal, () => onProgress?.(done, of))
  }
}

/** The ranked list a person sees, out of a ranking of everyone. */
export function ranking(context: AnswerContext, ranked: readonly Ranked[], options: RankingOptions = {}): Ranking {
  const { graph } = context
  const { nodes } = graph
  const question = asked(context, options)
  const text = options.q?.toLowerCase()
  const fits = ({ node }: Ranked) => {
    const column = (numbers: Uint32Array) => nodes.strings[numbers[node]!]
    if (options.type !== undefined && column(nodes.types) !== options.type) return false
    if (options.environment !== undefined && column(nodes.environments) !== options.environment) return false
    if (options.provider !== undefined && column(nodes.providers) !== options.provider) return false
    if (text === undefined) return true
    const words = [nodes.ids.at(node), nodes.names.at(node), ...ownersOf(graph, node).map((owner) => owner.name)]
    return words.some((word) => word.toLowerCase().includes(text))
  }
  const all = ranked.filter(fits).sort(rankOrders[options.sort ?? 'blast'])
  const offset = options.offset ?? 0
  const listed = all.slice(offset, offset + (options.limit ?? all.length))
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
