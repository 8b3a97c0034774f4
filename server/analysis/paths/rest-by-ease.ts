import { coveringState } from '../../graph/state-rows.ts'
import { CERTAIN } from '../levels.ts'
import { tailsBack } from '../tails-back.ts'
import type { PathQuestion } from './question.ts'
import type { Rest } from './rest.ts'
import { CELL_BITS, REST, REST_LEVEL, type Workspace } from './workspace.ts'

/**
 * The rest by ease, then hops: Dijkstra (1959) backward, a state at a time. A state's mark is the first of this
 * question's plus twice its hops, and 1 more where its best rest is known.
 */
export class RestByEase implements Rest {
  level = CERTAIN
  hops = 0
  readonly #question: PathQuestion
  readonly #space: Workspace
  readonly #tails: Uint32Array
  /** Arcs looked at so far. */
  #work = 0

  constructor(question: PathQuestion, space: Workspace) {
    this.#question = question
    this.#space = space
    this.#tails = tailsBack(question.graph)
    space.beginRest(this)
    space.restQueue.begin(question.order)
    for (const state of question.goals) this.#offer(state, CERTAIN, 0)
  }

  isGoal(state: number): boolean {
    const { cells, firstRest } = this.#space
    const mark = cells[(state << CELL_BITS) + REST]! - firstRest
    return mark === 0 || mark === 1
  }

  get isWhole(): boolean {
    return this.#space.restQueue.isEmpty
  }

  find(state: number): boolean {
    const { cells, firstRest, restQueue } = this.#space
    const cell = state << CELL_BITS
    const mark = cells[cell + REST]! - firstRest
    if (mark >= 0 && (mark & 1) === 1) {
      this.hops = mark >> 1
      this.level = cells[cell + REST_LEVEL]!
      return true
    }
    if (restQueue.isEmpty) return false
    const { level, hops } = restQueue.best
    this.level = level
    this.hops = hops
    return true
  }

  grow(arcs: number): number {
    const { starts } = this.#question.graph.backward
    const { cells, firstRest, restQueue } = this.#space
    let states = 0
    for (; !restQueue.isEmpty; states++) {
      const state = restQueue.top
      const work = this.#work + starts[state + 1]! - starts[state]!
      if (work > arcs) break
      this.#work = work
      restQueue.pop()
      const cell = state << CELL_BITS
      const mark = cells[cell + REST]!
      cells[cell + REST] = mark + 1
      // No path comes back to what is held to begin with.
      if (!this.#question.isHeldAtStart(state))
        this.#lookBack(state, cells[cell + REST_LEVEL]!, (mark - firstRest) / 2 + 1)
      while (!restQueue.isEmpty && this.#isSettled(restQueue.top)) restQueue.pop()
    }
    return states
  }

  #isSettled(state: number): boolean {
    const mark = this.#space.cells[(state << CELL_BITS) + REST]! - this.#space.firstRest
    return mark >= 0 && (mark & 1) === 1
  }

  #lookBack(state: number, level: number, hops: number): void {
    const { graph, cut, levels, crossings } = this.#question
    const { lookOf, edgeOf } = graph
    const { starts, entries } = graph.backward
    const tails = this.#tails
    for (let i = starts[state]!, end = starts[state + 1]!; i < end; i++) {
      const tail = tails[i]! >>> 1
      if (this.#isSettled(tail)) continue // and so is control of it, which is offered all that a lesser state is
      const arc = entries[i]!
      const factors = crossings.startMatters ? this.#question.factorsAt(tail) : crossings.factor
      const factor = factors[lookOf[arc]!]!
      if (factor < 0 || (cut !== undefined && cut[edgeOf[arc]!] === 1)) continue
      const longer = factor === 0 ? level : levels.times(level, factor)
      this.#offer(tail, longer, hops)
      if ((tails[i]! & 1) === 1) this.#offer(coveringState(graph, tail), longer, hops)
    }
  }

  #offer(state: number, level: number, hops: number): void {
    const { cells, firstRest, restQueue } = this.#space
    const cell = state << CELL_BITS
    const mark = cells[cell + REST]! - firstRest
    if (mark >= 0) {
      if ((mark & 1) === 1) return
      if (this.#question.order.compare(level, hops, cells[cell + REST_LEVEL]!, mark >> 1) >= 0) return
    }
    cells[cell + REST] = firstRest + 2 * hops
    cells[cell + REST_LEVEL] = level
    if (this.#space.restMarks < 2 * hops + 2) this.#space.restMarks = 2 * hops + 2
    restQueue.push(level, hops, 0, state)
  }
}
