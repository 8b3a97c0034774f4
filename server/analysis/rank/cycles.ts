import { type Rows, rowsBy } from '../../graph/rows.ts'
import { CERTAIN, type Levels } from '../levels.ts'
import { NONE } from './component-rows.ts'
import type { Condensed } from './condensed.ts'

/** Cycles over harder crossings, in which no order lets a hub come before all that lead to it. */
export class Cycles {
  readonly #graph: Condensed
  readonly #met = new Set<number>()
  readonly #members: Rows
  /** Arcs within a cycle, by head. */
  readonly #into: Rows
  readonly #tails: Uint32Array
  readonly #factors: Uint16Array

  constructor(graph: Condensed) {
    this.#graph = graph
    const { count, start, heads, factor, cycleOf } = graph
    const lone = graph.count
    this.#members = rowsBy(
      cycleOf.map((cycle) => (cycle === NONE ? lone : cycle)),
      lone + 1,
    )
    let size = 0
    const within = (tail: number, arc: number) => cycleOf[tail] !== NONE && cycleOf[tail] === cycleOf[heads[arc]!]
    for (let tail = 0; tail < count; tail++)
      for (let arc = start[tail]!; arc < start[tail + 1]!; arc++) if (within(tail, arc)) size++
    const inner = new Uint32Array(size)
    this.#tails = new Uint32Array(size)
    this.#factors = new Uint16Array(size)
    size = 0
    for (let tail = 0; tail < count; tail++) {
      for (let arc = start[tail]!; arc < start[tail + 1]!; arc++) {
        if (!within(tail, arc)) continue
        inner[size] = heads[arc]!
        this.#tails[size] = tail
        this.#factors[size++] = factor[arc]!
      }
    }
    this.#into = rowsBy(inner, count)
  }

  /** True the first time a component of a cycle is met. */
  meet(component: number): boolean {
    const cycle = this.#graph.cycleOf[component]!
    if (this.#met.has(cycle)) return false
    this.#met.add(cycle)
    return true
  }

  /** The components of the cycle that one is part of. */
  members(component: number): Uint32Array {
    const cycle = this.#graph.cycleOf[component]!
    return this.#members.entries.subarray(this.#members.starts[cycle]!, this.#members.starts[cycle + 1]!)
  }

  /** The easiest way of each of a cycle to one of it, as levels. */
  easeTo(goal: number, levels: Levels): Map<number, number> {
    const { starts, entries } = this.#into
    const best = new Map([[goal, CERTAIN]])
    const waiting = new Map([[CERTAIN, [goal]]])
    while (waiting.size > 0) {
      const here = [...waiting.keys()].reduce((a, b) => (levels.isEasier(b, a) ? b : a))
      const queue = waiting.get(here)!
      for (let component = queue.pop(); component !== undefined; component = queue.pop()) {
        if (best.get(component) !== here) continue
        for (let i = starts[component]!; i < starts[component + 1]!; i++) {
          const tail = this.#tails[entries[i]!]!
          const level = levels.times(here, this.#factors[entries[i]!]!)
          const known = best.get(tail)
          if (known !== undefined && !levels.isEasier(level, known)) continue
          best.set(tail, level)
          const others = waiting.get(level)
          if (others) others.push(tail)
          else waiting.set(level, [tail])
        }
      }
      waiting.delete(here)
    }
    return best
  }
}
