import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { BestPaths } from './best-paths.ts'

/**
 * The arcs of the easiest way to a reached state, from the start on; among equally easy and short ones that of the
 * smallest edge, chosen from the end back. It has to be read before the walk is given back.
 */
export function witness(graph: PrivilegeGraph, walk: BestPaths, state: number): number[] {
  const arcs = new Array<number>(walk.hopsAt(state))
  for (let i = arcs.length - 1, at = state; i >= 0; i--) {
    arcs[i] = walk.viaAt(at)
    at = graph.tails[arcs[i]!]!
  }
  return arcs
}
