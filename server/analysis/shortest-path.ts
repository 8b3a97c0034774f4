import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveringState, statesOf } from '../graph/state-rows.ts'
import { CONTROL } from '../model/capabilities.ts'
import { oncePerGraph } from './once-per-graph.ts'
import { startStates } from './starts.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

const AHEAD = 0
const BEHIND = 1

/** One of the two searches: what it saw, nearest first, and how it came there. */
class Side {
  /**
   * At twice the state and AHEAD or BEHIND: `base` + its place in the queue, less than `base` where this search has not
   * seen it. Both share the array, so that one line of memory tells of both.
   */
  readonly place: Int32Array
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

  constructor(place: Int32Array, side: number) {
    const stateCount = place.length / 2
    this.place = place
    this.side = side
    this.queue = new Int32Array(stateCount)
    this.via = new Int32Array(stateCount)
    this.before = new Int32Array(stateCount)
  }

  begin(): void {
    this.base += this.size
    if (this.base + this.queue.length > 2 ** 31) {
      for (let at = this.side; at < this.place.length; at += 2) this.place[at] = 0
      this.base = 1
    }
    this.size = 0
    this.layer = 0
    this.work = 0
  }

  has(state: number): boolean {
    return this.place[2 * state + this.side]! >= this.base
  }

  take(state: number, arcs: number, arc = -1, before = -1): void {
    this.place[2 * state + this.side] = this.base + this.size
    this.queue[this.size] = state
    this.via[this.size] = arc
    this.before[this.size++] = before
    this.work += arcs
  }

  /** The arcs from where this search began to the place, the last one first. */
  arcsTo(place: number): number[] {
    const arcs: number[] = []
    for (let at = place; at !== -1; at = this.before[at]!) if (this.via[at] !== -1) arcs.push(this.via[at]!)
    return arcs
  }
}

const sidesOf = oncePerGraph(({ stateCount }) => {
  const place = new Int32Array(2 * stateCount)
  return { ahead: new Side(place, AHEAD), behind: new Side(place, BEHIND) }
})

function workspaceOf(graph: PrivilegeGraph) {
  const space = sidesOf(graph)
  space.ahead.begin()
  space.behind.begin()
  return space
}

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
  const { rowStart, rowEnd } = graph
  const { starts: rows } = graph.backward
  const { ahead, behind } = workspaceOf(graph)
  for (const state of startStates(graph, starts))
    if (!ahead.has(state)) ahead.take(state, rowEnd[state]! - rowStart[state]!)
  for (const target of targets) {
    if (starts.includes(target)) continue
    for (const state of statesOf(graph, target))
      if (!behind.has(state)) behind.take(state, rows[state + 1]! - rows[state]!)
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
  const { factor } = crossingsOf(graph, options)
  if (cut === undefined && factor.every((it) => it >= 0)) return undefined
  return (arc) => factor[lookOf[arc]!]! >= 0 && (cut === undefined || cut[edgeOf[arc]!] !== 1)
}

/** Where the two searches met: a place of each, and the arc between them. */
interface Met {
  readonly ahead: number
  readonly arc: number
  readonly behind: number
}

function stepAhead(graph: PrivilegeGraph, ahead: Side, behind: Side, crosses: Crosses): Met | undefined {
  const { rowStart, rowEnd, heads } = graph
  const { place, queue, via, before, base } = ahead
  const { base: otherBase } = behind
  const end = ahead.size
  let size = end
  let work = 0
  let found: Met | undefined
  for (let at = ahead.layer; at < end && found === undefined; at++) {
    const state = queue[at]!
    for (let arc = rowStart[state]!, last = rowEnd[state]!; arc < last; arc++) {
      const head = heads[arc]!
      if (place[2 * head + AHEAD]! >= base || (crosses !== undefined && !crosses(arc))) continue
      const met = place[2 * head + BEHIND]! - otherBase
      if (met >= 0) {
        found = { ahead: at, arc, behind: met }
        break
      }
      place[2 * head + AHEAD] = base + size
      queue[size] = head
      via[size] = arc
      before[size++] = at
      work += rowEnd[head]! - rowStart[head]!
    }
  }
  ahead.layer = end
  ahead.size = size
  ahead.work = work
  return found
}

function stepBack(graph: PrivilegeGraph, ahead: Side, behind: Side, crosses: Crosses): Met | undefined {
  const { tails, capabilityOf } = graph
  const { starts: rows, entries } = graph.backward
  const { place, queue, via, before, base } = behind
  const { base: otherBase } = ahead
  const end = behind.size
  let size = end
  let work = 0
  let found: Met | undefined
  for (let at = behind.layer; at < end && found === undefined; at++) {
    const state = queue[at]!
    for (let i = rows[state]!, last = rows[state + 1]!; i < last && found === undefined; i++) {
      const arc = entries[i]!
      // Whoever controls a thing crosses what the lesser state crosses.
      for (let tail = tails[arc]!; ; tail = coveringState(graph, tail)) {
        if (place[2 * tail + BEHIND]! >= base || (crosses !== undefined && !crosses(arc))) break
        place[2 * tail + BEHIND] = base + size
        queue[size] = tail
        via[size] = arc
        before[size++] = at
        work += rows[tail + 1]! - rows[tail]!
        const met = place[2 * tail + AHEAD]! - otherBase
        if (met >= 0) found = { ahead: met, arc, behind: at }
        if (found !== undefined || capabilityOf[tail] === CONTROL) break
      }
    }
  }
  behind.layer = end
  behind.size = size
  behind.work = work
  return found
}
