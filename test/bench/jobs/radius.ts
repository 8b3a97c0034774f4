import { bestPaths } from '../../../server/analysis/best-paths.ts'
import { valueReach } from '../../../server/analysis/blast.ts'
import { reach } from '../../../server/analysis/reach.ts'
import { witnesses } from '../../../server/analysis/witness.ts'
import { passes, quantiles, timed } from '../timing.ts'
import type { OpenEstate } from './open-estate.ts'

/** As many contributions come with their path over HTTP; all of them count in the score. */
const TOLD = 500
export const NAIVE_SOURCES = 100

/** J1: the blast radius of each source. */
export function askRadius(estate: OpenEstate) {
  return estate.mode === 'plain' ? countReach(estate) : scoreReach(estate)
}

/** Count, summed criticality and the tree of shortest ways of each source; the last pass is reported. */
function countReach(estate: OpenEstate) {
  const { sources } = estate.queries
  const walk = plainWalk(estate)
  let sums = { count: 0, criticality: 0 }
  const { times } = passes(() => {
    sums = { count: 0, criticality: 0 }
    return sources.map((source) =>
      timed(() => {
        const { count, criticality } = walk(source)
        sums.count += count
        sums.criticality += criticality
      }),
    )
  })
  const checksumOfSome = sources.slice(0, NAIVE_SOURCES).reduce((sum, source) => sum + walk(source).count, 0)
  return { n: sources.length, ...quantiles(times), checksum: sums.count, sumcrit: sums.criticality, checksumOfSome }
}

export function plainWalk({ graph, criticality: byNode }: OpenEstate) {
  const worth = Uint8Array.from(graph.nodeOf, (node) => byNode[node]!)
  return (source: number) => {
    const { order, release } = reach(graph, [source])
    let criticality = 0
    for (let i = 1; i < order.length; i++) criticality += worth[order[i]!]!
    release()
    return { count: Math.max(0, order.length - 1), criticality }
  }
}

/** Score, every contribution, and the witness paths that an answer tells; `score_…` is without the paths. */
function scoreReach({ graph, queries: { sources } }: OpenEstate) {
  let reached = 0
  let sum = 0
  let hops = 0
  let scoring: number[] = []
  const { times } = passes(() => {
    reached = 0
    sum = 0
    hops = 0
    scoring = []
    return sources.map((source) =>
      timed(() => {
        const from = performance.now()
        const walk = bestPaths(graph, [source])
        const valued = valueReach(graph, [source], walk)
        scoring.push(performance.now() - from)
        reached += valued.reached.total
        sum += valued.sum
        hops += witnesses(graph, walk, valued.parts.states(TOLD)).arcs.length
        walk.release()
      }),
    )
  })
  const { p50_ms, p99_ms } = quantiles(scoring)
  const score = { score_p50_ms: p50_ms, score_p99_ms: p99_ms }
  return { n: sources.length, ...quantiles(times), ...score, checksum: reached, sum, hops }
}
