import { CERTAIN, type Levels } from '../levels.ts'
import type { Condensed } from './condensed.ts'
import { Overlay } from './overlay.ts'
import { type PagePool, pageOf, pagesFor, wordAt } from './page-pool.ts'
import { type Bulk, type Entry, type Hub, type Search, throughLevels } from './search.ts'

/** A hub with more levels than that is not kept: its sets would cost more than they save. */
const MOST_LEVELS = 64

type Sets = Pick<Hub, 'bulk' | 'bulkLevel' | 'beside'>

/** What the shelf knows of a hub beside what searches ask of it. */
interface Kept {
  readonly hub: Hub
  readonly pages: readonly number[]
  /** The hub whose pages its sets share. */
  readonly base: number | undefined
  /** Hubs that share its pages. */
  users: number
  /** The last component that may lean on it. */
  until: number
}

/** The hubs that somebody may still lean on. What nobody will is taken down, so that memory bounds only those at once. */
export class HubShelf {
  readonly #kept: (Kept | undefined)[] = []
  /** By component: the hubs to be looked at when its turn is over. */
  readonly #due = new Map<number, number[]>()
  readonly #numberOf = new Map<Hub, number>()
  readonly #graph: Condensed
  readonly #levels: Levels
  readonly #search: Search
  readonly #pool: PagePool
  /** So many beside a bulk are kept as such; of more a bulk is made. */
  readonly #mostBeside: number

  constructor(graph: Condensed, levels: Levels, search: Search, pool: PagePool, mostBeside: number) {
    this.#mostBeside = mostBeside
    this.#graph = graph
    this.#levels = levels
    this.#search = search
    this.#pool = pool
  }

  at(hub: number): Hub {
    return this.#kept[hub]!.hub
  }

  /** Makes a hub of what the last search settled, with the hub it leant on; −1 when there is no room for its sets. */
  lay(component: number, base: Entry | undefined): number {
    const hub = this.#made(component, base)
    if (!hub) return -1
    // A hub shares pages with the one it leant on where both have one bulk, or where its own was made over that.
    const under = base && this.#numberOf.get(base.hub)
    if (under !== undefined) this.#kept[under]!.users++
    const number = this.#kept.push({ hub, pages: this.#pool.takeMade(), base: under, users: 0, until: -1 }) - 1
    this.#numberOf.set(hub, number)
    return number
  }

  /** Somebody may lean on it until that component has had its turn. */
  keep(hub: number, until: number): void {
    const kept = this.#kept[hub]!
    if (until <= kept.until) return
    if (kept.until === -1) this.#dueAt(until, hub)
    kept.until = until
  }

  /** Takes down what nobody leans on any more now that the component has had its turn. */
  pass(component: number): void {
    const due = this.#due.get(component)
    if (!due) return
    this.#due.delete(component)
    for (const hub of due) {
      const kept = this.#kept[hub]
      if (kept && kept.until > component) this.#dueAt(kept.until, hub)
      else if (kept) this.#takeDown(hub, component)
    }
  }

