import { kPaths } from '../../../server/analysis/paths.ts'
import { passes, quantiles, timed } from '../timing.ts'
import type { OpenEstate } from './open-estate.ts'

const SEVERAL = 10

/** J3: one shortest path for each pair; a pair without one counts −1, as the yardstick counts it. */
export function askPath(estate: OpenEstate) {
  return askPaths(estate, estate.queries.pairs, 1)
}

/** J3y: the ten shortest simple paths for each pair. */
export function askSeveralPaths(estate: OpenEstate) {
  return askPaths(estate, estate.queries.yen, SEVERAL)
}

function askPaths({ mode, graph }: OpenEstate, pairs: readonly (readonly [number, number])[], k: number) {
  const by = mode === 'plain' ? 'hops' : 'ease'
  let lengths = 0
  let found = 0
  let eases = 0
  const { times, count } = passes(() => {
    lengths = 0
    found = 0
    eases = 0
    return pairs.map(([from, to]) =>
      timed(() => {
        const paths = kPaths(graph, [from], [to], { k, by })
        if (paths.length === 0) lengths--
        found += paths.length
        for (const { arcs, ease } of paths) {
          lengths += arcs.length
          eases += ease
        }
      }),
    )
  })
  const measures = { n: pairs.length, passes: count, ...quantiles(times), found, checksum: lengths }
  return mode === 'plain' ? measures : { ...measures, eases }
}
