import { toMinute } from '../answers/context.ts'
import { rankAll } from '../answers/ranking.ts'
import { enter, type InFlight, leave } from '../answers/threads/in-flight.ts'
import type { RankedTable } from '../answers/threads/ranked-table.ts'
import { stopped } from '../answers/turns.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { callerGone } from './deadline.ts'

export interface DatedRanking {
  readonly ranked: RankedTable
  /** The instant it was judged at; every page of it says so. */
  readonly asOf: Date
}

export interface RankingCache {
  /** For a request in flight: the ranking at that instant; without one, the newest that is at most ten minutes old. */
  of(graph: PrivilegeGraph, signal: AbortSignal, asOf?: Date): Promise<DatedRanking>
  /** Ends what is being ranked; whoever waits for it is told. */
  stop(): void
}

const REUSED_MS = 10 * 60_000

interface Shared {
  readonly ranking: Promise<DatedRanking>
  readonly stopper: AbortController
  /** Those who wait for it, and those who were told to come back for it. */
  wanted: number
}

/**
 * One ranking serves all pages, orders and filters asked of it, and one is made at a time: two would take the memory
 * of both. It is given up when everyone who waited for it has gone, but not when they were told to ask again later.
 */
export function rankingCache(now: () => Date, inFlight: InFlight): RankingCache {
  const newest = new WeakMap<PrivilegeGraph, Map<number, Shared>>()
  const ended = new AbortController()
  let line: Promise<unknown> = Promise.resolve()

  function begin(graph: PrivilegeGraph, asOf: Date): Shared {
    const stopper = new AbortController()
    const signal = AbortSignal.any([stopper.signal, ended.signal])
    const ranking = line.then(async () => {
      if (signal.aborted) throw stopped()
      return { asOf, ranked: await rankAll(graph, asOf, { signal, inFlight }) }
    })
    line = ranking.catch(() => undefined)
    return { ranking, stopper, wanted: 0 }
  }

  function shared(graph: PrivilegeGraph, wanted: Date | undefined): Shared {
    const kept = newest.get(graph) ?? new Map<number, Shared>()
    newest.set(graph, kept)
    const minute = toMinute(wanted ?? now()).getTime()
    const recent = [...kept.keys()].findLast((at) => minute - at < REUSED_MS && at <= minute)
    const found = kept.get(wanted === undefined ? (recent ?? minute) : minute)
    if (found) return found
    const begun = begin(graph, new Date(minute))
    kept.set(minute, begun)
    while (kept.size > 2) kept.delete(kept.keys().next().value!)
    const forget = () => kept.get(minute) === begun && kept.delete(minute)
    begun.stopper.signal.addEventListener('abort', forget)
    begun.ranking.catch(forget)
    return begun
  }

  return {
    async of(graph, signal, asOf) {
      if (signal.aborted) throw stopped()
      const asked = shared(graph, asOf)
      asked.wanted++
      const giveUp = () => {
        if (signal.reason === callerGone && --asked.wanted === 0) asked.stopper.abort()
      }
      signal.addEventListener('abort', giveUp, { once: true })
      const comeBack = stepAside(inFlight, signal)
      try {
        return await asked.ranking
      } finally {
        comeBack()
        signal.removeEventListener('abort', giveUp)
      }
    },
    stop: () => ended.abort(),
  }
}

/** A request that waits for the ranking is none that the ranking makes room for, until it waits no more. */
function stepAside(inFlight: InFlight, signal: AbortSignal): () => void {
  let isAside = true
  const comeBack = () => {
    if (isAside) enter(inFlight)
    isAside = false
    signal.removeEventListener('abort', comeBack)
  }
  leave(inFlight)
  signal.addEventListener('abort', comeBack)
  return comeBack
}
