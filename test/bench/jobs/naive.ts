import { rowsBy } from '../../../server/graph/rows.ts'
import { readEstate } from '../csv-estate.ts'
import { naiveWalk } from '../naive-walk.ts'
import { readQueries } from '../queries.ts'
import { quantiles, seconds, timed, timedCpu } from '../timing.ts'
import type { OpenEstate } from './open-estate.ts'
import { NAIVE_SOURCES, plainWalk } from './radius.ts'

const MOST_SECONDS = 20

/** The slow, obvious walk over the same files, which shares no code with the compiled graph. */
export function askNaively(folder: string) {
  const some = readQueries(folder).sources.slice(0, NAIVE_SOURCES)
  const walk = naiveWalk(readEstate(folder))
  let checksumOfSome = 0
  const times = some.map((source) =>
    timed(() => {
      checksumOfSome += walk(source).count
    }),
  )
  return { n: some.length, ...quantiles(times), checksumOfSome }
}

/** The same over the list of edges of an estate that has no files, with rows and a walk of its own. */
export function walkEdges({ graph: { nodes, edges }, queries: { sources } }: OpenEstate) {
  const { starts, entries } = rowsBy(edges.from, nodes.count)
  const seen = new Uint32Array(nodes.count)
  const queue = new Uint32Array(nodes.count)
  const some = sources.slice(0, NAIVE_SOURCES)
  let checksumOfSome = 0
  const times = some.map((source, walk) =>
    timed(() => {
      let size = 0
      queue[size++] = source
      seen[source] = walk + 1
      for (let at = 0; at < size; at++) {
        for (let i = starts[queue[at]!]!; i < starts[queue[at]! + 1]!; i++) {
          const head = edges.to[entries[i]!]!
          if (seen[head] === walk + 1) continue
          seen[head] = walk + 1
          queue[size++] = head
        }
      }
      checksumOfSome += size - 1
    }),
  )
  return { n: some.length, ...quantiles(times), checksumOfSome }
}

/** One walk per identity; where that takes too long, a spread sample, and the line says so. */
export function walkFromEveryone(estate: OpenEstate) {
  const [first, end] = estate.queries.identities
  const walk = plainWalk(estate)
  const start = performance.now()
  let sumcount = 0
  let sumcrit = 0
  let asked = 0
  const cpu = timedCpu(() => {
    for (; asked < end - first && performance.now() - start < MOST_SECONDS * 1000; asked++) {
      const { count, criticality } = walk(first + ((asked * 2_654_435_761) % (end - first)))
      sumcount += count
      sumcrit += criticality
    }
  })
  const whole = (end - first) / asked
  const took = { n: asked, s: seconds((performance.now() - start) * whole), cpu_s: seconds(cpu * whole) }
  if (asked === end - first) return { ...took, exact: true, checksum: sumcount, sumcrit }
  return { ...took, exact: false, extrapolated: true }
}
