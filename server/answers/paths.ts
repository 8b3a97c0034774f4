import { whoCanReach } from '../analysis/backward.ts'
import { type FoundPath, kPaths, kPathsWithin } from '../analysis/paths.ts'
import { reach } from '../analysis/reach.ts'
import { shortestPath } from '../analysis/shortest-path.ts'
import type { WalkOptions } from '../analysis/walk-options.ts'
import type { Paths } from '../api/contract.ts'
import { type Basis, GRANTED, WITH_CONDITIONAL, WITH_INFERRED } from '../graph/look.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { capabilityAt } from '../graph/state-rows.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { tellPaths } from './hops.ts'
import { limitsOf } from './limits.ts'
import { nodeRef } from './node-ref.ts'

export interface PathsQuestion extends AnswerOptions {
  readonly k?: number | undefined
  readonly by?: 'ease' | 'hops' | undefined
  readonly maxHops?: number | undefined
}

/** States looked at for one answer: a few seconds of work. The best path is always found. */
const MAX_SETTLED = 3_000_000
const exhaustedNote = (found: number) =>
  `The search ended after ${MAX_SETTLED} steps: the ${found} paths told are the best found so far, and there may be more.`

type PathAnswer = Paths['paths'][number]

/** The k best simple paths from any of the starts to any of the targets, or why there is none. */
export async function paths(
  context: AnswerContext,
  from: readonly number[],
  to: readonly number[],
  options: PathsQuestion = {},
): Promise<Paths> {
  const { graph } = context
  const question = asked(context, options)
  const { k = 1, by = 'ease', maxHops } = options
  const { found, exhausted } = kPathsWithin(graph, from, to, {
    ...question.walk,
    k,
    by,
    maxHops,
    maxSettled: MAX_SETTLED,
  })
  const told = await tellFound(context, found)
  const touched = found.flatMap(({ arcs }) => arcs.map((arc) => graph.edges.to[graph.edgeOf[arc]!]!))
  const longer = maxHops !== undefined && found.length < k
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    from: from.map((node) => nodeRef(graph.nodes, node)),
    to: to.map((node) => nodeRef(graph.nodes, node)),
    k,
    by,
    paths: told,
    none: told.length > 0 ? null : await explainNone(context, from, to, { ...question.walk, maxHops }),
    limits: limitsOf(context, question, from, { maxHops, notes: exhausted ? [exhaustedNote(found.length)] : [] }),
    truncated: exhausted || (longer && kPaths(graph, from, to, { ...question.walk, k, by }).length > found.length),
    coverage: coverageOf(graph, [...from, ...to, ...touched]),
  }
}

/** Paths as they are answered: each told in sentences with its evidence. */
export async function tellFound(context: AnswerContext, found: readonly FoundPath[]): Promise<PathAnswer[]> {
  const { graph } = context
  const hops = await tellPaths(context, found)
  return found.map(({ arcs, ease, end }, i) => ({
    ease,
    hops: arcs.length,
    basis: basisOf(graph, arcs),
    from: graph.nodes.ids.at(graph.nodeOf[graph.tails[arcs[0]!]!]!),
    to: graph.nodes.ids.at(graph.nodeOf[end]!),
    capability: capabilityAt(graph, end),
    path: hops[i]!,
  }))
}

/** What a path stands on at its weakest. */
function basisOf({ looks, lookOf }: PrivilegeGraph, arcs: readonly number[]): PathAnswer['basis'] {
  const weakest = arcs.reduce<Basis>((basis, arc) => Math.max(basis, looks[lookOf[arc]!]!.basis) as Basis, GRANTED)
  return weakest === GRANTED ? 'granted' : weakest === WITH_INFERRED ? 'inferred' : 'conditional'
}

/** An empty answer explains itself: how far each side goes, and the path that only a missing fact holds back. */
async function explainNone(
  context: AnswerContext,
  from: readonly number[],
  to: readonly number[],
  { maxHops, ...walk }: WalkOptions & Pick<PathsQuestion, 'maxHops'>,
): Promise<NonNullable<Paths['none']>> {
  const { graph } = context
  const reached = new Set(from)
  for (const state of reach(graph, from, walk).order) reached.add(graph.nodeOf[state]!)
  const reachedByFrom = reached.size - new Set(from).size
  const reachingTo = whoCanReach(graph, to, walk).length
  const far = `It reaches ${reachedByFrom} other nodes; ${reachingTo} nodes reach the target.`
  const known = { reachedByFrom, reachingTo, conditionalPath: null }
  if (to.every((node) => from.includes(node))) return { ...known, says: `The start is the target. ${far}` }
  const longer = maxHops === undefined ? undefined : shortestPath(graph, from, to, walk)
  if (longer) {
    const says = `No path of at most ${maxHops} hops; one of ${longer.length} hops exists. ${far}`
    return { ...known, says }
  }
  const widest = { ...walk, basis: WITH_CONDITIONAL }
  const [conditionalPath = null] = await tellFound(context, kPaths(graph, from, to, widest))
  const says = conditionalPath
    ? `No path that the facts establish. ${far} A path would exist: ${
        conditionalPath.path
          .map((hop) => hop.missing ?? '')
          .filter(Boolean)
          .join('; ') || 'over an inferred step'
      }.`
    : `No path, not even a conditional one. ${far}`
  return { reachedByFrom, reachingTo, conditionalPath, says }
}
