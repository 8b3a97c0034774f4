import { CERTAIN, type Levels } from '../levels.ts'
import { Cells } from './cells.ts'
import type { Condensed } from './condensed.ts'
import { ENTRY_WORDS, loneEntries, SEVERAL } from './entries.ts'
import { ABSENT, type Overlay } from './overlay.ts'
import { type PagePool, pageOf, wordAt } from './page-pool.ts'
import { PendingLevels } from './pending-levels.ts'
import type { Valuation } from './valuation.ts'

const CELL_WORDS = 5

/** Many components: `tables[k]` is the set of what is reached at `levels[k]` or easier, the easiest level first. */
export interface Bulk {
  readonly levels: readonly number[]
  readonly tables: readonly Uint32Array[]
}

/** A component whose whole reach is kept: others that reach it look only for what they reach better or beside it. */
export interface Hub {
  readonly component: number
  /** What it shares with the hub it leans on, and the level at which that is entered; what it reaches beside or easier. */
  readonly bulk: Bulk | undefined
  readonly bulkLevel: number
  readonly beside: Overlay
  /** Level, class and number of targets, and their two smallest, in fives. */
  readonly cells: Uint32Array
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
  /** What was settled by the search itself, and at which level. */
  readonly order: Uint32Array
  readonly label: Uint32Array
  size = 0
  readonly #graph: Condensed
  readonly #levels: Levels
  readonly #pool: PagePool
  readonly #seen: Uint32Array
  readonly #lone: Uint32Array
  #seenSize = 0
  /** By level: what waits for it; emptied when its level is opened. */
  readonly #waiting: number[][] = []
  /** Levels at which something waits. */
  readonly #pending: PendingLevels
  #entry: Entry | undefined
  /** Level at which each of the hub's sets is reached through it, and each of the levels beside. */
  #through: number[] = []
  #throughBeside: number[] = []
  /** By level: that times each factor; 0 where it was not asked for yet. */
  readonly #timesFactor: Uint32Array[] = []
  readonly #factorCount: number
  /** What the hub reaches as easily as the level at hand: the set, and how many of its levels beside. */
  #covered: Uint32Array | undefined
  #ranksCovered = 0