  #takeDown(hub: number, component: number): void {
    const { pages, base, users, until, hub: gone } = this.#kept[hub]!
    if (users > 0 || until > component) return
    this.#pool.giveBack(pages)
    this.#kept[hub] = undefined
    this.#numberOf.delete(gone)
    if (base === undefined) return
    this.#kept[base]!.users--
    this.#takeDown(base, component)
  }

  #dueAt(component: number, hub: number): void {
    const due = this.#due.get(component)
    if (due) due.push(hub)
    else this.#due.set(component, [hub])
  }

  #made(component: number, base: Entry | undefined): Hub | undefined {
    const { cells, size } = this.#search
    const sets = size + (base?.hub.beside.size ?? 0) <= this.#mostBeside ? this.#beside(base) : this.#bulk(base)
    if (!sets) return undefined
    const counted: number[] = []
    cells.forEach((level, kind, targets, first, second) => {
      if (targets > 0) counted.push(level, kind, targets, first, second)
    })
    return { component, ...sets, cells: Uint32Array.from(counted), mass: this.#search.mass() }
  }

  /** The bulk of the hub it leant on, and beside it what that hub had beside and what the search settled. */
  #beside(base: Entry | undefined): Sets | undefined {
    const { order, label, size } = this.#search
    const inherited = base ? base.hub.beside.levels.map((level) => this.#levels.product(base.level, level)) : []
    const levels = this.#easiestFirst([...inherited, ...this.#ownLevels()])
    if (levels.length > MOST_LEVELS) return undefined
    const overlay = new Overlay(levels, size + (base?.hub.beside.size ?? 0))
    let [level, rank] = [0, 0]
    for (let i = 0; i < size; i++) {
      const component = order[i]!
      if (label[component] !== level) {
        level = label[component]!
        rank = levels.indexOf(level)
      }
      overlay.add(component, rank)
    }
    // What the search settled is easier than through the hub, and stays.
    const ranks = inherited.map((level) => levels.indexOf(level))
    base?.hub.beside.forEach((component, rank) => overlay.add(component, ranks[rank]!))
    const bulkLevel = base ? this.#levels.product(base.level, base.hub.bulkLevel) : CERTAIN
    return { bulk: base?.hub.bulk, bulkLevel, beside: overlay }
  }

  /** A bulk of its own of all that. Undefined when it would take too much memory. */
  #bulk(base: Entry | undefined): Sets | undefined {
    const inherited = base ? throughLevels(base, this.#levels) : []
    const added = this.#addedByLevel(base)
    const levels = this.#easiestFirst([...inherited, ...added.keys()])
    const pages = pagesFor(this.#graph.count)
    const most = added.values().reduce((sum, it) => sum + it.length, 0)
    if (levels.length > MOST_LEVELS || this.#pool.pagesLeft < 2 * levels.length * Math.min(pages, most))
      return undefined
    const tables = this.#tables(levels, inherited, base?.hub.bulk, added)
    return { bulk: { levels, tables }, bulkLevel: CERTAIN, beside: new Overlay([], 0) }
  }

  /** What was settled stands level by level. */
  #ownLevels(): number[] {
    const { order, label, size } = this.#search
    const own: number[] = []
    for (let i = 0; i < size; i++) if (label[order[i]!] !== own.at(-1)) own.push(label[order[i]!]!)
    return own
  }

  #easiestFirst(levels: readonly number[]): number[] {
    return [...new Set(levels)].sort((a, b) => (this.#levels.isEasier(a, b) ? -1 : 1))
  }

  #addedByLevel(base: Entry | undefined): Map<number, number[]> {
    const { order, label, size } = this.#search
    const added = new Map<number, number[]>()
    const add = (component: number, level: number) => {
      const known = added.get(level)
      if (known) known.push(component)
      else added.set(level, [component])
    }
    for (let i = 0; i < size; i++) add(order[i]!, label[order[i]!]!)
    const beside = base?.hub.beside
    beside?.forEach((component, rank) => add(component, this.#levels.product(base!.level, beside.levels[rank]!)))
    return added
  }

  /**
   * For each level what is reached at it or easier: the part of the bulk it leans on, and what is added. A set holds
   * the one before it, so only pages change that gain something.
   */
  #tables(
    levels: readonly number[],
    inherited: readonly number[],
    bulk: Bulk | undefined,
    added: ReadonlyMap<number, readonly number[]>,
  ): Uint32Array[] {
    const empty: Uint32Array = new Uint32Array(pagesFor(this.#graph.count))
    const tables: Uint32Array[] = []
    let [before, inheritedBefore] = [empty, empty]
    for (const level of levels) {
      const nearest = inherited.findLastIndex((it) => !this.#levels.isEasier(level, it))
      const from = nearest === -1 ? empty : bulk!.tables[nearest]!
      const own = new Set<number>()
      const table = new Uint32Array(from.length)
      for (let page = 0; page < table.length; page++) {
        if (from[page] === inheritedBefore[page]) table[page] = before[page]!
        else if (before[page] === inheritedBefore[page]) table[page] = from[page]!
        else {
          own.add(page)
          table[page] = this.#pool.union(from[page]!, before[page]!)
        }
      }
      for (const it of added.get(level) ?? []) {
        const page = pageOf(it)
        if (!own.has(page)) {
          own.add(page)
          table[page] = this.#pool.copy(table[page]!)
        }
        this.#pool.words[wordAt(table[page]!, it)]! |= 1 << (it & 31)
      }
      tables.push(table)
      before = table
      inheritedBefore = from
    }
    return tables
  }
}
