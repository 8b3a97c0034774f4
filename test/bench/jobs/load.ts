import { bytesPerEdge } from '../csv-graph.ts'
import { type NamedEstate, readNamedEstate } from '../named/named-estate.ts'
import { plainGraph } from '../plain-graph.ts'
import { seconds, timed } from '../timing.ts'
import type { OpenEstate } from './open-estate.ts'

/** J5: from CSV to ready. */
export function load({ graph, parse, build }: OpenEstate) {
  return {
    n: 1,
    s: seconds(parse + build),
    parse_s: seconds(parse),
    build_s: seconds(build),
    nodes: graph.nodes.count,
    checksum: graph.edges.count,
    bytes_per_edge: Number(bytesPerEdge(graph).toFixed(1)),
  }
}

/** J5 where ids are strings: the same files, and the same graph. */
export function loadNamed(folder: string) {
  let estate: NamedEstate | undefined
  const parse = timed(() => {
    estate = readNamedEstate(folder)
  })
  let edges = 0
  const build = timed(() => {
    edges = plainGraph(estate!, [0, 0]).edges.count
  })
  return { n: 1, s: seconds(parse + build), parse_s: seconds(parse), build_s: seconds(build), checksum: edges }
}
