import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { bestPaths } from '../best-paths.ts'
import { type Blast, valueReach } from '../blast.ts'
import { firstPlan, leftOver } from './first-plan.ts'
import { type MinCutOptions, pricesOf } from './min-cut.ts'
import { leastCost, type WitnessTree, witnessTree } from './witness-tree.ts'

export interface ScorePlanOptions extends MinCutOptions {
  /** States that may be visited; what that leaves undecided is confessed by the lower bound. */
  readonly budget?: number | undefined
}

export interface ScorePlan {
  /** Edges whose removal brings the score under the target; undefined where none suffice. */
  readonly edges: readonly number[] | undefined
  /** No plan costs less than that. The plan is the cheapest when it costs as much. */
  readonly lowerBound: number
  /** The score that is left when all goes that may be cut. */
  readonly floor: number
}

/** A score with the witnesses it rests on. */
interface Judged {
  readonly blast: Blast
  readonly tree: WitnessTree
  readonly visited: number
}

const BUDGET = 4_000_000
/** Sums are compared with that much to spare, so that rounding never refutes a plan. */
const ROUNDING = 1e-9

/**
 * The cheapest cuts that bring a score under a target. A first plan cuts off the targets that count most; then sets are
 * tried in the order of their cost, each branch by an edge of the present witnesses (one of those must go, or nothing
 * changes), until a plan is found or none can be cheaper than the first (iterative deepening, Korf 1985). Where the
 * budget ends before that, the costs refuted so far are the bound.
 */
export function planUnder(
  graph: PrivilegeGraph,
  starts: readonly number[],
  under: number,
  options: ScorePlanOptions = {},
): ScorePlan {
  const price = pricesOf(graph, options)
  const priceOf = (edges: readonly number[]) => edges.reduce((sum, edge) => sum + price(edge), 0)
  const judge = judging(graph, starts, options)
  const wanted = ({ blast }: Judged) => blast.sum + Math.log1p(-under / 100) - ROUNDING * (1 + blast.sum)
  const rest = leftOver(graph, starts, options)
  const floor = rest.score
  const before = judge([], new Set())
  if (before.blast.score < under) return { edges: [], lowerBound: 0, floor }
  if (floor >= under) return { edges: undefined, lowerBound: 0, floor }
  const suffices = (edges: readonly number[]) => judge(edges, new Set()).blast.score < under
  const first = firstPlan(graph, starts, options, { before: before.blast, rest, suffices })
  let left = (options.budget ?? BUDGET) - before.visited
  let limit = leastCost(before.tree, wanted(before))
  let beyond = Number.POSITIVE_INFINITY

  /** The rest of a plan that costs no more than the limit; `kept` are edges that other branches took. */
  const search = (cut: readonly number[], kept: ReadonlySet<number>): readonly number[] | undefined => {
    if (left <= 0) return undefined
    const here = judge(cut, kept)
    left -= here.visited
    if (here.blast.score < under) return cut
    const spent = priceOf(cut)
    const need = wanted(here)
    const least = spent + leastCost(here.tree, need)
    if (least > limit) {
      beyond = Math.min(beyond, least)
      return undefined
    }
    const passed = new Set(kept)
    for (const [edge, value] of here.tree.over) {
      // Of the edges still to be cut this one carries most, so that so many are needed at least.
      const due = spent + Math.ceil(need / value - ROUNDING)
      if (due > limit) {
        beyond = Math.min(beyond, due)
        return undefined
      }
      const price = priceOf([...cut, edge])
      const found = price > limit ? undefined : search([...cut, edge], passed)
      if (found) return found
      if (price > limit) beyond = Math.min(beyond, price)
      passed.add(edge)
    }
    return undefined
  }

  while (limit < priceOf(first)) {
    beyond = priceOf(first)
    const found = search([], new Set())
    if (found) return { edges: found.toSorted((a, b) => a - b), lowerBound: limit, floor }
    if (left <= 0) break
    limit = Math.max(limit + 1, beyond)
  }
  return { edges: first.toSorted((a, b) => a - b), lowerBound: Math.min(limit, priceOf(first)), floor }
}

/** Scores the graph without some edges; the tree leaves out what may not be cut, and `kept`. */
function judging(graph: PrivilegeGraph, starts: readonly number[], options: ScorePlanOptions) {
  const price = pricesOf(graph, options)
  const mask = options.cut?.slice() ?? new Uint8Array(graph.edges.count)
  return (edges: readonly number[], kept: ReadonlySet<number>): Judged => {
    for (const edge of edges) mask[edge] = 1
    const walk = bestPaths(graph, starts, { ...options, cut: mask })
    const blast = valueReach(graph, starts, walk, options.table)
    const priced = (edge: number) => (kept.has(edge) ? Number.POSITIVE_INFINITY : price(edge))
    const tree = witnessTree(graph, walk, blast.contributions, priced)
    walk.release()
    // Only what is walked is ever cut, and the question's own mask lies elsewhere: nothing of it is wiped.
    for (const edge of edges) mask[edge] = 0
    return { blast, tree, visited: Math.max(1, walk.size) }
  }
}
