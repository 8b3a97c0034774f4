import { kPaths } from '../../../server/analysis/paths.ts'
import { shortestPath } from '../../../server/analysis/shortest-path.ts'
import { passes, quantiles, timed } from '../timing.ts'
import type { OpenEstate } from './open-estate.ts'

const SEVERAL = 10

type Pairs = readonly (readonly [from: number, to: number])[]

/** J3: one path for each pair, in plain mode the shortest, in full mode the easiest. */
export function askPath({ mode, graph, queries: { pairs } }: OpenEstate) {
  if (mode === 'full') return ask(pairs, (from, to) => kPaths(graph, [from], [to], { by: 'ease' }))
  return ask(pairs, (from, to) => {
    const arcs = shortestPath(graph, [from], [to])
    return arcs ? [{ arcs, ease: 1 }] : []
  })
}

/** J3y: the ten shortest, or easiest, simple paths for each pair. */
export function askSeveralPaths({ mode, graph, queries: { yen } }: OpenEstate) {
  const by = mode === 'plain' ? 'hops' : 'ease'
  return ask(yen, (from, to) => kPaths(graph, [from], [to], { k: SEVERAL, by }))
}

interface Path {
  readonly arcs: { readonly length: number }
  readonly ease: number
}

/** A pair without any path counts −1, as the yardstick counts it. */
function ask(pairs: Pairs, pathsOf: (from: number, to: number) => readonly Path[]) {
  let checksum = 0
  let found = 0
  let eases = 0
  const { times, count } = passes(() => {
    checksum = 0
    found = 0
    eases = 0
    return pairs.map(([from, to]) =>
      timed(() => {
        const paths = pathsOf(from, to)
        if (paths.length === 0) checksum--
        found += paths.length
        for (const { arcs, ease } of paths) {
          checksum += arcs.length
          eases += ease
        }
      }),
    )
  })
  return { n: pairs.length, passes: count, ...quantiles(times), found, eases, checksum }
}
