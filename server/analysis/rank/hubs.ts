import { rowsBy } from '../../graph/rows.ts'
import { CERTAIN, type Levels } from '../levels.ts'
import { NONE } from './component-rows.ts'
import type { Condensed, Valuation } from './condensed.ts'
import { PAGE_WORDS, PagePool, pageOf, pagesFor, wordAt } from './page-pool.ts'
import { type Entry, type Hub, Search } from './search.ts'

/** A hub with more levels than that is not kept: its sets would cost more than they save. */
const MOST_LEVELS = 64

export interface HubOptions {
  /** Bytes the hubs' sets may take; 1 GiB by default. */
  readonly mostBytes?: number | undefined
  /** Components a hub must add to the hub it is entered from. */
  readonly threshold?: number | undefined
}

/**
 * Hubs, and for every component the one it is best answered from. A component becomes a hub when it reaches much that
 * its best neighbour's hub does not; whoever leads to it then looks only for what lies beside. After the hub labelling
 * of Cohen, Halperin, Kaplan and Zwick (2003), kept per ease and only where it pays.
 */
export class Hubs {
  readonly #list: Hub[] = []
  readonly search: Search
  readonly #pool: PagePool
  readonly #hubOf: Int32Array
  readonly #entryOf: Uint32Array
  /** About how many components a search from there settles beside its hub. */
  readonly #beside: Uint32Array
  readonly #graph: Condensed
  readonly #levels: Levels
  readonly #threshold: number
  #cycles: Cycles | undefined

  constructor(graph: Condensed, levels: Levels, valuation: Valuation, options: HubOptions = {}) {
    this.#graph = graph
    this.#levels = levels
    this.#threshold = options.threshold ?? Math.max(64, Math.floor(graph.count / 450))
    this.#pool = new PagePool(Math.ceil((options.mostBytes ?? 2 ** 30) / (4 * PAGE_WORDS)))
    this.search = new Search(graph, levels, valuation, this.#pool)
    this.#hubOf = new Int32Array(graph.count).fill(-1)
    this.#entryOf = new Uint32Array(graph.count)
    this.#beside = new Uint32Array(graph.count)
  }

  #entry(component: number): Entry | undefined {
    const hub = this.#hubOf[component]!
    return hub === -1 ? undefined : { hub: this.#list[hub]!, level: this.#entryOf[component]! }
  }

  /**
   * Answers the wanted components one after the other, hubs being laid on the way. Yields after every component, so
   * that whoever drives it may pause or stop; the answer of a wanted one is in `search` until the next step.
   */
  *answer(wanted: Uint8Array): Generator<number, void> {
    for (let component = 0; component < this.#graph.count; component++) {
      this.#place(component, wanted[component] === 1)
      yield component
    }
  }

  #place(component: number, isWanted: boolean): void {
    const { start, cycleOf } = this.#graph
    const ways = start[component + 1]! - start[component]!
    this.#beside[component] = 1
    if (ways === 0 && !isWanted) return
    this.#inherit(component)
    const isFirst = cycleOf[component] !== NONE && this.#cyclesMet().meet(cycleOf[component]!)
    const about = this.#estimate(component)
    if (about <= 4 * this.#threshold && !isFirst && !isWanted) {
      this.#beside[component] = about
      return
    }
    const base = this.#entry(component)
    const { search } = this
    search.walk(component, base)
    this.#beside[component] = search.size
    // With one way out its neighbour's hub serves as well, until that lies too far off: think of a chain.
    const isFar = search.size > 4 * this.#threshold
    const isHub = search.size > this.#threshold && (ways > 1 || isFirst || isFar)
    if (!isHub && !isWanted) return
    search.count()
    search.addHub()
    const hub = isHub ? this.#makeHub(component, base) : undefined
    if (!hub) return
    this.#beside[component] = 1
    this.#hubOf[component] = this.#list.push(hub) - 1
    this.#entryOf[component] = CERTAIN
    if (isFirst) this.#tellCycle(component)
  }

