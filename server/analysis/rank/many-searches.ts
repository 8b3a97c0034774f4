import { CERTAIN, type Levels } from '../levels.ts'
import type { Cells } from './cells.ts'
import { NONE } from './component-rows.ts'
import type { Condensed } from './condensed.ts'
import { ENTRY_WORDS } from './entries.ts'
import { PendingLevels } from './pending-levels.ts'
import { SetCounts } from './set-counts.ts'
import { AT_ONCE, forEachStart, SET_WORDS, SettledSets } from './start-sets.ts'
import type { Valuation } from './valuation.ts'

/** What is reached at one level of one class. */
interface Cell {
  readonly level: number
  readonly kind: number
  /** By start. */
  readonly targets: Uint32Array
  /** The sets that settled at that level. */
  readonly from: number
  readonly end: number
}

/** A target stands before its place in a list in a key to sort by; both fit into what a double holds exactly. */
const PLACES = 2 ** 26

/**
 * Searches from many components side by side, for estates in which most reach the same things but by ways of their own,
 * so that no hub serves them: a multi-source search after Then, Kaufmann, Chirigati and others (2014), level by level of
 * ease. Where many come to a component at one level, its ways on are looked at once for all of them.
 */
export class ManySearches {
  readonly #graph: Condensed
  readonly #levels: Levels
  readonly #valuation: Valuation
  /** By component: the starts that have come there, and those that come at the level at hand. */
  readonly #reached: Uint32Array
  readonly #coming: Uint32Array
  /** A bit for each component to which somebody comes at the level at hand. */
  readonly #touched: Uint32Array
  readonly #settled = new SettledSets()
  /** By level: settled sets and the factors by which they go on to it, in twos; emptied when it is opened. */
  readonly #waiting: number[][] = []
  readonly #pending: PendingLevels
  /** By factor: one more than the set that was last seen to go on by it. */
  readonly #goesOn: Uint32Array
  readonly #counts: SetCounts
  #cells: Cell[] = []
  #starts = 0
  /** By start: its worst target and the one after it, and the cells they are counted in, −1 where there is none. */
  readonly #worst = [new Uint32Array(AT_ONCE), new Uint32Array(AT_ONCE)] as const
  readonly #worstCell = [new Int32Array(AT_ONCE), new Int32Array(AT_ONCE)] as const

  constructor(graph: Condensed, levels: Levels, valuation: Valuation) {
    this.#graph = graph
    this.#levels = levels
    this.#pending = new PendingLevels(levels)
    this.#valuation = valuation
    this.#reached = new Uint32Array(graph.count * SET_WORDS)
    this.#coming = new Uint32Array(graph.count * SET_WORDS)
    this.#touched = new Uint32Array((graph.count >>> 5) + 1)
    this.#counts = new SetCounts(valuation.classCount)
    let most = 0
    for (let arc = 0; arc < graph.factor.length; arc++) if (graph.factor[arc]! > most) most = graph.factor[arc]!
    this.#goesOn = new Uint32Array(most + 1)
  }

  /** Walks from no more than `AT_ONCE` components, a level at each step; what was found holds until the next walk. */
  *walk(components: readonly number[]): Generator<void, void> {
    this.#begin(components)
    for (let level = CERTAIN; level !== 0; level = this.#pending.takeEasiest()) {
      this.#open(level)
      const from = this.#settled.size
      this.#settle()
      this.#count(level, from)
      this.#goOn(level, from)
      yield
    }
    this.#findWorst()
  }

  /** The cells of a search from that start alone; of their targets only its two worst are named. */
  cellsOf(start: number): Pick<Cells, 'forEach'> {
    const named = (nth: 0 | 1, cell: number) => (this.#worstCell[nth][start] === cell ? this.#worst[nth][start]! : NONE)
    return {
      forEach: (visit) => {
        for (const [cell, { level, kind, targets }] of this.#cells.entries())
          if (targets[start] !== 0) visit(level, kind, targets[start]!, named(0, cell), named(1, cell))
      },
    }
  }

  #begin(components: readonly number[]): void {
    for (let set = 0; set < this.#settled.size; set++) {
      const at = this.#settled.component[set]! * SET_WORDS
      this.#reached.fill(0, at, at + SET_WORDS)
    }
    this.#settled.size = 0
    this.#goesOn.fill(0)
    this.#cells = []
    this.#starts = components.length
    for (const [start, component] of components.entries()) {
      this.#coming[component * SET_WORDS + (start >>> 5)]! |= 1 << (start & 31)
      this.#touch(component)
    }
  }

  #touch(component: number): void {
    this.#touched[component >>> 5]! |= 1 << (component & 31)
  }

