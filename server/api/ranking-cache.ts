import type { Ranked } from '../analysis/rank.ts'
import { toMinute } from '../answers/context.ts'
import { rankAll } from '../answers/ranking.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

export interface DatedRanking {
  readonly ranked: readonly Ranked[]
  /** The instant it was judged at; every page of it says so. */
  readonly asOf: Date
}

export interface RankingCache {
  /** The ranking at that instant; without one, the newest that is at most ten minutes old. */
  of(graph: PrivilegeGraph, asOf?: Date): Promise<DatedRanking>
}

const REUSED_MS = 10 * 60_000

/** Ranking walks from every principal, so one ranking serves all pages, orders and filters asked of it. */
export function rankingCache(now: () => Date): RankingCache {
  const newest = new WeakMap<PrivilegeGraph, Map<number, Promise<DatedRanking>>>()

  async function compute(graph: PrivilegeGraph, asOf: Date): Promise<DatedRanking> {
    return { asOf, ranked: await rankAll(graph, asOf) }
  }

  return {
    of(graph, wanted) {
      const kept = newest.get(graph) ?? new Map<number, Promise<DatedRanking>>()
      newest.set(graph, kept)
      const minute = toMinute(wanted ?? now()).getTime()
      const recent = [...kept.keys()].findLast((at) => minute - at < REUSED_MS && at <= minute)
      const found = kept.get(wanted === undefined ? (recent ?? minute) : minute)
      if (found) return found
      const computed = compute(graph, new Date(minute))
      kept.set(minute, computed)
      while (kept.size > 2) kept.delete(kept.keys().next().value!)
      computed.catch(() => kept.delete(minute))
      return computed
    },
  }
}
