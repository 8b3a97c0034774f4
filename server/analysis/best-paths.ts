import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coversOf } from './covers.ts'
import { Layers } from './layers.ts'
import { CERTAIN } from './levels.ts'
import { StatesOf, startStates } from './starts.ts'
import { type Crossings, crossingsOf, type WalkOptions } from './walk-options.ts'
import { once, Workspaces } from './workspaces.ts'

interface Workspace {
  /**
   * By state, side by side so that they come from memory together: its layer, counted from the walk's `base` on (what an
   * earlier walk left is below that), and the last arc of the way to it.
   */
  readonly reached: Int32Array
  readonly order: Uint32Array
  base: number
}

const LAST_BASE = 2 ** 30

const workspaces = new Workspaces<Workspace>(({ stateCount }) => ({
  reached: new Int32Array(2 * stateCount),
  order: new Uint32Array(stateCount),
  base: 1,
}))

/**
 * The easiest way to everything: the level of its ease, the hops of that way and its last arc, for each state. The
 * arrays are lent by the graph's workspaces; whoever has read them may give them back, and need not.
 */
export class BestPaths {
  readonly crossings: Crossings
  /** Reached states, easiest first, then nearest. */
  readonly order: Uint32Array
  size = 0
  /** The levels that are reached, easiest first, and how many states of `order` are at least as easy. */
  readonly levels: number[] = []
  readonly levelEnds: number[] = []
  readonly release: () => void
  readonly #space: Workspace
  readonly #layers = new Layers()

  constructor(graph: PrivilegeGraph, starts: readonly number[], options: WalkOptions) {
    this.crossings = crossingsOf(graph, options)
    const space = workspaces.take(graph)
    if (space.base > LAST_BASE) {
      space.reached.fill(0)
      space.base = 1
    }
    this.#space = space
    this.order = space.order
    this.release = once(() => {
      space.base += this.#layers.count
      workspaces.giveBack(graph, space)
    })
    this.#walk(graph, starts, options.cut)
  }

  /** The level of a state's ease, 0 where it is not reached; `crossings.levels.value` tells the ease. */
  levelAt(state: number): number {
    const layer = this.#space.reached[2 * state]! - this.#space.base
    return layer < 0 ? 0 : this.#layers.level[layer]!
  }

  /** Of a reached state. */
  hopsAt(state: number): number {
    return this.#layers.hops[this.#space.reached[2 * state]! - this.#space.base]!
  }

  /** The last arc of the way to a reached state, −1 for a start; what control brings along has the arc of control. */
  viaAt(state: number): number {
    return this.#space.reached[2 * state + 1]!
  }

  /**
   * Dijkstra (1959) over (ease descending, hops ascending), one layer for each of both: most crossings are certain and
   * lead to the next layer of the same level, so that the walk is a breadth-first one with a queue.
   */
  #walk(graph: PrivilegeGraph, starts: readonly number[], cut: Uint8Array | undefined): void {
    const layers = this.#layers
    const covers = coversOf(graph)
    const expand = new Expansion(graph, this.#space, layers, this.crossings, starts, cut)
    const first = layers.waitingAt(CERTAIN, 0)
    for (const state of startStates(graph, starts)) expand.wait(state, -1, first)
    for (let entered = layers.next(this.crossings.levels); entered; entered = layers.next(this.crossings.levels)) {
      this.#walkLevel(expand, entered, covers)
      if (expand.size === (this.levelEnds.at(-1) ?? 0)) continue
      this.levels.push(this.levelAt(this.order[expand.size - 1]!))
      this.levelEnds.push(expand.size)
    }
    this.size = expand.size
  }

  /** `entered`: the layers of the level that something waits for, nearest first. */
  #walkLevel(expand: Expansion, entered: number[], covers: Uint8Array | undefined): void {
    const layers = this.#layers
    for (let layer = entered.shift(); layer !== undefined; ) {
      const from = expand.open(layer, covers)
      const after = layers.after(layer, entered[0])
      expand.cross(from, expand.given, after)
      const goesOn = layers.queued[after]! > 0 || layers.waiting[after]!.length > 0
      if (!goesOn || after === entered[0]) layer = entered.shift()
      else layer = after
    }
  }
}

/** The queue of a walk, and what stands in it. */
class Expansion {
  size = 0
  /** End of what arcs gave to the layer opened last; behind it stands what control brings along. */
  given = 0
  readonly #graph: PrivilegeGraph
  readonly #space: Workspace
  readonly #layers: Layers
  readonly #crossings: Crossings
  readonly #cut: Uint8Array | undefined
  /** States out of which a crossing may be easier than elsewhere. */
  readonly #special: StatesOf