  /** Takes in what waits for that level. */
  #open(level: number): void {
    const waiting = this.#waiting[level]
    if (waiting === undefined) return
    const { start, mid, heads, factor } = this.#graph
    for (let i = 0; i < waiting.length; i += 2) {
      const set = waiting[i]!
      const component = this.#settled.component[set]!
      for (let arc = mid[component]!, end = start[component + 1]!; arc < end; arc++)
        if (factor[arc] === waiting[i + 1]) this.#come(set, heads[arc]!)
    }
    waiting.length = 0
  }

  /** Those of a set who have not been there come to a component. */
  #come(set: number, component: number): void {
    const [reached, coming] = [this.#reached, this.#coming]
    const { starts } = this.#settled
    const at = component * SET_WORDS
    const own = set * SET_WORDS
    let comers = 0
    for (let word = 0; word < SET_WORDS; word++) {
      const fresh = starts[own + word]! & ~reached[at + word]!
      coming[at + word]! |= fresh
      comers |= fresh
    }
    if (comers !== 0) this.#touch(component)
  }

  /** Follows all that is crossed without loss, from the last component down: that leads only to those before. */
  #settle(): void {
    const { start, mid, heads } = this.#graph
    const touched = this.#touched
    for (let word = touched.length - 1; word >= 0; word--) {
      while (touched[word] !== 0) {
        const bit = 31 - Math.clz32(touched[word]!)
        touched[word]! &= ~(1 << bit)
        const component = (word << 5) | bit
        const set = this.#settleAt(component)
        if (set === -1) continue
        for (let arc = start[component]!, end = mid[component]!; arc < end; arc++) this.#come(set, heads[arc]!)
      }
    }
  }

  /** The set that settles, or −1 where all who come have been there. */
  #settleAt(component: number): number {
    const set = this.#settled.add(component)
    const [reached, coming] = [this.#reached, this.#coming]
    const { starts } = this.#settled
    const at = component * SET_WORDS
    const own = set * SET_WORDS
    let comers = 0
    for (let word = 0; word < SET_WORDS; word++) {
      const fresh = coming[at + word]! & ~reached[at + word]!
      coming[at + word] = 0
      reached[at + word]! |= fresh
      starts[own + word] = fresh
      comers |= fresh
    }
    if (comers !== 0) return set
    this.#settled.size--
    return -1
  }

  /** What settled goes on by each harder factor to the level which that gives. */
  #goOn(level: number, from: number): void {
    const { start, mid, factor } = this.#graph
    const goesOn = this.#goesOn
    for (let set = from; set < this.#settled.size; set++) {
      const component = this.#settled.component[set]!
      for (let arc = mid[component]!, end = start[component + 1]!; arc < end; arc++) {
        const harder = factor[arc]!
        if (goesOn[harder] === set + 1) continue
        goesOn[harder] = set + 1
        this.#wait(this.#levels.times(level, harder), set, harder)
      }
    }
  }

  #wait(level: number, set: number, factor: number): void {
    this.#waiting[level] ??= []
    if (this.#waiting[level].push(set, factor) === 2) this.#pending.add(level)
  }

  #count(level: number, from: number): void {
    const { entryStart, entries } = this.#graph
    const { component, starts, size } = this.#settled
    for (let set = from; set < size; set++) {
      const end = entryStart[component[set]! + 1]! * ENTRY_WORDS
      for (let at = entryStart[component[set]!]! * ENTRY_WORDS; at < end; at += ENTRY_WORDS)
        this.#counts.add(entries[at]!, entries[at + 1]!, starts, set * SET_WORDS)
    }
    this.#counts.take((kind, targets) => this.#cells.push({ level, kind, targets, from, end: size }))
  }

  /** Each start's two worst targets: those of the cells that count most, of equal ones the smallest nodes. */
  #findWorst(): void {
    const { harmFactor } = this.#valuation
    for (const cells of this.#worstCell) cells.fill(-1)
    const valued = [...this.#cells.keys()].filter((cell) => harmFactor[this.#cells[cell]!.kind]! >= 0)
    const alike = Map.groupBy(valued, (cell) => {
      const { level, kind } = this.#cells[cell]!
      return this.#levels.times(level, harmFactor[kind]!)
    })
    const products = [...alike.keys()].sort((a, b) => (this.#levels.isEasier(a, b) ? -1 : 1))
    for (const product of products) {
      const lacking = this.#lackingWorst()
      if (lacking.every((bits) => bits === 0)) return
      this.#offer(alike.get(product)!, lacking)
    }
  }

  /** The starts of which two worst targets are not known yet. */
  #lackingWorst(): Uint32Array {
    const lacking = new Uint32Array(SET_WORDS)
    for (let start = 0; start < this.#starts; start++)
      if (this.#worstCell[1][start] === -1) lacking[start >>> 5]! |= 1 << (start & 31)
    return lacking
  }

  /** The targets of cells that count alike, the smallest nodes first, for those who lack some. */
  #offer(cells: readonly number[], lacking: Uint32Array): void {
    const { entryStart, entries } = this.#graph
    const { component, starts } = this.#settled
    const sets: number[] = []
    const cellOf: number[] = []
    const keys: number[] = []
    for (const cell of cells) {
      const { kind, from, end } = this.#cells[cell]!
      for (let set = from; set < end; set++) {
        if (!this.#settled.shares(set, lacking)) continue
        for (let entry = entryStart[component[set]!]!; entry < entryStart[component[set]! + 1]!; entry++) {
          const at = entry * ENTRY_WORDS
          if (entries[at] !== kind) continue
          for (const node of [entries[at + 2]!, entries[at + 3]!]) {
            if (node === NONE) continue
            keys.push(node * PLACES + sets.length)
            sets.push(set)
            cellOf.push(cell)
          }
        }
      }
    }
    for (const key of Float64Array.from(keys).sort()) {
      const place = key % PLACES
      const node = Math.floor(key / PLACES)
      for (let word = 0; word < SET_WORDS; word++)
        forEachStart(starts[sets[place]! * SET_WORDS + word]! & lacking[word]!, word, (start) => {
          const nth = this.#worstCell[0][start] === -1 ? 0 : 1
          this.#worst[nth][start] = node
          this.#worstCell[nth][start] = cellOf[place]!
          if (nth === 1) lacking[word]! &= ~(1 << (start & 31))
        })
      if (lacking.every((bits) => bits === 0)) return
    }
  }
}