  constructor(graph: Condensed, levels: Levels, { classCount }: Valuation, pool: PagePool) {
    this.#graph = graph
    this.#levels = levels
    this.#pending = new PendingLevels(levels)
    this.#pool = pool
    let most = 0
    for (let arc = 0; arc < graph.factor.length; arc++) if (graph.factor[arc]! > most) most = graph.factor[arc]!
    this.#factorCount = most + 1
    this.cells = new Cells(classCount)
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
    for (let level = CERTAIN; level !== 0; level = this.#pending.takeEasiest()) {
      this.#cover(level)
      this.#takePending(level)
      const from = settled
      settled = this.#walkLevel(level, from)
      this.#count(level, from)
      if (this.#entry) this.#takeFromHub(from)
    }
  }

  /** Adds what the hub counts, as far as it was not taken out. */
  addHub(): void {
    if (!this.#entry) return
    const { hub, level } = this.#entry
    for (let i = 0; i < hub.cells.length; i += CELL_WORDS)
      this.cells.add(
        this.#levels.product(level, hub.cells[i]!),
        hub.cells[i + 1]!,
        hub.cells[i + 2]!,
        hub.cells[i + 3]!,
        hub.cells[i + 4]!,
      )
  }

  /** Whether a hub, so entered, reaches a component at least as easily as that level. */
  reaches(entry: Entry, component: number, wanted: number): boolean {
    const { bulk, beside } = entry.hub
    const rank = beside.rankOf(component)
    const isEnough = (level: number) => !this.#levels.isEasier(wanted, level)
    if (rank !== ABSENT && isEnough(this.#levels.product(entry.level, beside.levels[rank]!))) return true
    const k = throughLevels(entry, this.#levels).findLastIndex(isEnough)
    return k !== -1 && this.#holds(bulk!.tables[k]!, component)
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
    this.#entry = entry
    this.#through = entry ? throughLevels(entry, this.#levels) : []
    this.#throughBeside = entry ? entry.hub.beside.levels.map((level) => this.#levels.product(entry.level, level)) : []
  }

  /** Follows all that is crossed without loss; what is harder waits for its level. */
  #walkLevel(here: number, from: number): number {
    const { start, mid, heads, factor } = this.#graph
    const { label, order } = this
    const isLeaning = this.#covered !== undefined || this.#ranksCovered > 0
    const times = this.#timesFactor[here] ?? this.#rowOf(here)
    let head = from
    for (; head < this.size; head++) {
      const component = order[head]!
      const harder = mid[component]!
      for (let arc = start[component]!; arc < harder; arc++) {
        const next = heads[arc]!
        if (label[next] === here || !this.#label(next, here)) continue
        if (isLeaning && this.#isCovered(next)) continue
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
    if (this.#waiting[level].push(component) === 1) this.#pending.add(level)
  }

  #takePending(level: number): void {
    const waiting = this.#waiting[level]
    if (waiting === undefined || waiting.length === 0) return
    for (const it of waiting) if (this.label[it] === level && !this.#isCovered(it)) this.order[this.size++] = it
    waiting.length = 0
  }

  #count(level: number, from: number): void {
    const { order, size, cells } = this
    const lone = this.#lone
    for (let i = from; i < size; i++) {
      const component = order[i]!
      const kind = lone[2 * component]!
      if (kind < SEVERAL) cells.addOne(level, kind, lone[2 * component + 1]!)
      else if (kind === SEVERAL) this.#countEntries(component, level)
    }
  }

  #countEntries(component: number, level: number): void {
    const { entryStart, entries } = this.#graph
    const end = entryStart[component + 1]! * ENTRY_WORDS
    for (let at = entryStart[component]! * ENTRY_WORDS; at < end; at += ENTRY_WORDS)
      this.cells.add(level, entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!)
  }

  /** Takes out of the hub's counts what was settled easier than through it. */
  #takeFromHub(from: number): void {
    const { entryStart, entries } = this.#graph
    for (let i = from; i < this.size; i++) {
      const component = this.order[i]!
      const level = this.#levelThroughHub(component)
      if (level === 0) continue
      const end = entryStart[component + 1]! * ENTRY_WORDS
      for (let at = entryStart[component]! * ENTRY_WORDS; at < end; at += ENTRY_WORDS)
        this.cells.add(level, entries[at]!, -entries[at + 1]!)
    }
  }

  /** 0 where the hub does not lead there. */
  #levelThroughHub(component: number): number {
    const { bulk, beside } = this.#entry!.hub
    const rank = beside.rankOf(component)
    const level = rank === ABSENT ? 0 : this.#throughBeside[rank]!
    const last = bulk && bulk.tables.length - 1
    if (last === undefined || !this.#holds(bulk!.tables[last]!, component)) return level
    let k = 0
    while (!this.#holds(bulk!.tables[k]!, component)) k++
    const inBulk = this.#through[k]!
    return level !== 0 && this.#levels.isEasier(level, inBulk) ? level : inBulk
  }

  /** From now on the hub covers what it reaches at least as easily as that level. */
  #cover(level: number): void {
    this.#covered = undefined
    this.#ranksCovered = 0
    for (let k = 0; k < this.#through.length && !this.#levels.isEasier(level, this.#through[k]!); k++)
      this.#covered = this.#entry!.hub.bulk!.tables[k]
    for (let k = 0; k < this.#throughBeside.length && !this.#levels.isEasier(level, this.#throughBeside[k]!); k++)
      this.#ranksCovered = k + 1
  }

  #isCovered(component: number): boolean {
    if (this.#covered !== undefined && this.#holds(this.#covered, component)) return true
    return this.#ranksCovered > 0 && this.#entry!.hub.beside.rankOf(component) < this.#ranksCovered
  }

  #holds(table: Uint32Array, component: number): boolean {
    return ((this.#pool.words[wordAt(table[pageOf(component)]!, component)]! >>> (component & 31)) & 1) === 1
  }

  #rowOf(level: number): Uint32Array {
    const row = new Uint32Array(this.#factorCount)
    this.#timesFactor[level] = row
    return row
  }

  #times(row: Uint32Array, level: number, factor: number): number {
    row[factor] = this.#levels.times(level, factor)
    return row[factor]
  }
}

/** The levels at which a hub's bulk is reached by who enters the hub. */
export function throughLevels({ hub, level }: Entry, levels: Levels): number[] {
  const entered = levels.product(level, hub.bulkLevel)
  return hub.bulk ? hub.bulk.levels.map((it) => levels.product(entered, it)) : []
}
