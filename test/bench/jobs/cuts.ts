import { leadsTo } from '../../../server/analysis/cuts/leads-to.ts'
import { minCut } from '../../../server/analysis/cuts/min-cut.ts'
import { passes, quantiles, timed } from '../timing.ts'
import type { OpenEstate } from './open-estate.ts'

/** J4: the smallest cut of edges between an identity and all crown jewels; one that no cut parts counts nothing. */
export function askCut({ graph, queries: { cut, jewels } }: OpenEstate) {
  const prep = timed(() => leadsTo(graph, jewels, {}))
  let checksum = 0
  let uncuttable = 0
  const { times, count } = passes(() => {
    checksum = 0
    uncuttable = 0
    return cut.map((identity) =>
      timed(() => {
        const { edges } = minCut(graph, [identity], jewels)
        if (edges) checksum += edges.length
        else uncuttable++
      }),
    )
  })
  return { n: cut.length, passes: count, ...quantiles(times), prep_ms: Number(prep.toFixed(2)), uncuttable, checksum }
}
