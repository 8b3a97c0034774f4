import { CERTAIN, type Levels } from '../levels.ts'
import { Cells } from './cells.ts'
import { NONE } from './component-rows.ts'
import type { Condensed, Valuation } from './condensed.ts'
import { type PagePool, pageOf, wordAt } from './page-pool.ts'
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
  #seenSize = 0
  readonly #pending = new Map<number, number[]>()
  #entry: Entry | undefined
  /** Level at which each of the hub's sets is reached through it. */
  #through: number[] = []
  /** The set of what the hub reaches as easily as the level at hand. */
  #table: Uint32Array | undefined
  #here = CERTAIN

  constructor(graph: Condensed, levels: Levels, valuation: Valuation, pool: PagePool) {
    this.#graph = graph
    this.#levels = levels
    this.#valuation = valuation
    this.#pool = pool
    this.cells = new Cells(valuation.classCount)
    this.worst = new WorstTwo(levels)
    this.order = new Uint32Array(graph.count)
    this.label = new Uint32Array(graph.count)
    this.#seen = new Uint32Array(graph.count)
  }

  /** Walks from a component; what it settled holds until the next walk. */
  walk(component: number, entry: Entry | undefined): void {
    this.#begin(entry)
    this.#openLevel(CERTAIN)
    this.#meet(component, CERTAIN)
    if (this.size === 0) this.order[this.size++] = component
    let head = 0
    for (;;) {
      head = this.#walkLevel(head)
      const next = this.#nextLevel()
      if (next === 0) return
      this.#openLevel(next)
      const waiting = this.#pending.get(next)!
      this.#pending.delete(next)
      for (const it of waiting) if (this.label[it] === next && !this.#isCovered(it)) this.order[this.size++] = it
    }
  }

  /** Counts what the last walk settled, and takes it out of what the hub counts. */
  count(): void {
    const { entryStart, entryClass, entryCount, entryFirst, entrySecond } = this.#graph
    const { harmFactor } = this.#valuation
    for (let i = 0; i < this.size; i++) {
      const component = this.order[i]!
      const level = this.label[component]!
      const before = this.#entry === undefined ? 0 : this.#levelThroughHub(component)
      for (let at = entryStart[component]!; at < entryStart[component + 1]!; at++) {
        const kind = entryClass[at]!
        this.cells.add(level, kind, entryCount[at]!)
        if (before !== 0) this.cells.add(before, kind, -entryCount[at]!)
        if (harmFactor[kind]! < 0) continue
        const product = this.#levels.times(level, harmFactor[kind]!)
        this.worst.offer(product, entryFirst[at]!)
        if (entrySecond[at] !== NONE) this.worst.offer(product, entrySecond[at]!)
      }
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
    for (const cell of this.cells.used) mass += this.cells.count(cell) * this.#levels.value[this.cells.levelOf(cell)]!
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

  #walkLevel(from: number): number {
    const { start, mid, heads, factor } = this.#graph
    const { label, order } = this
    const here = this.#here
    let head = from
    for (; head < this.size; head++) {
      const component = order[head]!
      const harder = mid[component]!
      for (let arc = start[component]!; arc < harder; arc++) {
        if (label[heads[arc]!] !== here) this.#meet(heads[arc]!, here)
      }
      const end = start[component + 1]!
      for (let arc = harder; arc < end; arc++) this.#meet(heads[arc]!, this.#levels.times(here, factor[arc]!))
    }
    return head
  }

  #meet(component: number, level: number): void {
    const known = this.label[component]!
    if (known === level || (known !== 0 && !this.#levels.isEasier(level, known))) return
    if (known === 0) this.#seen[this.#seenSize++] = component
    this.label[component] = level
    if (level === this.#here) {
      if (!this.#isCovered(component)) this.order[this.size++] = component
      return
    }
    const waiting = this.#pending.get(level)
    if (waiting) waiting.push(component)
    else this.#pending.set(level, [component])
  }

  #nextLevel(): number {
    let next = 0
    for (const level of this.#pending.keys()) if (next === 0 || this.#levels.isEasier(level, next)) next = level
    return next
  }

  #openLevel(level: number): void {
    this.#here = level
    this.#table = undefined
    for (let k = 0; k < this.#through.length; k++) {
      if (this.#levels.isEasier(level, this.#through[k]!)) return
      this.#table = this.#entry!.hub.tables[k]
    }
  }

  #isCovered(component: number): boolean {
    return this.#table !== undefined && this.#holds(this.#table, component)
  }

  #holds(table: Uint32Array, component: number): boolean {
    return ((this.#pool.words[wordAt(table[pageOf(component)]!, component)]! >>> (component & 31)) & 1) === 1
  }

  #levelThroughHub(component: number): number {
    const { tables } = this.#entry!.hub
    if (!this.#holds(tables[tables.length - 1]!, component)) return 0
    return this.#through[tables.findIndex((table) => this.#holds(table, component))]!
  }
}
