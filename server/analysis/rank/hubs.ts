import { CERTAIN, type Levels } from '../levels.ts'
import { NONE } from './component-rows.ts'
import type { Condensed } from './condensed.ts'
import { Cycles } from './cycles.ts'
import { HubShelf } from './hub-shelf.ts'
import { PAGE_WORDS, PagePool } from './page-pool.ts'
import { type Entry, type Hub, Search } from './search.ts'
import type { Valuation } from './valuation.ts'

/** So many times the threshold is assumed to lie behind what has not had its turn. */
const UNKNOWN = 8
/** How many of a cycle are tried as the hub of all of it. */
const MOST_TRIED = 12

/** What a search may settle beside its hub, as a part of all components, before searching side by side takes less. */
const MOST_BESIDE = 1 / 32
/** After searches that all settled more, no more than so many are left out before one is tried again. */
const MOST_LEFT_OUT = 1023

const NOT_MET = 0
const MET = 1
const WANTED = 2

export interface HubOptions {
  /** Bytes the hubs' sets may take; 1 GiB by default. */
  readonly mostBytes?: number | undefined
  /** Components a hub must add to the hub it is entered from. */
  readonly threshold?: number | undefined
  /** Searches may settle so many components beside their hubs; where they settle more, they are put off. */
  readonly mostBeside?: number | undefined
}

/**
 * Hubs, and for every component the one it is best answered from. A component becomes a hub when it reaches much that
 * its best neighbour's hub does not; whoever leads to it then looks only for what lies beside. After the hub labelling
 * of Cohen, Halperin, Kaplan and Zwick (2003), kept per ease and only where it pays.
 */
export class Hubs {
  readonly search: Search
  /** Wanted components that no hub serves: whoever drives this answers them otherwise, and takes them out. */
  readonly putOff: number[] = []
  readonly #shelf: HubShelf
  readonly #pool: PagePool
  readonly #hubOf: Int32Array
  readonly #entryOf: Uint32Array
  /** About how many components a search from there settles beside its hub. */
  readonly #beside: Uint32Array
  /** By component: the last in order that leads to it, itself where none that comes after it does. */
  readonly #lastUser: Uint32Array
  readonly #graph: Condensed
  readonly #levels: Levels
  readonly #threshold: number
  readonly #mostBeside: number
  /** How many searches that may settle more are to be left out, and after the next that does. */
  #leaveOut = 0
  #leaveOutNext = 1
  #cycles: Cycles | undefined
  /** By component: 1 where it leads to one that comes after it, which only happens in a cycle. */
  readonly #leadsAhead: Uint8Array
  /** By component: the last of its cycle, itself where it is in none. */
  readonly #endOfCycle: Uint32Array
  /** The component whose turn it is. */
  #now = 0

