import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { Partition } from './paths/partition.ts'
import { PathQuestion } from './paths/question.ts'
import { PathSearch, type Way } from './paths/search.ts'
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

/** The best path of each start alone, undefined where it has none: what leads to the targets is found once for all. */
export function* pathOfEach(
  graph: PrivilegeGraph,
  starts: Iterable<number>,
  targets: readonly number[],
  options: Omit<PathsOptions, 'k'> = {},
): Generator<FoundPath | undefined> {
  let before: PathSearch | undefined
  for (const start of starts) {
    const question = new PathQuestion(graph, [start], targets, options)
    if (before?.isLast !== true) before = new PathSearch(new PathQuestion(graph, [], targets, options))
    const isAlone = targets.includes(start) || !question.isBoundWithoutStart
    const search: PathSearch = isAlone ? new PathSearch(question) : new PathSearch(question, before)
    if (!isAlone) before = search
    const way = search.best({ way: { arcs: [], levels: [] }, at: 0, banned: [] })
    yield way && told(question, way)
  }
}

function told(question: PathQuestion, { arcs, level }: Way): FoundPath {
  return {
    arcs,
    eases: arcs.map((arc) => question.easeOf(arc)),
    ease: question.levels.value[level]!,
    end: question.graph.heads[arcs.at(-1)!]!,
  }
}
