import { coveringState } from '../../graph/state-rows.ts'
import { CONTROL } from '../../model/capabilities.ts'
import { CERTAIN } from '../levels.ts'
import { oncePerGraph } from '../once-per-graph.ts'
import { LabelQueue } from './label-queue.ts'
import type { PathQuestion } from './question.ts'

/**
 * What a search backward keeps by state, side by side so that it lies in one line of memory: KNOWN is `epoch` where a
 * way on to a goal is known and `epoch + 1` where it is known to be the best; its level and hops.
 */
class Workspace {
  readonly cells: Int32Array
  readonly queue = new LabelQueue()
  epoch = 0

  constructor(stateCount: number) {
    this.cells = new Int32Array(stateCount * CELL)
  }

  begin(): this {
    this.epoch += 2
    if (this.epoch >= 2 ** 31 - 2) {
      this.cells.fill(0)
      this.epoch = 2
    }
    return this
  }
}

const CELL = 4
const KNOWN = 0
const LEVEL = 1
const HOPS = 2

const workspaceOf = oncePerGraph(({ stateCount }) => new Workspace(stateCount))

/**
 * The best rest of a way, from each state to the goals: Dijkstra (1959) backward, a state at a time and only as far as
 * a search forward has use for it. What it has not come to yet is no better than what it comes to next, so that it
 * bounds every rest from below at any time. It does not know which states a path holds already; a bound need not.
 */
export class Rest {
  /** Arcs looked at so far. */
  work = 0
  readonly #question: PathQuestion
  readonly #space: Workspace
  readonly #queue: LabelQueue

  constructor(question: PathQuestion) {
    this.#question = question
    this.#space = workspaceOf(question.graph).begin()
    this.#queue = this.#space.queue
    this.#queue.begin(question.order)
    for (const state of question.goals) this.#offer(state, CERTAIN, 0)
  }

  /** Everything that leads to a goal is known. */
  get isDone(): boolean {
    return this.#queue.isEmpty
  }

  /** Arcs that the next step looks at. */
  get nextWork(): number {
    const { starts } = this.#question.graph.backward
    const state = this.#queue.top
    return starts[state + 1]! - starts[state]!
  }

  /** Whether nothing leads from the state to a goal, as far as that is known. */
  isHopeless(state: number): boolean {
    return this.isDone && !this.#isSettled(state)
  }

  isGoal(state: number): boolean {
    const { cells, epoch } = this.#space
    return cells[state * CELL + KNOWN]! >= epoch && cells[state * CELL + HOPS] === 0
  }

  /** Of a rest that is no better than the real one; not asked of the hopeless. */
  levelFrom(state: number): number {
    return this.#isSettled(state) ? this.#space.cells[state * CELL + LEVEL]! : this.#queue.best.level
  }

  hopsFrom(state: number): number {
    return this.#isSettled(state) ? this.#space.cells[state * CELL + HOPS]! : this.#queue.best.hops
  }

  /** Finds the best rest from one more state. */
  grow(): void {
    const { cells, epoch } = this.#space
    const state = this.#queue.pop()
    cells[state * CELL + KNOWN] = epoch + 1
    // No path comes back to what is held to begin with.
    if (!this.#question.heldAtStart.has(state))
      this.#lookBack(state, cells[state * CELL + LEVEL]!, cells[state * CELL + HOPS]! + 1)
    while (!this.#queue.isEmpty && this.#isSettled(this.#queue.top)) this.#queue.pop()
  }

  #isSettled(state: number): boolean {
    return this.#space.cells[state * CELL + KNOWN] === this.#space.epoch + 1
  }

  #lookBack(state: number, level: number, hops: number): void {
    const { graph, cut, levels, crossings } = this.#question
    const { tails, lookOf, edgeOf, capabilityOf } = graph
    const { starts, entries } = graph.backward
    const end = starts[state + 1]!
    this.work += end - starts[state]!
    for (let i = starts[state]!; i < end; i++) {
      const arc = entries[i]!
      const tail = tails[arc]!
      if (this.#isSettled(tail)) continue // and so is control of it, which is offered all that a lesser state is
      const factors = crossings.startMatters ? this.#question.factorsAt(tail) : crossings.factor
      const factor = factors[lookOf[arc]!]!
      if (factor < 0 || (cut !== undefined && cut[edgeOf[arc]!] === 1)) continue
      const longer = factor === 0 ? level : levels.times(level, factor)
      this.#offer(tail, longer, hops)
      if (capabilityOf[tail] !== CONTROL) this.#offer(coveringState(graph, tail), longer, hops)
    }
  }

  #offer(state: number, level: number, hops: number): void {
    const { cells, epoch } = this.#space
    const at = state * CELL
    if (cells[at + KNOWN]! >= epoch) {
      if (cells[at + KNOWN] === epoch + 1) return
      if (this.#question.order.compare(level, hops, cells[at + LEVEL]!, cells[at + HOPS]!) >= 0) return
    }
    cells[at + KNOWN] = epoch
    cells[at + LEVEL] = level
    cells[at + HOPS] = hops
    this.#queue.push(level, hops, 0, state)
  }
}
