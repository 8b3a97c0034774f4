import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
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

/** How a search comes to a state: over an arc, back along one that carries, or by taking an edge over from another. */
const CROSS = 0
const BACK = 1
const TAKE_OVER = 2
const BEGIN = 3

/** So many ways are sought one by one, since most flows are small; from then on a search sends more than one. */
const ONE_BY_ONE = 8

const spaces = new WeakMap<PrivilegeGraph, FlowSpace>()

/**
 * The greatest flow over a graph's own rows, by shortest augmenting ways (Edmonds and Karp 1972); undefined where no
 * cut is finite. No network is built: what carries is kept aside and wiped, so that a question costs what lies between
 * its ends.
 *
 * An edge charges once, at a gate behind its tail: several states may cross it to the same head (by its several arcs,
 * and control by all of them), and share what it lets through.
 */
export function greatestFlow(graph: PrivilegeGraph, question: FlowQuestion): StateFlow | undefined {
  let space = spaces.get(graph)
  if (!space) {
    space = new FlowSpace(graph)
    spaces.set(graph, space)
  }
  return space.answer(question)
}

/** The arrays of a graph's flows, lent to one question after the other: what it needs is made once and not each time. */
class FlowSpace {
  readonly #graph: PrivilegeGraph
  readonly #carried: Carried
  readonly #mark: Uint32Array
  /** By place in the queue: the state, the place it was reached from, and the move that did it. */
  readonly #order: Uint32Array
  readonly #before: Uint32Array
  readonly #move: Uint32Array
  /** Where a way to a goal ends: a place, and the arc on from there. */
  readonly #endPlaces: number[] = []
  readonly #endArcs: number[] = []
  #epoch = 0
  #size = 0
  #capacity: FlowQuestion['capacity'] = () => 0

  constructor(graph: PrivilegeGraph) {
    const words = () => new Uint32Array(graph.stateCount)
    this.#graph = graph
    this.#carried = new Carried(graph)
    this.#mark = words()
    this.#order = words()
    this.#before = words()
    this.#move = words()
  }

  answer(question: FlowQuestion): StateFlow | undefined {
    const { from, leads, factor, cut, capacity } = question
    if (from.some((state) => leads[state] === GOAL)) return undefined
    const open = cut === undefined && factor.every((it) => it >= 0)
    this.#carried.wipe()
    this.#capacity = capacity
    let value = 0
    for (let round = 0; this.#seek(question, open, round < ONE_BY_ONE ? 1 : 2); round++) {
      for (let i = 0; i < this.#endPlaces.length; i++) {
        const sent = this.#send(this.#endPlaces[i]!, this.#endArcs[i]!)
        if (sent === Number.POSITIVE_INFINITY) return undefined
        value += sent
      }
    }
    if (value === 0) return { value, edges: [] }
    return { value, edges: this.#carried.leaving((state) => this.#mark[state] === this.#epoch) }
  }

  /** Breadth-first over what has room, until a goal is found, or as many times farther; whether there is one. */
  #seek({ from, leads, factor, cut }: FlowQuestion, open: boolean, farther: number): boolean {
    const { rowStart, rowEnd, heads, edgeOf, lookOf } = this.#graph
    const { lastOver, lastInto } = this.#carried
    const mark = this.#mark
    const order = this.#order
    const before = this.#before
    const move = this.#move
    const epoch = this.#nextEpoch()
    this.#endPlaces.length = 0
    this.#endArcs.length = 0
    this.#size = 0
    for (const state of from) if (leads[state] !== 0) this.#take(state, 0, 0, BEGIN)
    let last = Number.POSITIVE_INFINITY
    for (let place = 0; place < this.#size && place < last; place++) {
      const state = order[place]!
      const end = rowEnd[state]!
      let size = this.#size
      for (let arc = rowStart[state]!; arc < end; arc++) {
        const head = heads[arc]!
        // A full edge to a head that is known needs no taking over: the head gives back what it carries.
        if (leads[head] === 0 || mark[head] === epoch) continue
        const edge = edgeOf[arc]!
        if (!open && (factor[lookOf[arc]!]! < 0 || cut?.[edge] === 1)) continue
        if (lastOver[edge] !== 0 && this.#roomOn(edge) === 0) {
          this.#size = size
          this.#takeOver(place, arc, edge)
          size = this.#size
        } else if (leads[head] !== GOAL) {
          mark[head] = epoch
          order[size] = head
          before[size] = place
          move[size++] = arc * 4 + CROSS
        } else {
          this.#endPlaces.push(place)
          this.#endArcs.push(arc)
          if (farther === 1) return true
          last = Math.min(last, (place + 1) * farther)
        }
      }
      this.#size = size
      if (lastInto[state] !== 0) this.#giveBack(place, state)
    }
    return this.#endPlaces.length > 0
  }

  #nextEpoch(): number {
    if (++this.#epoch === 2 ** 32) {
      this.#mark.fill(0)
      this.#epoch = 1
    }
    return this.#epoch
  }

  #takeOver(place: number, arc: number, edge: number): void {
    const { lastOver, beforeOver, amount, tail } = this.#carried
    for (let entry = lastOver[edge]!; entry !== 0; entry = beforeOver[entry]!)
      if (amount[entry] !== 0) this.#take(tail[entry]!, place, arc, TAKE_OVER)
  }

  #giveBack(place: number, state: number): void {
    const { lastInto, beforeInto, amount, tail, arc } = this.#carried
    for (let entry = lastInto[state]!; entry !== 0; entry = beforeInto[entry]!)
      if (amount[entry] !== 0) this.#take(tail[entry]!, place, arc[entry]!, BACK)
  }

  #take(state: number, from: number, arc: number, how: number): void {
    if (this.#mark[state] === this.#epoch) return
    this.#mark[state] = this.#epoch
    this.#order[this.#size] = state
    this.#before[this.#size] = from
    this.#move[this.#size++] = arc * 4 + how
  }

  /** Sends all that the way to that place and on over that arc has room for: 0 where another took it. */
  #send(end: number, endArc: number): number {
    const { edgeOf } = this.#graph
    const order = this.#order
    const before = this.#before
    const carried = this.#carried
    let room = this.#roomOn(edgeOf[endArc]!)
    for (let place = end; this.#how(place) !== BEGIN; place = before[place]!) {
      const arc = this.#move[place]! >>> 2
      const isCrossed = this.#how(place) === CROSS
      const left = isCrossed ? this.#roomOn(edgeOf[arc]!) : carried.amount[carried.entryOver(arc, order[place]!)]!
      if (left < room) room = left
    }
    if (room === 0 || room === Number.POSITIVE_INFINITY) return room
    carried.add(endArc, order[end]!, room)
    for (let place = end; this.#how(place) !== BEGIN; place = before[place]!) {
      const arc = this.#move[place]! >>> 2
      if (this.#how(place) !== CROSS) carried.amount[carried.entryOver(arc, order[place]!)]! -= room
      if (this.#how(place) !== BACK) carried.add(arc, order[before[place]!]!, room)
    }
    return room
  }

  #how(place: number): number {
    return this.#move[place]! & 3
  }

  #roomOn(edge: number): number {
    return this.#capacity(edge) - this.#carried.onEdge(edge)
  }
}
