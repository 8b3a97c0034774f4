import { bytesPerEdge } from '../csv-graph.ts'
import { seconds } from '../timing.ts'
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
