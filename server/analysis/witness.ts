import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { BestPaths } from './best-paths.ts'

/** The arcs of the easiest way to a reached state, from the start on. */
export function witness(graph: PrivilegeGraph, walk: Pick<BestPaths, 'via'>, state: number): number[] {
  const arcs: number[] = []
  for (let arc = walk.via[state]!; arc !== -1; arc = walk.via[graph.tails[arc]!]!) arcs.push(arc)
  return arcs.reverse()
}
