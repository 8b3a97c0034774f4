import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coversOf } from './covers.ts'
import { startStates } from './starts.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'
import { once, Workspaces } from './workspaces.ts'

export interface ReachOptions extends WalkOptions {
  /** A limit the caller sets; what it hides is confessed by `truncated`. */
  readonly maxHops?: number | undefined
}

/** The arrays are lent by the graph's workspaces; whoever has read them may give them back, and need not. */
export interface Reach {
  /** States, nearest first, and how many of them there are. */
  readonly order: Uint32Array
  /** By place in `order`: the arc that first reached the state, −1 for a start. Control reached the rest of its node. */
  readonly via: Int32Array
  /** Place in `order` at which each layer begins: states `layers[h]` up to `layers[h + 1]` are h edges away. */
  readonly layers: readonly number[]
  readonly truncated: boolean
  readonly release: () => void
}

interface Workspace {
  readonly mark: Int32Array
  readonly order: Uint32Array
  readonly via: Int32Array
  epoch: number
}

const LAST_EPOCH = 2 ** 31 - 1

const workspaces = new Workspaces<Workspace>(({ stateCount }) => ({
  mark: new Int32Array(stateCount),
  // One place more than states: the queue is written ahead, and read only where the state was new.
  order: new Uint32Array(stateCount + 1),
  via: new Int32Array(stateCount + 1),
  epoch: 0,
}))

function workspaceOf(graph: PrivilegeGraph): Workspace {
  const space = workspaces.take(graph)
  if (space.epoch === LAST_EPOCH) {
    space.mark.fill(0)
    space.epoch = 0
  }
  space.epoch++
  return space
}

/** Breadth-first on purpose: a hop limit on a depth-first walk loses what lies beyond a longer branch. */
export function reach(graph: PrivilegeGraph, starts: readonly number[], options: ReachOptions = {}): Reach {
  const { maxHops = Number.POSITIVE_INFINITY, cut } = options
  const { factor, allOpen } = crossingsOf(graph, options)
  const covers = coversOf(graph)
  const space = workspaceOf(graph)
  const { order, via } = space
  const crossed = cut === undefined && allOpen ? undefined : { factor, cut }
  const layers = [0]
  let truncated = false
  let size = 0
  for (const start of startStates(graph, starts)) size = push(space, start, -1, size)
  for (let head = 0; size > head; ) {
    // Control crosses all that the states it brings along do: only what an arc gave is walked on from.
    const given = size
    if (covers) size = cover(covers, space, head, given)
    layers.push(size)
    if (layers.length - 1 > maxHops) {
      truncated = leadsOn(graph, space, head, given, crossed)
      break
    }
    head = size
    size = crossed
      ? expandCrossed(graph, crossed, space, layers.at(-2)!, given, size)
      : expand(graph, space, layers.at(-2)!, given, size)
  }
  const release = once(() => workspaces.giveBack(graph, space))
  return { order: order.subarray(0, size), via, layers, truncated, release }
}

interface Crossed {
  readonly factor: Int16Array
  readonly cut: Uint8Array | undefined
}

const isCrossed = ({ lookOf, edgeOf }: PrivilegeGraph, { factor, cut }: Crossed, arc: number): boolean =>
  factor[lookOf[arc]!]! >= 0 && (cut === undefined || cut[edgeOf[arc]!] !== 1)

/**
 * Puts a state at the end of the queue if it is new, and returns the queue's size. Without a branch, since none would
 * be foreseen: no mark is above the epoch, so the sign of the difference tells what is new.
 */
function push({ mark, order, via, epoch }: Workspace, state: number, arc: number, size: number): number {
  const isNew = (mark[state]! - epoch) >>> 31
  order[size] = state
  via[size] = arc
  mark[state] = epoch
  return size + isNew
}

/** Queues what the controls from `head` to `end` bring along. */
function cover(covers: Uint8Array, space: Workspace, head: number, end: number): number {
  const { order, via } = space
  let size = end
  for (let i = head; i < end; i++) {
    const control = order[i]!
    for (let covered = control - covers[control]!; covered < control; covered++)
      size = push(space, covered, via[i]!, size)
  }
  return size
}

/** Queues what the states from `from` to `end` lead to. */
function expand(
  { rowStart, rowEnd, heads }: PrivilegeGraph,
  { mark, order, via, epoch }: Workspace,
  from: number,
  end: number,
  queued: number,
): number {
  let size = queued
  for (let head = from; head < end; head++) {
    const state = order[head]!
    const last = rowEnd[state]!
    for (let arc = rowStart[state]!; arc < last; arc++) {
      const next = heads[arc]!
      order[size] = next
      via[size] = arc
      size += (mark[next]! - epoch) >>> 31
      mark[next] = epoch
    }
  }
  return size
}

function expandCrossed(
  graph: PrivilegeGraph,
  crossed: Crossed,
  { mark, order, via, epoch }: Workspace,
  from: number,
  end: number,
  queued: number,
): number {
  const { rowStart, rowEnd, heads } = graph
  let size = queued
  for (let head = from; head < end; head++) {
    const state = order[head]!
    const last = rowEnd[state]!
    for (let arc = rowStart[state]!; arc < last; arc++) {
      const next = heads[arc]!
      if (mark[next] === epoch || !isCrossed(graph, crossed, arc)) continue
      mark[next] = epoch
      order[size] = next
      via[size++] = arc
    }
  }
  return size
}

function leadsOn(
  graph: PrivilegeGraph,
  { order, mark, epoch }: Workspace,
  from: number,
  end: number,
  crossed: Crossed | undefined,
): boolean {
  for (let i = from; i < end; i++) {
    const state = order[i]!
    for (let arc = graph.rowStart[state]!; arc < graph.rowEnd[state]!; arc++)
      if (mark[graph.heads[arc]!] !== epoch && (!crossed || isCrossed(graph, crossed, arc))) return true
  }
  return false
}

/** Fewest edges to each state, −1 where it is not reached. */
export function hopsOf(graph: PrivilegeGraph, { order, layers }: Reach): Int32Array {
  const hops = new Int32Array(graph.stateCount).fill(-1)
  for (let hop = 0; hop + 1 < layers.length; hop++)
    for (let i = layers[hop]!; i < layers[hop + 1]!; i++) hops[order[i]!] = hop
  return hops
}
