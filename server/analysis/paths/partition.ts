import { type Beginning, EdgeOrder } from './edge-order.ts'
import type { Label } from './order.ts'
import type { PathQuestion } from './question.ts'
import { type Bound, type Branch, PathSearch, type Way } from './search.ts'

/** A branch whose best path is known, and one of which only a bound is known. */
interface Solved extends Branch {
  readonly best: Way
}
interface Open extends Branch {
  readonly bound: Bound
}

/** Lawler’s partition of all paths, best first. */
export class Partition {
  readonly #question: PathQuestion
  readonly #search: PathSearch
  readonly #edges: EdgeOrder
  /** The best of each last. */
  readonly #solved: Solved[] = []
  readonly #open: Open[] = []

  constructor(question: PathQuestion) {
    this.#question = question
    this.#search = new PathSearch(question)
    this.#edges = new EdgeOrder(question.graph)
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
    const open = this.#open.at(-1)
    const solved = this.#solved.at(-1)
    if (open === undefined || solved === undefined) return open !== undefined
    return (this.#compare(open.bound, solved.best) || this.#edges.compare(begunBy(open), whole(solved.best))) <= 0
  }

  #solve(branch: Branch, atMost?: Label): void {
    const best = this.#search.best(branch, atMost)
    if (best) insert(this.#solved, { ...branch, best }, this.#compareSolved)
  }

  /** With as many paths known as are wanted, no worse one need be found. */
  #worstWanted(wanted: number): Label | undefined {
    return this.#question.idle.several ? undefined : this.#solved.at(-wanted)?.best
  }

  #split({ at, banned, best }: Solved): void {
    for (let i = at; i < best.arcs.length; i++) {
      const branch = { way: best, at: i, banned: [...(i === at ? banned : []), best.arcs[i]!] }
      const bound = this.#search.bound(branch)
      if (bound) insert(this.#open, { ...branch, bound }, this.#compareOpen)
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

  readonly #compareSolved = ({ best: a }: Solved, { best: b }: Solved): number =>
    this.#compare(a, b) || this.#edges.compare(whole(a), whole(b))

  readonly #compareOpen = (a: Open, b: Open): number =>
    this.#compare(a.bound, b.bound) || this.#edges.compare(begunBy(a), begunBy(b))
}

const whole = (way: Way): Beginning => ({ way, at: way.arcs.length })
const begunBy = ({ way, at, bound: { edge } }: Open): Beginning => ({ way, at, edge })

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