  constructor(graph: Condensed, levels: Levels, valuation: Valuation, options: HubOptions = {}) {
    this.#graph = graph
    this.#levels = levels
    this.#threshold = options.threshold ?? Math.min(150, Math.max(64, Math.floor(graph.count / 450)))
    this.#mostBeside = options.mostBeside ?? graph.count * MOST_BESIDE
    this.#pool = new PagePool(Math.ceil((options.mostBytes ?? 2 ** 30) / (4 * PAGE_WORDS)))
    this.search = new Search(graph, levels, valuation, this.#pool)
    this.#hubOf = new Int32Array(graph.count).fill(-1)
    this.#entryOf = new Uint32Array(graph.count)
    this.#beside = new Uint32Array(graph.count)
    this.#shelf = new HubShelf(graph, levels, this.search, this.#pool, 8 * this.#threshold)
    this.#endOfCycle = endsOfCycles(graph)
    this.#leadsAhead = leadingAhead(graph)
    this.#lastUser = lastUsers(graph, this.#leadsAhead, this.#endOfCycle)
  }

  #entry(component: number): Entry | undefined {
    const hub = this.#hubOf[component]!
    return hub === -1 ? undefined : { hub: this.#shelf.at(hub), level: this.#entryOf[component]! }
  }

  /**
   * Answers the wanted components, given in order, one after the other, hubs being laid on the way. Yields after every
   * search, so that whoever drives it may pause or stop: the wanted one whose answer is in `search` until the next
   * step, or undefined after a search for a hub and when one is put off.
   */
  *answer(wanted: readonly number[]): Generator<number | undefined, void> {
    const { count, cycleOf } = this.#graph
    const met = metFrom(this.#graph, wanted)
    let late: number[] = []
    for (let component = 0; component < count; component++) {
      if (met[component] === NOT_MET) continue
      this.#now = component
      if (cycleOf[component] !== NONE && this.#cyclesMet().meet(component)) this.#layCentre(component)
      if (met[component] === WANTED) {
        if (this.#place(component, true)) yield component
        else yield void this.putOff.push(component)
      } else if (this.#leadsAhead[component] === 1) {
        // Nobody knows yet what lies behind: its turn is after the others of its cycle.
        this.#beside[component] = UNKNOWN * this.#threshold
        late.push(component)
      } else if (this.#place(component, false)) yield undefined
      if (this.#endOfCycle[component] === component) {
        for (const it of late) if (this.#place(it, false)) yield undefined
        late = []
      }
      this.#shelf.pass(component)
    }
  }

  /** Whether it was searched from there. */
  #place(component: number, isWanted: boolean): boolean {
    const { start } = this.#graph
    const ways = start[component + 1]! - start[component]!
    this.#beside[component] = 1
    if (ways === 0 && !isWanted) return false
    this.#inherit(component)
    const about = this.#estimate(component)
    if (!isWanted && about <= 4 * this.#threshold) {
      this.#beside[component] = about
      return false
    }
    // In a cycle nobody can tell: what lies ahead was not searched yet.
    const mayBeMuch = about > this.#mostBeside || this.#graph.cycleOf[component] !== NONE
    if (mayBeMuch && this.#leaveOut > 0) {
      this.#leaveOut--
      this.#beside[component] = about
      return false
    }
    const base = this.#entry(component)
    const { search } = this
    search.walk(component, base)
    this.#beside[component] = search.size
    if (mayBeMuch) this.#judge(search.size)
    // With one way out its neighbour's hub serves as well, until that lies too far off: think of a chain.
    const isFar = search.size > 4 * this.#threshold
    const isHub = search.size > this.#threshold && (ways > 1 || isFar) && this.#lastUser[component]! > this.#now
    if (isHub || isWanted) search.addHub()
    if (isHub) this.#layHub(component, base)
    return true
  }

  /** The more searches in a row settle too much, the more are left out before the next is tried. */
  #judge(size: number): void {
    if (size <= this.#mostBeside) {
      this.#leaveOutNext = 1
      return
    }
    this.#leaveOut = this.#leaveOutNext
    this.#leaveOutNext = Math.min(2 * this.#leaveOut + 1, MOST_LEFT_OUT)
  }

  /** Makes a hub of what the last search counted; false when there is no room for it. */
  #layHub(component: number, base: Entry | undefined): boolean {
    const hub = this.#shelf.lay(component, base)
    if (hub === -1) return false
    this.#shelf.keep(hub, this.#lastUser[component]!)
    this.#beside[component] = 1
    this.#hubOf[component] = hub
    this.#entryOf[component] = CERTAIN
    return true
  }

  /** All of a cycle reach each other: before their turns come, all are told of one hub, at the ease they get there. */
  #layCentre(first: number): void {
    const centre = this.#centreOf(this.#cyclesMet().members(first))
    const base = this.#reachFrom(centre)
    if (this.search.size <= this.#threshold || !this.#layHub(centre, base)) return
    const hub = this.#hubOf[centre]!
    for (const [component, level] of this.#cyclesMet().easeTo(centre, this.#levels))
      if (component !== centre) this.#offer(component, hub, level)
    for (const component of this.#cyclesMet().members(first)) this.#keepHubOf(component)
  }

  /** Of those with the most ways the one that reaches most and is most easily reached; few are not worth that search. */
  #centreOf(members: Uint32Array): number {
    const { start } = this.#graph
    const ways = (component: number) => start[component + 1]! - start[component]!
    const tried = [...members].sort((a, b) => ways(b) - ways(a) || a - b).slice(0, MOST_TRIED)
    if (members.length < 2 * MOST_TRIED) return tried[0]!
    const use = tried.map((component) => {
      this.#reachFrom(component)
      let ease = 0
      for (const level of this.#cyclesMet().easeTo(component, this.#levels).values()) ease += this.#levels.value[level]!
      return ease * this.search.mass()
    })
    return tried[use.indexOf(Math.max(...use))]!
  }

  /** Searches and counts from a component whose turn has not come; what it leant on is returned. */
  #reachFrom(component: number): Entry | undefined {
    this.#inherit(component)
    const base = this.#entry(component)
    this.search.walk(component, base)
    this.search.addHub()
    return base
  }

  /** Of the hubs of what it leads to the one through which most is reached most easily. */
  #inherit(component: number): void {
    const { start, heads, factor } = this.#graph
    for (let arc = start[component]!; arc < start[component + 1]!; arc++) {
      const hub = this.#hubOf[heads[arc]!]!
      if (hub !== -1) this.#offer(component, hub, this.#levels.times(this.#entryOf[heads[arc]!]!, factor[arc]!))
    }
    this.#keepHubOf(component)
  }

  /** Until all that lead to it have had their turn. */
  #keepHubOf(component: number): void {
    const hub = this.#hubOf[component]!
    if (hub !== -1) this.#shelf.keep(hub, this.#lastUser[component]!)
  }

  #offer(component: number, hub: number, level: number): void {
    const known = this.#hubOf[component]!
    if (known !== -1) {
      const mass = ({ mass }: Hub, entered: number) => mass * this.#levels.value[entered]!
      if (mass(this.#shelf.at(hub), level) <= mass(this.#shelf.at(known), this.#entryOf[component]!)) return
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
      if (entry && this.search.reaches(entry, head, this.#levels.times(CERTAIN, factor[arc]!))) continue
      about += this.#beside[head]!
      if (this.#hubOf[head] !== -1 && this.#hubOf[head] !== this.#hubOf[component]) about += this.#threshold
    }
    return Math.min(about, 2 ** 30)
  }

  #cyclesMet(): Cycles {
    this.#cycles ??= new Cycles(this.#graph)
    return this.#cycles
  }
}

/** By component, whether it is wanted, or met on a way from one that is: nobody else will lean on a hub. */
function metFrom({ count, start, heads }: Condensed, wanted: readonly number[]): Uint8Array {
  const met = new Uint8Array(count)
  const queue = new Uint32Array(count)
  let size = 0
  for (const component of wanted) {
    met[component] = WANTED
    queue[size++] = component
  }
  for (let at = 0; at < size; at++) {
    const component = queue[at]!
    for (let arc = start[component]!; arc < start[component + 1]!; arc++) {
      const head = heads[arc]!
      if (met[head] !== NOT_MET) continue
      met[head] = MET
      queue[size++] = head
    }
  }
  return met
}

/** Cycles stand together. */
function endsOfCycles({ count, cycleOf }: Condensed): Uint32Array {
  const ends = new Uint32Array(count)
  for (let component = count - 1; component >= 0; component--) {
    const goesOn = cycleOf[component] !== NONE && cycleOf[component] === cycleOf[component + 1]
    ends[component] = goesOn ? ends[component + 1]! : component
  }
  return ends
}

function leadingAhead({ count, start, heads }: Condensed): Uint8Array {
  const ahead = new Uint8Array(count)
  for (let component = 0; component < count; component++)
    for (let arc = start[component]!; arc < start[component + 1]!; arc++)
      if (heads[arc]! > component) ahead[component] = 1
  return ahead
}

/** By component: whose turn is the last that may lean on a hub of it. Who leads ahead may have it at its cycle's end. */
function lastUsers({ count, start, heads }: Condensed, leadsAhead: Uint8Array, endOfCycle: Uint32Array): Uint32Array {
  const last = new Uint32Array(count)
  for (let component = 0; component < count; component++) {
    const turn = leadsAhead[component] === 1 ? endOfCycle[component]! : component
    if (turn > last[component]!) last[component] = turn
    for (let arc = start[component]!; arc < start[component + 1]!; arc++)
      if (turn > last[heads[arc]!]!) last[heads[arc]!] = turn
  }
  return last
}
