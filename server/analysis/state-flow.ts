import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { Carried } from './carried.ts'
import { GOAL } from './leads-to.ts'

export interface FlowQuestion {
  /** States the flow comes from. */
  readonly from: readonly number[]
  /** By state: GOAL where the flow goes, 0 where nothing leads on to a goal. */
  readonly leads: Uint8Array
  /** By look: below 0 where nobody crosses. */
  readonly factor: Int16Array
  readonly cut: Uint8Array | undefined
  /** A whole number of at least 1, or Infinity where an edge cannot be cut. */
  readonly capacity: (edge: number) => number
}

export interface StateFlow {
  readonly value: number
  /** The edges of a cheapest cut, of several the one nearest to where the flow comes from: they cost `value`. */
  readonly edges: readonly number[]
}

interface Workspace {
  readonly mark: Uint32Array
  /** By place in the queue: the state, the place it was reached from, and the move that did it. */
  readonly order: Uint32Array
  readonly before: Uint32Array
  readonly move: Uint32Array
  readonly carried: Carried
  epoch: number
}

/** How a search comes to a state: over an arc, back along one that carries, or by taking an edge over from another. */
const CROSS = 0
const BACK = 1
const TAKE_OVER = 2
const BEGIN = 3

/** So many ways are sought one by one, since most flows are small; from then on a search sends more than one. */
const ONE_BY_ONE = 8

const workspaces = new WeakMap<PrivilegeGraph, Workspace>()

function workspaceOf(graph: PrivilegeGraph): Workspace {
  let space = workspaces.get(graph)
  if (!space) {
    const words = () => new Uint32Array(graph.stateCount)
    space = { mark: words(), order: words(), before: words(), move: words(), carried: new Carried(graph), epoch: 0 }
    workspaces.set(graph, space)
  }
  space.carried.wipe()
  return space
}

function nextEpoch(space: Workspace): number {
  if (++space.epoch === 2 ** 32) {
    space.mark.fill(0)
    space.epoch = 1
  }
  return space.epoch
}

/**
 * The greatest flow over a graph's own rows, by shortest augmenting ways (Edmonds and Karp 1972); undefined where no
 * cut is finite. No network is built: what carries is kept aside and wiped, so that a question costs what lies between
 * its ends.
 *
 * An edge charges once, at a gate behind its tail: several states may cross it to the same head (by its several arcs,
 * and control by all of them), and share what it lets through.
 */
export function greatestFlow(graph: PrivilegeGraph, question: FlowQuestion): StateFlow | undefined {
  const { from, leads, factor, cut, capacity } = question
  const { rowStart, rowEnd, heads, edgeOf, lookOf } = graph
  if (from.some((state) => leads[state] === GOAL)) return undefined
  const open = cut === undefined && factor.every((it) => it >= 0)
  const space = workspaceOf(graph)
  const { mark, order, before, move, carried } = space
  const ends: { readonly place: number; readonly arc: number }[] = []
  let epoch = 0
  let size = 0
  let value = 0
  for (let round = 0; seek(round < ONE_BY_ONE ? 1 : 2); round++) {
    for (const { place, arc } of ends) {
      const sent = send(place, arc)
      if (sent === Number.POSITIVE_INFINITY) return undefined
      value += sent
    }
  }
  return { value, edges: value === 0 ? [] : carried.leaving((state) => mark[state] === epoch) }

  /** Breadth-first over what has room, until a goal is found, or as many times farther; whether there is one. */
  function seek(farther: number): boolean {
    epoch = nextEpoch(space)
    const seen = epoch
    ends.length = 0
    size = 0
    for (const state of from) if (leads[state] !== 0) take(state, 0, 0, BEGIN)
    let last = Number.POSITIVE_INFINITY
    for (let place = 0; place < size && place < last; place++) {
      const state = order[place]!
      const end = rowEnd[state]!
      for (let arc = rowStart[state]!; arc < end; arc++) {
        const head = heads[arc]!
        // A full edge to a head that is known needs no taking over: the head gives back what it carries.
        if (leads[head] === 0 || mark[head] === seen) continue
        const edge = edgeOf[arc]!
        if (!open && (factor[lookOf[arc]!]! < 0 || cut?.[edge] === 1)) continue
        if (carried.lastOver[edge] !== 0 && roomOn(edge) === 0) takeOver(place, arc, edge)
        else if (leads[head] !== GOAL) {
          mark[head] = seen
          order[size] = head
          before[size] = place
          move[size++] = arc * 4 + CROSS
        } else {
          ends.push({ place, arc })
          if (farther === 1) return true
          last = Math.min(last, (place + 1) * farther)
        }
      }
      if (carried.lastInto[state] !== 0) giveBack(place, state)
    }
    return ends.length > 0
  }

  function takeOver(place: number, arc: number, edge: number): void {
    for (let entry = carried.lastOver[edge]!; entry !== 0; entry = carried.beforeOver[entry]!)
      if (carried.amount[entry] !== 0) take(carried.tail[entry]!, place, arc, TAKE_OVER)
  }

  function giveBack(place: number, state: number): void {
    for (let entry = carried.lastInto[state]!; entry !== 0; entry = carried.beforeInto[entry]!)
      if (carried.amount[entry] !== 0) take(carried.tail[entry]!, place, carried.arc[entry]!, BACK)
  }

  function take(state: number, from: number, arc: number, how: number): void {
    if (mark[state] === epoch) return
    mark[state] = epoch
    order[size] = state
    before[size] = from
    move[size++] = arc * 4 + how
  }

  /** Sends all that the way to that place and on over that arc has room for: 0 where another took it. */
  function send(end: number, endArc: number): number {
    let room = roomOn(edgeOf[endArc]!)
    for (let place = end; how(place) !== BEGIN; place = before[place]!) {
      const arc = move[place]! >>> 2
      const left = how(place) === CROSS ? roomOn(edgeOf[arc]!) : carried.amount[carried.entryOver(arc, order[place]!)]!
      if (left < room) room = left
    }
    if (room === 0 || room === Number.POSITIVE_INFINITY) return room
    carried.add(endArc, order[end]!, room)
    for (let place = end; how(place) !== BEGIN; place = before[place]!) {
      const arc = move[place]! >>> 2
      if (how(place) !== CROSS) carried.amount[carried.entryOver(arc, order[place]!)]! -= room
      if (how(place) !== BACK) carried.add(arc, order[before[place]!]!, room)
    }
    return room
  }

  function how(place: number): number {
    return move[place]! & 3
  }

  function roomOn(edge: number): number {
    return capacity(edge) - carried.onEdge(edge)
  }
}
