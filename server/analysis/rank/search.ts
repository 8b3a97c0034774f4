import { CERTAIN, type Levels } from '../levels.ts'
import { Cells } from './cells.ts'
import { NONE } from './component-rows.ts'
import type { Condensed } from './condensed.ts'
import { ENTRY_WORDS, loneEntries, SEVERAL } from './entries.ts'
import { type PagePool, pageOf, wordAt } from './page-pool.ts'
import type { Valuation } from './valuation.ts'
import { WorstTwo } from './worst.ts'

/** A component whose whole reach is kept: others that reach it look only for what they reach better or beside it. */
export interface Hub {
  readonly component: number
  /** Easiest first; `tables[k]` is the set of what is reached at `levels[k]` or easier. */
  readonly levels: readonly number[]
  readonly tables: readonly Uint32Array[]
  /** Level, class and number of targets, in threes. */
  readonly cells: readonly number[]
  /** Level of ease × harm and node of the two worst targets, in twos. */
  readonly worst: readonly number[]
  /** What it reaches, each target counted by its ease. */
  readonly mass: number
}

/** A hub and the ease at which it is entered, as a level. */
export interface Entry {
  readonly hub: Hub
  readonly level: number
}

/**
 * Everything one component reaches, easiest first. What its hub reaches at least as easily is left to the hub: behind
 * such a place the hub's ways are at least as easy too. What is found easier than by the hub is moved in the counts
 * from the hub's level to its own.
 */
export class Search {
  readonly cells: Cells
  readonly worst: WorstTwo
  /** What was settled by the search itself, and at which level. */
  readonly order: Uint32Array
  readonly label: Uint32Array
  size = 0
  readonly #graph: Condensed
  readonly #levels: Levels
  readonly #valuation: Valuation
  readonly #pool: PagePool
  readonly #seen: Uint32Array
  readonly #lone: Uint32Array
  #seenSize = 0
  /** By level: what waits for it; emptied when its level is opened. */
  readonly #waiting: number[][] = []
  /** Levels at which something waits. */
  readonly #pending: number[] = []
  #entry: Entry | undefined
  /** Level at which each of the hub's sets is reached through it. */
  #through: number[] = []
  /** By level: that times each factor, and times the harm done by each class; 0 where it was not asked for yet. */
  readonly #timesFactor: Uint32Array[] = []
  readonly #timesHarm: Uint32Array[] = []
  readonly #factorCount: number

  constructor(graph: Condensed, levels: Levels, valuation: Valuation, pool: PagePool) {
    this.#graph = graph
    this.#levels = levels
    this.#valuation = valuation
    this.#pool = pool
    this.#factorCount = graph.factor.reduce((most, factor) => Math.max(most, factor), 0) + 1
    this.cells = new Cells(valuation.classCount)
    this.worst = new WorstTwo(levels)
    this.order = new Uint32Array(graph.count)
    this.label = new Uint32Array(graph.count)
    this.#seen = new Uint32Array(graph.count)
    this.#lone = loneEntries(graph, graph.count)
  }

