import { isDeepStrictEqual } from 'node:util'
import { everyRanked, type Ranked, type RankedColumns } from '../../../server/analysis/rank/columns.ts'
import { rank } from '../../../server/analysis/rank.ts'
import { worth } from '../../../server/analysis/worth.ts'
import { rankInThreads } from '../../../server/answers/threads/rank-in-threads.ts'
import type { PrivilegeGraph } from '../../../server/graph/privilege-graph.ts'
import { passes, seconds, timed, timedCpu } from '../timing.ts'
import type { OpenEstate } from './open-estate.ts'

const AS_OF = 0
/** More identities than that are compared with a search of their own by a spread sample, unless all are asked for. */
const SAMPLE = 400
const COMPARED_WHOLE = 5000

/**
 * J2: everyone's exact score and counts; then whether each is, to the last digit, what a search of its own says, and
 * what the threads of the product, which start cold, make of it.
 */
export async function rankEveryone({ mode, graph, queries: { identities } }: OpenEstate, verifyAll: boolean) {
  let columns: RankedColumns | undefined
  let cpu = 0
  const { times, first } = passes(() => [
    timed(() => {
      cpu = timedCpu(() => {
        columns = rankAll(graph)
      })
    }),
  ])
  const ranked = everyRanked(columns!)
  const threads = await rankByThreads(graph, columns!)
  const [from, end] = identities
  const asked = ranked.filter(({ node }) => node >= from && node < end)
  return {
    n: ranked.length,
    s: seconds(times[0]!),
    cpu_s: seconds(cpu),
    first_s: seconds(first[0]!),
    threads: 1,
    ...threads,
    checksum: asked.reduce((sum, { reached }) => sum + reached, 0),
    ...(mode === 'full' ? { sum: asked.reduce((total, { sum }) => total + sum, 0) } : {}),
    ...compare(graph, ranked, verifyAll),
  }
}

function rankAll(graph: PrivilegeGraph): RankedColumns {
  const work = rank(graph, AS_OF)
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

async function rankByThreads(graph: PrivilegeGraph, alone: RankedColumns) {
  const start = performance.now()
  const { orders: _, ...shared } = await rankInThreads(graph, { asOf: AS_OF, cut: undefined })
  const in_threads_s = seconds(performance.now() - start)
  return { in_threads_s, same_in_threads: isDeepStrictEqual(shared, alone) }
}

function compare(graph: PrivilegeGraph, ranked: readonly Ranked[], all: boolean) {
  const stride = all || ranked.length <= COMPARED_WHOLE ? 1 : Math.ceil(ranked.length / SAMPLE)
  const some = ranked.filter((_, i) => i % stride === 0)
  let differing = 0
  const ms = timed(() => {
    for (const { node, sum, reached, byTier, worst } of some) {
      const alone = worth(graph, node)
      const same = alone.sum === sum && alone.reached === reached && alone.worst === worst
      if (!same || JSON.stringify(alone.byTier) !== JSON.stringify(byTier)) differing++
    }
  })
  const searches_s = seconds((ms / some.length) * ranked.length)
  return { compared: some.length, differing, searches_s, extrapolated: stride > 1 }
}
