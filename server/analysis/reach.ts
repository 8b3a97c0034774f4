import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CONTROL, isControl } from '../model/capabilities.ts'
import { startStates } from './starts.ts'
import { easesOf, type WalkOptions } from './walk-options.ts'

export interface ReachOptions extends WalkOptions {
  /** A limit the caller sets; what it hides is confessed by `truncated`. */
  readonly maxHops?: number | undefined
}

export interface Reach {
  /** States, nearest first. */
  readonly order: Uint32Array
  /** Fewest edges to each state, −1 where it is not reached. */
  readonly hops: Int32Array
  /** The arc that first reached each state. */
  readonly via: Int32Array
  readonly truncated: boolean
}

/** Breadth-first on purpose: a hop limit on a depth-first walk loses what lies beyond a longer branch. */
export function reach(graph: PrivilegeGraph, starts: readonly number[], options: ReachOptions = {}): Reach {
  const { maxHops = Number.POSITIVE_INFINITY, cut } = options
  const { stateCount, heads, edgeOf, lookOf } = graph
  const { ease } = easesOf(graph, options)
  const hops = new Int32Array(stateCount).fill(-1)
  const via = new Int32Array(stateCount).fill(-1)
  const order = new Uint32Array(stateCount)
  let size = 0
  let truncated = false
  const take = (state: number, hop: number, arc: number) => {
    const last = isControl(state) ? state - CONTROL : state // control covers the other three
    for (let s = state; s >= last; s--) {
      if (hops[s] !== -1) continue
      hops[s] = hop
      via[s] = arc
      order[size++] = s
    }
  }
  for (const state of startStates(graph, starts)) take(state, 0, -1)
  for (let next = 0; next < size; next++) {
    const state = order[next]!
    for (let arc = graph.starts[state]!; arc < graph.starts[state + 1]!; arc++) {
      if (cut?.[edgeOf[arc]!] || hops[heads[arc]!] !== -1 || ease[lookOf[arc]!] === 0) continue
      if (hops[state]! >= maxHops) truncated = true
      else take(heads[arc]!, hops[state]! + 1, arc)
    }
  }
  return { order: order.subarray(0, size), hops, via, truncated }
}