  constructor(
    graph: PrivilegeGraph,
    space: Workspace,
    layers: Layers,
    crossings: Crossings,
    starts: readonly number[],
    cut: Uint8Array | undefined,
  ) {
    this.#graph = graph
    this.#space = space
    this.#layers = layers
    this.#crossings = crossings
    this.#cut = cut
    this.#special = new StatesOf(graph, crossings.startMatters ? starts : [])
  }

  /** Labels a state that waits for its layer. */
  wait(state: number, arc: number, layer: number): void {
    this.#space.reached[2 * state] = this.#space.base + layer
    this.#space.reached[2 * state + 1] = arc
    this.#layers.wait(layer, state)
  }

  /** Queues what waited for a layer behind what was queued for it already; returns where the layer begins. */
  open(layer: number, covers: Uint8Array | undefined): number {
    const { reached, order, base } = this.#space
    const from = this.size - this.#layers.queued[layer]!
    for (const state of this.#layers.waiting[layer]!)
      if (reached[2 * state] === base + layer) order[this.size++] = state
    this.#layers.settle(layer)
    this.given = this.size
    if (covers)
      for (let i = from; i < this.given; i++) if (covers[order[i]!] !== 0) this.#cover(order[i]!, covers, layer)
    return from
  }

  #cover(control: number, covers: Uint8Array, layer: number): void {
    const { reached, order, base } = this.#space
    const { edgeOf } = this.#graph
    const arc = reached[2 * control + 1]!
    for (let state = control - covers[control]!; state < control; state++) {
      const known = reached[2 * state]! - base
      if (known === layer) {
        if (arc !== -1 && edgeOf[arc]! < edgeOf[reached[2 * state + 1]!]!) reached[2 * state + 1] = arc
        continue
      }
      if (known >= 0 && this.#layers.settled[known] === 1) continue
      reached[2 * state] = base + layer
      reached[2 * state + 1] = arc
      order[this.size++] = state
    }
  }

  /**
   * Crosses the arcs out of the queue's places `from` to `end`; certain ones lead to the layer `after`. Among equally
   * easy and short ways, the last arc is that of the smallest edge.
   */
  cross(from: number, end: number, after: number): void {
    const { rowStart, rowEnd, heads, edgeOf, lookOf } = this.#graph
    const { reached, order, base } = this.#space
    const { factor: factors, factorAtStart } = this.#crossings
    const { settled } = this.#layers
    const { low, high, among } = this.#special
    const cut = this.#cut
    const afterLabel = base + after
    let size = this.size
    for (let head = from; head < end; head++) {
      const state = order[head]!
      const isSpecial = state >= low && state < high && (among === undefined || among.has(state))
      const its = isSpecial ? factorAtStart : factors
      const last = rowEnd[state]!
      for (let arc = rowStart[state]!; arc < last; arc++) {
        const next = 2 * heads[arc]!
        const known = reached[next]! - base
        if (known >= 0 && settled[known] === 1) continue
        const factor = its[lookOf[arc]!]!
        if (factor < 0 || (cut !== undefined && cut[edgeOf[arc]!] === 1)) continue
        if (factor !== 0) {
          this.#crossHarder(next >>> 1, known, arc, factor, after)
          continue
        }
        if (known === after) {
          if (edgeOf[arc]! < edgeOf[reached[next + 1]!]!) reached[next + 1] = arc
          continue
        }
        reached[next] = afterLabel
        reached[next + 1] = arc
        order[size++] = next >>> 1
      }
    }
    this.#layers.queued[after] = size - this.size
    this.size = size
  }

  #crossHarder(next: number, known: number, arc: number, factor: number, after: number): void {
    const layers = this.#layers
    const { levels } = this.#crossings
    const layer = layers.harder(after, factor, levels)
    if (known === layer) {
      const { edgeOf } = this.#graph
      const { reached } = this.#space
      if (edgeOf[arc]! < edgeOf[reached[2 * next + 1]!]!) reached[2 * next + 1] = arc
    } else if (known < 0 || layers.isBetter(layer, known, levels)) this.wait(next, arc, layer)
  }
}

/**
 * The walk from the starts, ties settled as it goes: nothing is left to decide when a witness is read.
 */
export function bestPaths(graph: PrivilegeGraph, starts: readonly number[], options: WalkOptions = {}): BestPaths {
  return new BestPaths(graph, starts, options)
}
