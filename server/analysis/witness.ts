import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { BestPaths } from './best-paths.ts'
import { column } from './short-columns.ts'

/**
 * The arcs of the easiest way to a reached state, from the start on; among equally easy and short ones that of the
 * smallest edge, chosen from the end back. It has to be read before the walk is given back.
 */
export function witness(graph: PrivilegeGraph, walk: BestPaths, state: number): number[] {
  return [...witnesses(graph, walk, [state]).of(0)]
}

/** The witnesses of several states, behind each other in one column. */
export class Witnesses {
  readonly arcs: Uint32Array
  /** Of each witness. */
  readonly ends: Uint32Array

  constructor(arcs: Uint32Array, ends: Uint32Array) {
    this.arcs = arcs
    this.ends = ends
  }

  of(place: number): Uint32Array {
    return this.arcs.subarray(place === 0 ? 0 : this.ends[place - 1]!, this.ends[place]!)
  }
}

/** As many of them as have `most` arcs together, whole ones only, but always the first. */
export function witnesses(
  graph: PrivilegeGraph,
  walk: BestPaths,
  states: ArrayLike<number>,
  most: number = Number.POSITIVE_INFINITY,
): Witnesses {
  const ends = column(states.length)
  let count = 0
  let size = 0
  for (; count < states.length; count++) {
    const hops = walk.hopsAt(states[count]!)
    if (size + hops > most && count > 0) break
    size += hops
    ends[count] = size
  }
  const arcs = column(size)
  const { tails } = graph
  for (let i = 0, start = 0; i < count; i++) {
    let at = states[i]!
    for (let place = ends[i]! - 1; place >= start; place--) {
      const arc = walk.viaAt(at)
      arcs[place] = arc
      at = tails[arc]!
    }
    start = ends[i]!
  }
  return new Witnesses(arcs, ends.subarray(0, count))
}
