import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import type { BestPaths } from '../best-paths.ts'
import { crossingsOf, type WalkOptions } from '../walk-options.ts'

/** So many steps may be taken to find where ways met last: a limit, since two long chains may meet at every link. */
const STEPS = 200

/**
 * What every easiest way from a start to a state leads over: dominators (Cooper, Harvey, Kennedy 2001) among the
 * crossings that lose no ease, each from a state that was settled before. What is left out of account, as are the other
 * ways at a state where they take long to follow, only makes more seem dominated: what is found bounds from above.
 */
export class Dominators {
  /** By state of the walk: its place in the order of the walk. */
  readonly placeOf: Int32Array
  /** By place: that of the last state which all ways there lead over, and of the witness; −1 for none. */
  readonly above: Int32Array
  readonly before: Int32Array
  /** By place: 1 where other edges lead there as easily. */
  readonly hasOther: Uint8Array
  readonly #graph: PrivilegeGraph
  readonly #options: WalkOptions

  constructor(graph: PrivilegeGraph, options: WalkOptions) {
    this.#graph = graph
    this.#options = options
    this.placeOf = new Int32Array(graph.stateCount)
    this.above = new Int32Array(graph.stateCount)
    this.before = new Int32Array(graph.stateCount)
    this.hasOther = new Uint8Array(graph.stateCount)
  }

  find(start: number, walk: BestPaths): void {
    const { tails, heads } = this.#graph
    const { order, size } = walk
    for (let place = 0; place < size; place++) {
      const state = order[place]!
      const via = walk.viaAt(state)
      this.placeOf[state] = place
      this.hasOther[place] = 0
      this.before[place] = via === -1 ? -1 : this.placeOf[tails[via]!]!
      this.above[place] = this.before[place]!
      // What control brings along is as its witness; of where it begins nothing is above.
      if (via !== -1 && heads[via] === state) this.#meet(start, walk, place, via)
    }
  }

  #meet(start: number, walk: BestPaths, place: number, via: number): void {
    const { tails, edgeOf, lookOf, nodeOf, backward } = this.#graph
    const { cut } = this.#options
    const { levels, factor, factorAtStart } = crossingsOf(this.#graph, this.#options)
    const state = walk.order[place]!
    const level = walk.levelAt(state)
    let above = this.before[place]!
    let steps = 0
    for (let i = backward.starts[state]!; i < backward.starts[state + 1]!; i++) {
      const arc = backward.entries[i]!
      if (arc === via || cut?.[edgeOf[arc]!] === 1) continue
      const tail = tails[arc]!
      const from = walk.levelAt(tail)
      if (from === 0 || this.placeOf[tail]! >= place || walk.order[this.placeOf[tail]!] !== tail) continue
      const its = (nodeOf[tail] === start ? factorAtStart : factor)[lookOf[arc]!]!
      if (its < 0 || levels.times(from, its) !== level) continue
      if (edgeOf[arc] !== edgeOf[via]) this.hasOther[place] = 1
      for (let other = this.placeOf[tail]!; above !== other && steps < STEPS; steps++) {
        if (above > other) above = this.above[above]!
        else other = this.above[other]!
      }
      if (steps === STEPS) return
    }
    this.above[place] = above
  }
}
