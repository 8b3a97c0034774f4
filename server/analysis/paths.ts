import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveredStates, stateAt } from '../graph/state-rows.ts'
import { CONTROL } from '../model/capabilities.ts'
import { startStates } from './starts.ts'
import { StateHeap } from './state-heap.ts'
import { type Eases, easesOf, type WalkOptions } from './walk-options.ts'

export interface PathsOptions extends WalkOptions {
  readonly k?: number | undefined
  readonly by?: 'ease' | 'hops' | undefined
  /** Longer paths are not looked for; the answer says when one was cut off. */
  readonly maxHops?: number | undefined
}

export interface FoundPath {
  readonly arcs: readonly number[]
  readonly eases: readonly number[]
  readonly ease: number
  /** The state it ends in. */
  readonly end: number
}

/**
 * The k best simple paths from any start to any of the targets, best first: by ease (then hops) or by hops (then
 * ease), ties by edge. Simple means that no state is held twice: reading a thing first and controlling it later is
 * progress, coming back to what is held already is not. Yen's algorithm (1971) with Lawler's restriction: a
 * path's deviations are looked for only behind the one that made it.
 */
export function kPaths(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: PathsOptions = {},
): FoundPath[] {
  const search = new PathSearch(graph, starts, targets, options)
  return searchPaths(search, graph, options.k ?? 1)
}

/** The same with a bound on the work beside the best path, and whether that bound was met: more paths may exist then. */
export function kPathsWithin(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: PathsOptions & { readonly maxSettled: number },
): { readonly found: FoundPath[]; readonly exhausted: boolean } {
  const search = new PathSearch(graph, starts, targets, options, options.maxSettled)
  return { found: searchPaths(search, graph, options.k ?? 1), exhausted: search.exhausted }
}

function searchPaths(search: PathSearch, graph: PrivilegeGraph, k: number): FoundPath[] {
  const found: Candidate[] = []
  const candidates: Candidate[] = []
  const first = search.best([], new Set())
  if (first) candidates.push({ path: first, deviation: 0 })
  while (found.length < k && candidates.length > 0) {
    candidates.sort((a, b) => search.compare(a.path, b.path))
    const next = candidates.shift()!
    found.push(next)
    if (found.length === k) break
    for (let at = next.deviation; at < next.path.arcs.length && !search.exhausted; at++) {
      const prefix = next.path.arcs.slice(0, at)
      const taken = [...found, ...candidates].map(({ path }) => path.arcs)
      const banned = new Set(taken.filter((arcs) => sharesPrefix(arcs, prefix)).map((arcs) => graph.edgeOf[arcs[at]!]!))
      const path = search.best(prefix, banned)
      if (path && !taken.some((arcs) => sameEdges(graph, arcs, path.arcs))) candidates.push({ path, deviation: at })
    }
  }
  return found.map(({ path }) => path)
}

interface Candidate {
  readonly path: FoundPath
  readonly deviation: number
}

const sharesPrefix = (arcs: readonly number[], prefix: readonly number[]) =>
  arcs.length > prefix.length && prefix.every((arc, i) => arcs[i] === arc)
