import { oncePerGraph } from '../once-per-graph.ts'
import { LabelQueue } from './label-queue.ts'
import { Labels } from './labels.ts'

/** What both searches keep by state, side by side so that it lies in one line of memory. */
export const CELL_BITS = 2
/** `held` where the path so far holds it. */
export const HELD = 0
/** `firstLabel` + the last label of this search forward, less than `firstLabel` where it has none. */
export const LABEL = 1
/** What the search backward knows, less than `firstRest` where nothing, and the level of the best rest. */
export const REST = 2
export const REST_LEVEL = 3

/** Above that, marks begin anew. */
const HIGHEST = 2 ** 30

/** Arrays as long as the graph, and lists that keep their room, used again from question to question. */
export class Workspace {
  readonly cells: Int32Array
  readonly labels = new Labels()
  readonly queue = new LabelQueue()
  readonly restQueue = new LabelQueue()
  /** For a search backward that goes from layer to layer. */
  readonly layers: Int32Array
  held = 0
  firstLabel = 1
  firstRest = 1
  /** The search backward whose marks these are, and how many it has used. */
  rest: object | undefined
  restMarks = 0

  constructor(stateCount: number) {
    this.cells = new Int32Array(stateCount << CELL_BITS)
    this.layers = new Int32Array(stateCount)
  }

  /** Forgets what the search forward before this one found. */
  beginSearch(): void {
    this.held = this.#next(this.held, 1, HELD)
    this.firstLabel = this.#next(this.firstLabel, this.labels.size, LABEL)
    this.labels.size = 0
  }

  /** Forgets what the search backward before this one found. */
  beginRest(rest: object): void {
    this.rest = rest
    this.firstRest = this.#next(this.firstRest, this.restMarks, REST)
    this.restMarks = 0
  }

  #next(mark: number, used: number, column: number): number {
    if (mark + used < HIGHEST) return mark + used
    for (let at = column; at < this.cells.length; at += 1 << CELL_BITS) this.cells[at] = 0
    return 1
  }
}

export const workspaceOf = oncePerGraph(({ stateCount }) => new Workspace(stateCount))
