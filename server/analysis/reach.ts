import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveredStates } from '../graph/state-rows.ts'
import { CONTROL } from '../model/capabilities.ts'
import { startStates } from './starts.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

export interface ReachOptions extends WalkOptions {
  /** A limit the caller sets; what it hides is confessed by `truncated`. */
  readonly maxHops?: number | undefined
}

/** The arrays belong to the graph's workspace and hold until the next such walk over it. */
export interface Reach {
  /** States, nearest first, and how many of them there are. */
  readonly order: Uint32Array
  /** By place in `order`: the arc that first reached the state, −1 for a start. Control reached the rest of its node. */
  readonly via: Int32Array
  /** Place in `order` at which each layer begins: states `layers[h]` up to `layers[h + 1]` are h edges away. */
  readonly layers: readonly number[]
  readonly truncated: boolean
}

interface Workspace {
  readonly mark: Uint32Array
  readonly order: Uint32Array
  readonly via: Int32Array
  epoch: number
}

const workspaces = new WeakMap<PrivilegeGraph, Workspace>()

function workspaceOf(graph: PrivilegeGraph): Workspace {
  let space = workspaces.get(graph)
  if (!space) {
    // One place more than states: the queue is written ahead, and read only where the state was new.
    const words = () => new Uint32Array(graph.stateCount + 1)
    space = { mark: words(), order: words(), via: new Int32Array(graph.stateCount + 1), epoch: 0 }
    workspaces.set(graph, space)
  }
  if (++space.epoch === 2 ** 32) {
    space.mark.fill(0)
    space.epoch = 1
  }
  return space
}

/** Breadth-first on purpose: a hop limit on a depth-first walk loses what lies beyond a longer branch. */
export function reach(graph: PrivilegeGraph, starts: readonly number[], options: ReachOptions = {}): Reach {
  const { maxHops = Number.POSITIVE_INFINITY, cut } = options
  const { rowStart, rowEnd, heads, edgeOf, lookOf, capabilityOf, nodeOf } = graph
  const { factor } = crossingsOf(graph, options)
  const open = cut === undefined && factor.every((it) => it >= 0)
  const { mark, order, via, epoch } = workspaceOf(graph)
  const layers = [0]
  let size = 0
  let truncated = false
  for (const start of startStates(graph, starts)) {
    for (const state of coveredStates(graph, start)) {
      if (mark[state] === epoch) continue
      mark[state] = epoch
      order[size] = state
      via[size++] = -1
    }
  }
  for (let head = 0; head < size; ) {
    if (layers.length > maxHops) {
      truncated = leadsOn(graph, order.subarray(head, size), mark, epoch, (arc) => crosses(arc))
      layers.push(size)
      break
    }
    const end = size
    layers.push(end)
    for (; head < end; head++) {
      const state = order[head]!
      const last = rowEnd[state]!
      for (let arc = rowStart[state]!; arc < last; arc++) {
        const next = heads[arc]!
        if (mark[next] === epoch || (!open && !crosses(arc))) continue
        mark[next] = epoch
        order[size] = next
        via[size++] = arc
        if (capabilityOf[next] !== CONTROL) continue
        const node = nodeOf[next]
        for (let covered = next - 1; covered >= 0 && nodeOf[covered] === node; covered--) {
          if (mark[covered] === epoch) continue
          mark[covered] = epoch
          order[size] = covered
          via[size++] = arc
        }
      }
    }
  }
  return { order: order.subarray(0, size), via, layers, truncated }

  function crosses(arc: number): boolean {
    return factor[lookOf[arc]!]! >= 0 && (cut === undefined || cut[edgeOf[arc]!] !== 1)
  }
}

function leadsOn(
  { rowStart, rowEnd, heads }: PrivilegeGraph,
  states: Uint32Array,
  mark: Uint32Array,
  epoch: number,
  crosses: (arc: number) => boolean,
): boolean {
  return states.some((state) => {
    for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++)
      if (mark[heads[arc]!] !== epoch && crosses(arc)) return true
    return false
  })
}

/** Fewest edges to each state, −1 where it is not reached. */
export function hopsOf(graph: PrivilegeGraph, { order, layers }: Reach): Int32Array {
  const hops = new Int32Array(graph.stateCount).fill(-1)
  for (let hop = 0; hop + 1 < layers.length; hop++)
    for (let i = layers[hop]!; i < layers[hop + 1]!; i++) hops[order[i]!] = hop
  return hops
}