  /** The largest hub of what it leads to, entered over that. */
  #inherit(component: number): void {
    const { start, heads, factor } = this.#graph
    for (let arc = start[component]!; arc < start[component + 1]!; arc++) {
      const hub = this.#hubOf[heads[arc]!]!
      if (hub !== -1) this.#offer(component, hub, this.#levels.times(this.#entryOf[heads[arc]!]!, factor[arc]!))
    }
  }

  #offer(component: number, hub: number, level: number): void {
    const known = this.#hubOf[component]!
    if (known !== -1) {
      const difference = this.#list[hub]!.size - this.#list[known]!.size
      if (difference < 0 || (difference === 0 && !this.#levels.isEasier(level, this.#entryOf[component]!))) return
    }
    this.#hubOf[component] = hub
    this.#entryOf[component] = level
  }

  #estimate(component: number): number {
    const { start, heads, factor } = this.#graph
    const entry = this.#entry(component)
    let about = 1
    for (let arc = start[component]!; arc < start[component + 1]!; arc++) {
      const head = heads[arc]!
      if (entry && this.#reaches(entry, head, this.#levels.times(CERTAIN, factor[arc]!))) continue
      // Around a cycle some have not had their turn: nobody knows yet what lies behind them.
      about += head > component ? 8 * this.#threshold : this.#beside[head]!
      if (this.#hubOf[head] !== -1 && this.#hubOf[head] !== this.#hubOf[component]) about += this.#threshold
    }
    return Math.min(about, 2 ** 30)
  }

  /** Whether the hub, so entered, reaches a component at least as easily as that level. */
  #reaches({ hub, level }: Entry, component: number, wanted: number): boolean {
    for (let k = hub.levels.length - 1; k >= 0; k--) {
      if (this.#levels.isEasier(wanted, this.#levels.product(level, hub.levels[k]!))) continue
      return this.#holds(hub.tables[k]!, component)
    }
    return false
  }

  #holds(table: Uint32Array, component: number): boolean {
    return ((this.#pool.words[wordAt(table[pageOf(component)]!, component)]! >>> (component & 31)) & 1) === 1
  }

  /** What the last search settled, with the hub it leant on. Undefined when the sets would take too much memory. */
  #makeHub(component: number, base: Entry | undefined): Hub | undefined {
    const search = this.search
    const { order, label, size } = search
    const inherited = base ? base.hub.levels.map((level) => this.#levels.product(base.level, level)) : []
    const own = new Set<number>()
    for (let i = 0; i < size; i++) own.add(label[order[i]!]!)
    const levels = [...new Set([...inherited, ...own])].sort((a, b) => (this.#levels.isEasier(a, b) ? -1 : 1))
    const pages = pagesFor(this.#graph.count)
    if (levels.length > MOST_LEVELS || this.#pool.pagesLeft < 2 * levels.length * Math.min(pages, size))
      return undefined
    const tables = this.#tablesOf(levels, inherited, base)
    const { cells, worst } = search
    const counted = cells.used.filter((cell) => cells.count(cell) !== 0)
    return {
      component,
      levels,
      tables,
      cells: counted.flatMap((cell) => [cells.levelOf(cell), cells.classOf(cell), cells.count(cell)]),
      worst: [
        ...(worst.firstNode === NONE ? [] : [worst.firstProduct, worst.firstNode]),
        ...(worst.secondNode === NONE ? [] : [worst.secondProduct, worst.secondNode]),
      ],
      size: size + (base?.hub.size ?? 0),
    }
  }

  /**
   * For each level what is reached at it or easier: the hub's part and, easiest first, what the search settled. A set
   * holds the one before it, so only pages change that gain something.
   */
  #tablesOf(levels: readonly number[], inherited: readonly number[], base: Entry | undefined): Uint32Array[] {
    const { order, label, size } = this.search
    const empty: Uint32Array = new Uint32Array(pagesFor(this.#graph.count))
    const tables: Uint32Array[] = []
    let [before, inheritedBefore, at] = [empty, empty, 0]
    for (const level of levels) {
      const nearest = inherited.findLastIndex((it) => !this.#levels.isEasier(level, it))
      const from = nearest === -1 ? empty : base!.hub.tables[nearest]!
      const table = from.map((page, i) => {
        if (page === inheritedBefore[i]) return before[i]!
        return before[i] === inheritedBefore[i] ? page : this.#pool.union(page, before[i]!)
      })
      const own = new Set<number>()
      for (; at < size && label[order[at]!] === level; at++) {
        const it = order[at]!
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

  #cyclesMet(): Cycles {
    this.#cycles ??= new Cycles(this.#graph)
    return this.#cycles
  }

  /** All of a cycle reach its first hub: each is told over which ease, before its own turn comes. */
  #tellCycle(first: number): void {
    const hub = this.#hubOf[first]!
    for (const [component, level] of this.#cyclesMet().easeTo(first, this.#levels))
      if (component !== first) this.#offer(component, hub, level)
  }
}

/** Cycles over harder crossings, in which no order lets a hub come before all that lead to it. */
class Cycles {
  readonly #graph: Condensed
  readonly #met = new Set<number>()
  #into: { readonly starts: Uint32Array; readonly entries: Uint32Array; readonly tails: Uint32Array } | undefined

  constructor(graph: Condensed) {
    this.#graph = graph
  }

  /** True the first time a cycle is met. */
  meet(cycle: number): boolean {
    if (this.#met.has(cycle)) return false
    this.#met.add(cycle)
    return true
  }

  /** The easiest way of each of a cycle to one of it, as levels. */
  easeTo(goal: number, levels: Levels): Map<number, number> {
    const { cycleOf, factor } = this.#graph
    const { starts, entries, tails } = this.#rowsInto()
    const best = new Map([[goal, CERTAIN]])
    const waiting = new Map([[CERTAIN, [goal]]])
    while (waiting.size > 0) {
      const here = [...waiting.keys()].reduce((a, b) => (levels.isEasier(b, a) ? b : a))
      const queue = waiting.get(here)!
      for (let component = queue.pop(); component !== undefined; component = queue.pop()) {
        if (best.get(component) !== here) continue
        for (let i = starts[component]!; i < starts[component + 1]!; i++) {
          const arc = entries[i]!
          const tail = tails[arc]!
          if (cycleOf[tail] !== cycleOf[goal]) continue
          const level = levels.times(here, factor[arc]!)
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

  #rowsInto() {
    if (this.#into) return this.#into
    const { count, start, heads } = this.#graph
    const tails = new Uint32Array(heads.length)
    for (let component = 0; component < count; component++)
      for (let arc = start[component]!; arc < start[component + 1]!; arc++) tails[arc] = component
    this.#into = { ...rowsBy(heads, count), tails }
    return this.#into
  }
}
