import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Label } from './paths/order.ts'
import { PathQuestion } from './paths/question.ts'
import { type Branch, PathSearch, type Way } from './paths/search.ts'
import type { WalkOptions } from './walk-options.ts'

export interface PathsOptions extends WalkOptions {
  readonly k?: number | undefined
  readonly by?: 'ease' | 'hops' | undefined
  /** Longer paths are not looked for; the answer says when one was cut off. */
  readonly maxHops?: number | undefined
  /** Of the targets' states, those in which a path may end; all by default. */
  readonly ends?: readonly number[] | undefined
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
 * ease), ties by edge, from the start on. Simple means that no state is held twice: reading a thing first and
 * controlling it later is progress, coming back to what is held already is not. A path ends where it meets a target.
 * Yen's algorithm (1971) with Lawler's partition (1972): each path found splits what is left into branches that have
 * nothing in common, and a branch is searched only when its bound is the best of what is left.
 */
export function kPaths(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: PathsOptions = {},
): FoundPath[] {
  return kPathsWithin(graph, starts, targets, { ...options, maxSettled: Number.POSITIVE_INFINITY }).found
}

/** The same with a bound on the work beside the best path, and whether that bound was met: more paths may exist then. */
export function kPathsWithin(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: PathsOptions & { readonly maxSettled: number },
): { readonly found: FoundPath[]; readonly exhausted: boolean } {
  const question = new PathQuestion(graph, starts, targets, options)
  const { ways, exhausted } = new Partition(question).take(options.k ?? 1, options.maxSettled)
  return { found: ways.map((way) => told(question, way)), exhausted }
}

interface Solved extends Branch {
  readonly best: Way
}
interface Open extends Branch {
  readonly bound: Label
}

class Partition {
  readonly #question: PathQuestion
  readonly #search: PathSearch
  /** Branches whose best path is known, and those that only a bound is known of; the best of each last. */
  readonly #solved: Solved[] = []
  readonly #open: Open[] = []

  constructor(question: PathQuestion) {
    this.#question = question
    this.#search = new PathSearch(question)
  }

  take(k: number, maxSettled: number): { readonly ways: Way[]; readonly exhausted: boolean } {
    const ways: Way[] = []
    const told = new Set<string>()
    this.#solve({ way: { arcs: [], levels: [] }, at: 0, banned: [] })
    this.#search.left = maxSettled
    while (ways.length < k) {
      if (this.#search.left < 0) this.#open.length = 0
      if (this.#opensFirst()) {
        this.#solve(this.#open.pop()!, this.#worstWanted(k - ways.length))
        continue
      }
      const next = this.#solved.pop()
      if (!next) break
      if (!this.#isRepeated(told, next.best)) ways.push(next.best)
      if (ways.length < k && this.#search.left >= 0) this.#split(next)
    }
    return { ways, exhausted: this.#search.left < 0 }
  }

  /** Whether a branch that was not searched yet may hold the next path. */
  #opensFirst(): boolean {
    const open = this.#open.at(-1)?.bound
    const solved = this.#solved.at(-1)?.best
    return open !== undefined && (solved === undefined || this.#compare(open, solved) <= 0)
  }

  #solve(branch: Branch, atMost?: Label): void {
    const best = this.#search.best(branch, atMost)
    if (best) insert(this.#solved, { ...branch, best }, (a, b) => this.#compareWays(a.best, b.best))
  }

  /** With as many paths known as are wanted, no worse one need be found. */
  #worstWanted(wanted: number): Label | undefined {
    return this.#question.idle.several ? undefined : this.#solved.at(-wanted)?.best
  }

  #split({ at, banned, best }: Solved): void {
    for (let i = at; i < best.arcs.length; i++) {
      const branch = { way: best, at: i, banned: [...(i === at ? banned : []), best.arcs[i]!] }
      const bound = this.#search.bound(branch)
      if (bound) insert(this.#open, { ...branch, bound }, (a, b) => this.#compare(a.bound, b.bound))
    }
  }

  /** Two walks over the same edges are one path; that needs a look only where an edge is crossed in several ways. */
  #isRepeated(told: Set<string>, { arcs }: Way): boolean {
    if (!this.#question.idle.several) return false
    const edges = arcs.map((arc) => this.#question.graph.edgeOf[arc]!).join(' ')
    if (told.has(edges)) return true
    told.add(edges)
    return false
  }

  #compare(a: Label, b: Label): number {
    return this.#question.order.compare(a.level, a.hops, b.level, b.hops)
  }

  #compareWays(a: Way, b: Way): number {
    const { edgeOf } = this.#question.graph
    const difference = a.arcs.findIndex((arc, i) => edgeOf[arc] !== edgeOf[b.arcs[i]!])
    return this.#compare(a, b) || (difference < 0 ? 0 : edgeOf[a.arcs[difference]!]! - edgeOf[b.arcs[difference]!]!)
  }
}

/** Into a list with the best last, before what is as good. */
function insert<T>(list: T[], item: T, compare: (a: T, b: T) => number): void {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(list[middle]!, item) > 0) low = middle + 1
    else high = middle
  }
  list.splice(low, 0, item)
}

function told(question: PathQuestion, { arcs, level }: Way): FoundPath {
  return {
    arcs,
    eases: arcs.map((arc) => question.easeOf(arc)),
    ease: question.levels.value[level]!,
    end: question.graph.heads[arcs.at(-1)!]!,
  }
}
