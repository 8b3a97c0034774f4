import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveringState, statesOf } from '../graph/state-rows.ts'
import { oncePerGraph } from './once-per-graph.ts'
import { startStates } from './starts.ts'
import { tailsBack } from './tails-back.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

/** What is kept by state, side by side so that it lies in one line of memory: the marks of both searches, and its arcs. */
const CELL_BITS = 2
const CELL = 1 << CELL_BITS
const AHEAD = 0
const BEHIND = 1
const WAYS_ON = 2
const WAYS_BACK = 3

/** One of the two searches: what it saw, nearest first, and how it came there. */
class Side {
  /**
   * By state, at AHEAD or BEHIND: `base` + its place in the queue, less than `base` where this search has not seen it.
   * At WAYS_ON and WAYS_BACK, how many arcs lead on from it and back.
   */
  readonly cells: Int32Array
  readonly side: number
  readonly queue: Int32Array
  /** By place: the arc it was seen over, and the place that was seen from; −1 where it began. */
  readonly via: Int32Array
  readonly before: Int32Array
  base = 1
  size = 0
  /** First place of the layer that was not looked at yet, and how many arcs there are to look at. */
  layer = 0
  work = 0

  constructor(cells: Int32Array, side: number) {
    const stateCount = cells.length / CELL
    this.cells = cells
    this.side = side
    this.queue = new Int32Array(stateCount + 1)
    this.via = new Int32Array(stateCount + 1)
    this.before = new Int32Array(stateCount + 1)
  }

  begin(): void {
    this.base += this.size
    if (this.base + this.queue.length > 2 ** 31) {
      for (let at = this.side; at < this.cells.length; at += CELL) this.cells[at] = 0
      this.base = 1
    }
    this.size = 0
    this.layer = 0
    this.work = 0
  }

  /** Where the search begins. */
  take(state: number): void {
    const cell = state * CELL
    if (this.cells[cell + this.side]! >= this.base) return
    this.cells[cell + this.side] = this.base + this.size
    this.work += this.cells[cell + WAYS_ON + this.side]!
    this.queue[this.size] = state
    this.via[this.size] = -1
    this.before[this.size++] = -1
  }

  /** The arcs from where this search began to the place, the last one first. */
  arcsTo(place: number): number[] {
    const arcs: number[] = []
    for (let at = place; this.before[at] !== -1; at = this.before[at]!) arcs.push(this.via[at]!)
    return arcs
  }
}

const sidesOf = oncePerGraph(({ stateCount, rowStart, rowEnd, backward }) => {
  const cells = new Int32Array(CELL * stateCount)
  for (let state = 0; state < stateCount; state++) {
    cells[state * CELL + WAYS_ON] = rowEnd[state]! - rowStart[state]!
    cells[state * CELL + WAYS_BACK] = backward.starts[state + 1]! - backward.starts[state]!
  }
  return { ahead: new Side(cells, AHEAD), behind: new Side(cells, BEHIND) }
})

/**
 * A way of fewest edges from any start to any target that is no start; which of several is not promised.
 * Breadth-first from both ends (Pohl 1971), a layer at a time on the side that has fewer arcs to look at.
 */
export function shortestPath(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: WalkOptions = {},
): number[] | undefined {
  const { ahead, behind } = sidesOf(graph)
  ahead.begin()
  behind.begin()
  for (const state of startStates(graph, starts)) ahead.take(state)
  for (const target of targets) {
    if (starts.includes(target)) continue
    for (const state of statesOf(graph, target)) behind.take(state)
  }
  const crosses = crossable(graph, options)
  while (ahead.layer < ahead.size && behind.layer < behind.size) {
    const isAhead = ahead.work <= behind.work
    const met = isAhead ? stepAhead(graph, ahead, behind, crosses) : stepBack(graph, ahead, behind, crosses)
    if (met) return [...ahead.arcsTo(met.ahead).reverse(), met.arc, ...behind.arcsTo(met.behind)]
  }
  return undefined
}

type Crosses = ((arc: number) => boolean) | undefined

/** Undefined where every arc is crossed, which is then not asked of each. */
function crossable(graph: PrivilegeGraph, options: WalkOptions): Crosses {
  const { cut } = options
  const { edgeOf, lookOf } = graph
  const { factor, allOpen } = crossingsOf(graph, options)
  if (cut === undefined && allOpen) return undefined
  return (arc) => factor[lookOf[arc]!]! >= 0 && (cut === undefined || cut[edgeOf[arc]!] !== 1)
}

/** Where the two searches met: a place of each, and the arc between them. */
interface Met {
  readonly ahead: number
  readonly arc: number
  readonly behind: number
}

/** Marks and queues without a branch, since none would be foreseen: the sign of a difference tells what is new. */
function stepAhead(graph: PrivilegeGraph, ahead: Side, behind: Side, crosses: Crosses): Met | undefined {
  const { rowStart, rowEnd, heads } = graph
  const { cells, queue, via, before, base } = ahead
  const { base: otherBase } = behind
  const end = ahead.size
  let size = end
  let work = 0
  for (let at = ahead.layer; at < end; at++) {
    const state = queue[at]!
    for (let arc = rowStart[state]!, last = rowEnd[state]!; arc < last; arc++) {
      const head = heads[arc]!
      if (crosses !== undefined && !crosses(arc)) continue
      const cell = head << CELL_BITS
      const met = cells[cell + BEHIND]! - otherBase
      if (met >= 0) {
        ahead.size = size
        return { ahead: at, arc, behind: met }
      }
      const known = cells[cell + AHEAD]!
      const isNew = (known - base) >> 31
      cells[cell + AHEAD] = (known & ~isNew) | ((base + size) & isNew)
      queue[size] = head
      via[size] = arc
      before[size] = at
      work += cells[cell + WAYS_ON]! & isNew
      size -= isNew
    }
  }
  ahead.layer = end
  ahead.size = size
  ahead.work = work
  return undefined
}

function stepBack(graph: PrivilegeGraph, ahead: Side, behind: Side, crosses: Crosses): Met | undefined {
  const tailsOf = tailsBack(graph)
  const { starts: rows, entries } = graph.backward
  const { cells, queue, via, before, base } = behind
  const { base: otherBase } = ahead
  const end = behind.size
  let size = end
  let work = 0
  for (let at = behind.layer; at < end; at++) {
    const state = queue[at]!
    for (let i = rows[state]!, last = rows[state + 1]!; i < last; i++) {
      if (crosses !== undefined && !crosses(entries[i]!)) continue
      let tail = tailsOf[i]! >>> 1
      // Whoever controls a thing crosses what the lesser state crosses.
      for (let others = tailsOf[i]! & 1; ; others--) {
        const cell = tail << CELL_BITS
        const met = cells[cell + AHEAD]! - otherBase
        if (met >= 0) {
          behind.size = size
          return { ahead: met, arc: entries[i]!, behind: at }
        }
        const known = cells[cell + BEHIND]!
        const isNew = (known - base) >> 31
        cells[cell + BEHIND] = (known & ~isNew) | ((base + size) & isNew)
        queue[size] = tail
        via[size] = entries[i]!
        before[size] = at
        work += cells[cell + WAYS_BACK]! & isNew
        size -= isNew
        if (others === 0) break
        tail = coveringState(graph, tail)
      }
    }
  }
  behind.layer = end
  behind.size = size
  behind.work = work
  return undefined
}