const sameEdges = ({ edgeOf }: PrivilegeGraph, a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((arc, i) => edgeOf[arc] === edgeOf[b[i]!])

class PathSearch {
  readonly #graph: PrivilegeGraph
  readonly #starts: readonly number[]
  readonly #targets: Set<number>
  readonly #options: PathsOptions
  readonly #eases: Eases
  readonly #startStates: Set<number>
  #left: number

  constructor(
    graph: PrivilegeGraph,
    starts: readonly number[],
    targets: readonly number[],
    options: PathsOptions,
    maxSettled = Number.POSITIVE_INFINITY,
  ) {
    this.#left = maxSettled
    this.#graph = graph
    this.#starts = starts
    this.#targets = new Set(targets)
    this.#options = options
    this.#eases = easesOf(graph, options)
    this.#startStates = new Set(startStates(graph, starts).flatMap((state) => coveredStates(graph, state)))
  }

  /** No more deviations are to be looked for. */
  get exhausted(): boolean {
    return this.#left < 0
  }

  compare(a: FoundPath, b: FoundPath): number {
    const byHops = a.arcs.length - b.arcs.length
    const byEase = b.ease - a.ease
    return (this.#options.by === 'hops' ? byHops || byEase : byEase || byHops) || this.#byEdges(a, b)
  }

  #byEdges(a: FoundPath, b: FoundPath): number {
    for (const [i, arc] of a.arcs.entries()) {
      const order = this.#graph.edgeOf[arc]! - this.#graph.edgeOf[b.arcs[i]!]!
      if (order !== 0) return order
    }
    return 0
  }

  /** The best path that begins with the prefix and does not go on over a banned edge. */
  best(prefix: readonly number[], banned: ReadonlySet<number>): FoundPath | undefined {
    const { heads } = this.#graph
    const closed = new Set<number>()
    if (prefix.length === 0) return this.#walk(startStates(this.#graph, this.#starts), 1, 0, closed, banned, prefix)
    const last = prefix.at(-1)!
    this.#left -= prefix.length
    if (this.#leadsNowhere(heads[last]!, banned)) return undefined
    for (const state of this.#startStates) closed.add(state)
    for (const arc of prefix) for (const state of this.#covered(heads[arc]!)) closed.add(state)
    for (const state of this.#covered(heads[last]!)) closed.delete(state)
    const ease = prefix.reduce((product, arc) => product * this.#crossing(arc), 1)
    return this.#walk([heads[last]!], ease, prefix.length, closed, banned, prefix)
  }

  /** Most spurs of a long chain have no way on but the one that is taken; that is seen without a walk. */
  #leadsNowhere(spur: number, banned: ReadonlySet<number>): boolean {
    const { rowStart, rowEnd, edgeOf } = this.#graph
    for (const state of this.#covered(spur)) {
      for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) if (!banned.has(edgeOf[arc]!)) return false
    }
    return true
  }

  #covered(state: number): number[] {
    return coveredStates(this.#graph, state)
  }

  #crossing(arc: number): number {
    const { tails, lookOf } = this.#graph
    return (this.#startStates.has(tails[arc]!) ? this.#eases.atStart : this.#eases.ease)[lookOf[arc]!]!
  }

  /**
   * Dijkstra from the spur. Several starts are one: no path leads through a second start, since it would be no
   * simpler than the path from there.
   */
  #walk(
    from: readonly number[],
    ease: number,
    hops: number,
    closed: ReadonlySet<number>,
    banned: ReadonlySet<number>,
    prefix: readonly number[],
  ): FoundPath | undefined {
    const { maxHops = Number.POSITIVE_INFINITY, cut, by } = this.#options
    const { rowStart, rowEnd, heads, edgeOf, nodeOf } = this.#graph
    const labels = new Labels(by !== 'hops' && maxHops !== Number.POSITIVE_INFINITY ? this.#graph.stateCount : 0)
    const { best } = labels
    const heap = new StateHeap()
    const offer = (state: number, e: number, h: number, via: number, before: number) => {
      for (const s of this.#covered(state)) {
        const key = labels.key(s, h)
        const known = best.get(key)
        if (known && !better(by, e, h, via, known, edgeOf)) continue
        best.set(key, { state: s, ease: e, hops: h, via, before })
        if (by === 'hops') heap.push(key, -h, -e)
        else heap.push(key, e, h)
      }
    }
    for (const state of from) offer(state, ease, hops, -1, -1)
    while (heap.size > 0) {
      const at = heap.pop()
      const here = best.get(at)!
      const { state } = here
      if (labels.isSettled(state, here.hops)) continue
      labels.settle(here)
      this.#left--
      if (this.#targets.has(nodeOf[state]!) && here.via !== -1)
        return this.#read(labels, strongest(this.#graph, labels, here), prefix)
      for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
        const head = heads[arc]!
        const crossing = this.#crossing(arc)
        if (crossing === 0 || cut?.[edgeOf[arc]!] || closed.has(head)) continue
        if (labels.isSettled(head, here.hops + 1)) continue
        if (here.via === -1 && banned.has(edgeOf[arc]!)) continue
        if (here.hops >= maxHops || (this.#starts.includes(nodeOf[head]!) && !this.#targets.has(nodeOf[head]!)))
          continue
        offer(head, here.ease * crossing, here.hops + 1, arc, at)
      }
    }
    return undefined
  }

  #read(labels: Labels, end: Label, prefix: readonly number[]): FoundPath {
    const arcs: number[] = []
    for (let at = end; at.via !== -1; at = labels.best.get(at.before)!) arcs.push(at.via)
    const all = [...prefix, ...arcs.reverse()]
    return { arcs: all, eases: all.map((arc) => this.#crossing(arc)), ease: end.ease, end: end.state }
  }
}

interface Label {
  readonly state: number
  readonly ease: number
  readonly hops: number
  readonly via: number
  /** The label it came from: the arc alone does not say, since control crosses what reading crosses too. */
  readonly before: number
}

/**
 * The best way known to each state. Under a limit of hops (`layer` is then the number of states) a harder but shorter
 * way to a state is kept beside the easiest one: it may be the only one that gets as far as the target.
 */
class Labels {
  readonly best = new Map<number, Label>()
  readonly #settled = new Map<number, number>()
  readonly #layer: number

  constructor(layer: number) {
    this.#layer = layer
  }

  key = (state: number, hops: number): number => state + this.#layer * hops
  at = (state: number, hops: number): Label | undefined => this.best.get(this.key(state, hops))
  settle({ state, hops }: Label): void {
    this.#settled.set(state, hops)
  }
  isSettled(state: number, hops: number): boolean {
    const at = this.#settled.get(state)
    return at !== undefined && (this.#layer === 0 || at <= hops)
  }
}

function better(
  by: 'ease' | 'hops' | undefined,
  ease: number,
  hops: number,
  via: number,
  known: { ease: number; hops: number; via: number },
  edgeOf: Uint32Array,
): boolean {
  if (ease === known.ease && hops === known.hops) return via >= 0 && known.via >= 0 && edgeOf[via]! < edgeOf[known.via]!
  if (by === 'hops') return hops < known.hops || (hops === known.hops && ease > known.ease)
  return ease > known.ease || (ease === known.ease && hops < known.hops)
}

/** Where control came with it, it is control that was reached. */
function strongest(graph: PrivilegeGraph, labels: Labels, end: Label): Label {
  const state = stateAt(graph, graph.nodeOf[end.state]!, CONTROL)
  const control = state === -1 ? undefined : labels.at(state, end.hops)
  return control?.via === end.via ? control : end
}