  /** Walks from a component and counts what it settles; all of it holds until the next walk. */
  walk(component: number, entry: Entry | undefined): void {
    this.#begin(entry)
    this.#seen[this.#seenSize++] = component
    this.label[component] = CERTAIN
    this.order[this.size++] = component
    let settled = 0
    for (let level = CERTAIN; level !== 0; level = this.#nextLevel()) {
      const covered = this.#coveredAt(level)
      this.#takePending(level, covered)
      const from = settled
      settled = this.#walkLevel(level, covered, from)
      this.#count(level, from)
      if (this.#entry) this.#takeFromHub(from)
    }
  }

  /** Adds what the hub counts, as far as it was not taken out. */
  addHub(): void {
    if (!this.#entry) return
    const { hub, level } = this.#entry
    for (let i = 0; i < hub.cells.length; i += 3)
      this.cells.add(this.#levels.product(level, hub.cells[i]!), hub.cells[i + 1]!, hub.cells[i + 2]!)
    for (let i = 0; i < hub.worst.length; i += 2)
      this.worst.offer(this.#levels.product(level, hub.worst[i]!), hub.worst[i + 1]!)
  }

  /** What was counted, each target by its ease: how much a search is spared that may lean on this one. */
  mass(): number {
    let mass = 0
    this.cells.forEach((level, _, targets) => {
      mass += targets * this.#levels.value[level]!
    })
    return mass
  }

  #begin(entry: Entry | undefined): void {
    for (let i = 0; i < this.#seenSize; i++) this.label[this.#seen[i]!] = 0
    this.#seenSize = 0
    this.size = 0
    this.cells.clear()
    this.worst.clear()
    this.#entry = entry
    this.#through = entry ? entry.hub.levels.map((level) => this.#levels.product(entry.level, level)) : []
  }

  /** Follows all that is crossed without loss; what is harder waits for its level. */
  #walkLevel(here: number, covered: Uint32Array | undefined, from: number): number {
    const { start, mid, heads, factor } = this.#graph
    const { label, order } = this
    const pool = this.#pool.words
    const times = this.#rowOf(this.#timesFactor, here, this.#factorCount)
    let head = from
    for (; head < this.size; head++) {
      const component = order[head]!
      const harder = mid[component]!
      for (let arc = start[component]!; arc < harder; arc++) {
        const next = heads[arc]!
        if (label[next] === here || !this.#label(next, here)) continue
        if (covered !== undefined && (pool[wordAt(covered[pageOf(next)]!, next)]! >>> (next & 31)) & 1) continue
        order[this.size++] = next
      }
      const end = start[component + 1]!
      for (let arc = harder; arc < end; arc++) {
        const level = times[factor[arc]!] || this.#times(times, here, factor[arc]!)
        if (label[heads[arc]!] !== level && this.#label(heads[arc]!, level)) this.#wait(heads[arc]!, level)
      }
    }
    return head
  }

  /** Whether that is the easiest way there so far. */
  #label(component: number, level: number): boolean {
    const known = this.label[component]!
    if (known === 0) this.#seen[this.#seenSize++] = component
    else if (!this.#levels.isEasier(level, known)) return false
    this.label[component] = level
    return true
  }

  #wait(component: number, level: number): void {
    this.#waiting[level] ??= []
    if (this.#waiting[level].push(component) === 1) this.#pending.push(level)
  }

  #takePending(level: number, covered: Uint32Array | undefined): void {
    const waiting = this.#waiting[level]
    if (waiting === undefined || waiting.length === 0) return
    for (const it of waiting)
      if (this.label[it] === level && !(covered && this.#holds(covered, it))) this.order[this.size++] = it
    waiting.length = 0
  }

  /** The easiest level at which something waits, 0 when nothing does. */
  #nextLevel(): number {
    let best = 0
    for (let i = 1; i < this.#pending.length; i++)
      if (this.#levels.isEasier(this.#pending[i]!, this.#pending[best]!)) best = i
    const level = this.#pending[best] ?? 0
    this.#pending[best] = this.#pending.at(-1)!
    this.#pending.pop()
    return level
  }

  #count(level: number, from: number): void {
    const { order, size } = this
    const lone = this.#lone
    const products = this.#rowOf(this.#timesHarm, level, this.#valuation.classCount)
    for (let i = from; i < size; i++) {
      const component = order[i]!
      const kind = lone[2 * component]!
      if (kind === NONE) continue
      if (kind === SEVERAL) this.#countEntries(component, level, products)
      else {
        this.cells.add(level, kind, 1)
        this.#offer(products, level, kind, lone[2 * component + 1]!)
      }
    }
  }

  #countEntries(component: number, level: number, products: Uint32Array): void {
    const { entryStart, entries } = this.#graph
    const end = entryStart[component + 1]! * ENTRY_WORDS
    for (let at = entryStart[component]! * ENTRY_WORDS; at < end; at += ENTRY_WORDS) {
      const kind = entries[at]!
      this.cells.add(level, kind, entries[at + 1]!)
      this.#offer(products, level, kind, entries[at + 2]!)
      if (entries[at + 3] !== NONE) this.#offer(products, level, kind, entries[at + 3]!)
    }
  }

  /** One of the class, for the worst of what is reached. */
  #offer(products: Uint32Array, level: number, kind: number, node: number): void {
    const harm = this.#valuation.harmFactor[kind]!
    if (harm >= 0) this.worst.offer(products[kind] || this.#times(products, level, harm, kind), node)
  }

  /** Takes out of the hub's counts what was settled easier than through it. */
  #takeFromHub(from: number): void {
    const { entryStart, entries } = this.#graph
    const { tables } = this.#entry!.hub
    const all = tables[tables.length - 1]!
    for (let i = from; i < this.size; i++) {
      const component = this.order[i]!
      if (!this.#holds(all, component)) continue
      let k = 0
      while (!this.#holds(tables[k]!, component)) k++
      const end = entryStart[component + 1]! * ENTRY_WORDS
      for (let at = entryStart[component]! * ENTRY_WORDS; at < end; at += ENTRY_WORDS)
        this.cells.add(this.#through[k]!, entries[at]!, -entries[at + 1]!)
    }
  }

  /** The set of what the hub reaches at least as easily as that level. */
  #coveredAt(level: number): Uint32Array | undefined {
    let covered: Uint32Array | undefined
    for (let k = 0; k < this.#through.length && !this.#levels.isEasier(level, this.#through[k]!); k++)
      covered = this.#entry!.hub.tables[k]
    return covered
  }

  #holds(table: Uint32Array, component: number): boolean {
    return ((this.#pool.words[wordAt(table[pageOf(component)]!, component)]! >>> (component & 31)) & 1) === 1
  }

  #rowOf(rows: Uint32Array[], level: number, length: number): Uint32Array {
    rows[level] ??= new Uint32Array(length)
    return rows[level]
  }

  #times(row: Uint32Array, level: number, factor: number, place = factor): number {
    row[place] = this.#levels.times(level, factor)
    return row[place]
  }
}
