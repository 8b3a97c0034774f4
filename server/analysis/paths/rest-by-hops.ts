import { coveringState } from '../../graph/state-rows.ts'
import { CERTAIN } from '../levels.ts'
import { tailsBack } from '../tails-back.ts'
import type { PathQuestion } from './question.ts'
import type { Rest } from './rest.ts'
import { CELL_BITS, REST, REST_LEVEL, type Workspace } from './workspace.ts'

/**
 * The rest by hops, then ease: breadth-first, a layer at a time. A state's mark is the first of this question's plus its
 * hops; once the layer before it was looked at whole, its level is the best too.
 */
export class RestByHops implements Rest {
  level = CERTAIN
  hops = 0
  readonly #question: PathQuestion
  readonly #space: Workspace
  readonly #tails: Uint32Array
  /** Arcs looked at so far. */
  #work = 0
  /** The layer that is looked at, of which all is known; its end, and the easiest of it. */
  #layer = 0
  #end = 0
  #easiest = CERTAIN
  /** The same of the layer after it, as far as it was found. */
  #size = 0
  #easiestNext = 0
  #at = 0

  constructor(question: PathQuestion, space: Workspace) {
    this.#question = question
    this.#space = space
    this.#tails = tailsBack(question.graph)
    space.beginRest(this)
    for (const state of question.goals) this.#enter(state, 0, CERTAIN)
    this.#end = this.#size
  }

  isGoal(state: number): boolean {
    return this.#space.cells[(state << CELL_BITS) + REST] === this.#space.firstRest
  }

  get isWhole(): boolean {
    return this.#at === this.#size
  }

  find(state: number): boolean {
    const { cells, firstRest } = this.#space
    const cell = state << CELL_BITS
    const hops = cells[cell + REST]! - firstRest
    if (hops >= 0 && hops <= this.#layer) {
      this.hops = hops
      this.level = cells[cell + REST_LEVEL]!
      return true
    }
    this.hops = this.#layer + 1
    this.level = this.#easiest
    return this.#at < this.#size
  }

  grow(arcs: number): number {
    const { starts } = this.#question.graph.backward
    const { layers } = this.#space
    const from = this.#at
    while (this.#at < this.#size) {
      const state = layers[this.#at]!
      const work = this.#work + starts[state + 1]! - starts[state]!
      if (work > arcs) break
      this.#work = work
      this.#at++
      this.#lookBack(state)
      if (this.#at === this.#end) this.#nextLayer()
    }
    return this.#at - from
  }

  #nextLayer(): void {
    this.#layer++
    this.#end = this.#size
    this.#easiest = this.#easiestNext
    this.#easiestNext = 0
  }

  #lookBack(state: number): void {
    const { graph, cut, levels, crossings, allAlike } = this.#question
    if (this.#question.isHeldAtStart(state)) return // no path comes back to what is held to begin with
    const { lookOf, edgeOf } = graph
    const { starts, entries } = graph.backward
    const { cells, firstRest } = this.#space
    const tails = this.#tails
    const known = firstRest + this.#layer
    const level = cells[(state << CELL_BITS) + REST_LEVEL]!
    for (let i = starts[state]!, end = starts[state + 1]!; i < end; i++) {
      const tail = tails[i]! >>> 1
      const there = cells[(tail << CELL_BITS) + REST]!
      if (there >= firstRest && there <= known) continue // and so is control of it, which is offered all that a lesser state is
      let longer = level
      if (!allAlike) {
        const arc = entries[i]!
        const factors = crossings.startMatters ? this.#question.factorsAt(tail) : crossings.factor
        const factor = factors[lookOf[arc]!]!
        if (factor < 0 || (cut !== undefined && cut[edgeOf[arc]!] === 1)) continue
        if (factor > 0) longer = levels.times(level, factor)
      }
      this.#offer(tail, longer)
      if ((tails[i]! & 1) === 1) this.#offer(coveringState(graph, tail), longer)
    }
  }

  /** A way of one hop more than those of the layer. */
  #offer(state: number, level: number): void {
    const { levels } = this.#question
    const { cells, firstRest } = this.#space
    const cell = state << CELL_BITS
    const known = cells[cell + REST]! - firstRest
    if (known >= 0 && known <= this.#layer) return
    if (known < 0) this.#enter(state, this.#layer + 1, level)
    else if (levels.isEasier(level, cells[cell + REST_LEVEL]!)) cells[cell + REST_LEVEL] = level
    if (level !== this.#easiestNext && levels.isEasier(level, this.#easiestNext)) this.#easiestNext = level
  }

  #enter(state: number, hops: number, level: number): void {
    const { cells, firstRest, layers } = this.#space
    const cell = state << CELL_BITS
    cells[cell + REST] = firstRest + hops
    cells[cell + REST_LEVEL] = level
    layers[this.#size++] = state
    this.#space.restMarks = hops + 1
  }
}
