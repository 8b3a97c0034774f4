import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CONTROL, isControl } from '../model/capabilities.ts'
import { startStates } from './starts.ts'
import { StateHeap } from './state-heap.ts'
import { easesOf, type WalkOptions } from './walk-options.ts'

/**
 * The easiest way to everything: ease, hops of that way, and the arc that ends it, for each state; a state is reached
 * when its `mark` is the `epoch`. The arrays belong to the graph's workspace and hold until the next walk over it.
 */
export interface BestPaths {
  readonly epoch: number
  readonly mark: Uint32Array
  readonly ease: Float64Array
  readonly hops: Uint32Array
  /** −1 at a start. */
  readonly via: Int32Array
  /** Reached states, easiest first, then nearest. */
  readonly order: Uint32Array
  readonly size: number
}

interface Workspace {
  epoch: number
  readonly mark: Uint32Array
  readonly settled: Uint32Array
  readonly ease: Float64Array
  readonly hops: Uint32Array
  readonly via: Int32Array
  readonly order: Uint32Array
  readonly queue: Uint32Array
}

const workspaces = new WeakMap<PrivilegeGraph, Workspace>()

function workspaceOf(graph: PrivilegeGraph): Workspace {
  let space = workspaces.get(graph)
  if (!space) {
    const words = () => new Uint32Array(graph.stateCount)
    space = {
      epoch: 0,
      mark: words(),
      settled: words(),
      ease: new Float64Array(graph.stateCount),
      hops: words(),
      via: new Int32Array(graph.stateCount),
      order: words(),
      queue: words(),
    }
    workspaces.set(graph, space)
  }
  space.epoch++
  return space
}

/**
 * Dijkstra over (ease descending, hops ascending); equal ways are told apart by the smaller edge index. Most crossings
 * have ease 1 and stay in the level at hand, where a plain queue is already in order; only a drop of ease goes
 * through the heap.
 */
export function bestPaths(graph: PrivilegeGraph, starts: readonly number[], options: WalkOptions = {}): BestPaths {
  const { cut } = options
  const { heads, edgeOf, lookOf } = graph
  const eases = easesOf(graph, options)
  const space = workspaceOf(graph)
  const { epoch, mark, settled, ease, hops, via, order, queue } = space
  const heap = new StateHeap()
  let head = 0
  let tail = 0
  let size = 0
  let level = 1

  /** Takes a way to a state if it is better than the one known; true when it is. */
  const improve = (state: number, newEase: number, newHops: number, arc: number): boolean => {
    if (mark[state] === epoch) {
      if (settled[state] === epoch || newEase < ease[state]!) return false
      if (newEase === ease[state]! && newHops >= hops[state]!) {
        if (newHops === hops[state]! && via[state]! >= 0 && edgeOf[arc]! < edgeOf[via[state]!]!) via[state] = arc
        return false
      }
    }
    mark[state] = epoch
    ease[state] = newEase
    hops[state] = newHops
    via[state] = arc
    return true
  }
  const push = (state: number, newEase: number, newHops: number, arc: number) => {
    if (!improve(state, newEase, newHops, arc)) return
    if (newEase === level) queue[tail++] = state
    else heap.push(state, newEase, newHops)
  }
  const settle = (state: number) => {
    settled[state] = epoch
    order[size++] = state
    const from = ease[state]!
    const nextHops = hops[state]! + 1
    const under = startNodes.has(state >> 2) ? eases.atStart : eases.ease
    for (let arc = graph.starts[state]!; arc < graph.starts[state + 1]!; arc++) {
      const head = heads[arc]!
      const crossing = under[lookOf[arc]!]!
      if (crossing === 0 || settled[head] === epoch || cut?.[edgeOf[arc]!]) continue
      push(head, from * crossing, nextHops, arc)
    }
  }
  const startSet = startStates(graph, starts)
  const startNodes = new Set(startSet.map((state) => state >> 2))
  for (const state of startSet) push(state, 1, 0, -1)

  for (;;) {
    let state: number
    if (head < tail && (heap.size === 0 || !heap.isBefore(ease[queue[head]!]!, hops[queue[head]!]!)))
      state = queue[head++]!
    else if (heap.size > 0) {
      state = heap.pop()
      if (settled[state] !== epoch && head === tail) level = ease[state]!
    } else break
    if (settled[state] === epoch) continue
    settle(state)
    if (!isControl(state)) continue
    // Control covers the other three: they come with it, without a place in the queue of their own.
    for (let covered = state - 1; covered >= state - CONTROL; covered--) {
      if (settled[covered] === epoch) continue
      improve(covered, ease[state]!, hops[state]!, via[state]!)
      settle(covered)
    }
  }
  return { epoch, mark, ease, hops, via, order, size }
}
