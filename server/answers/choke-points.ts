import { type ChokePoint, chokePoints as find } from '../analysis/choke-points/choke-points.ts'
import type { Carrier, RankedCarriers } from '../analysis/choke-points/narrow-search.ts'
import type { ChokePoints } from '../api/contract-cuts.ts'
import { edgeIdOf } from '../graph/edge-lookup.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { edgesSaid } from './evidence.ts'
import { limitsOf } from './limits.ts'
import { totalOf } from './nested-reach.ts'
import { nodeRef } from './node-ref.ts'
import { toldEdge } from './told-edge.ts'

export interface ChokeOptions extends AnswerOptions {
  /** How many nodes and how many edges are told. */
  readonly limit?: number | undefined
  /** States that may be visited for each list; see the analysis. */
  readonly budget?: number | undefined
}

/** The nodes and edges that most of the starts' blast radius hangs on, those that carry most first. */
export async function chokePoints(
  context: AnswerContext,
  starts: readonly number[],
  { limit = 10, budget, ...options }: ChokeOptions = {},
): Promise<ChokePoints> {
  const { graph } = context
  const question = asked(context, options)
  const { blast, nodes, edges } = find(graph, starts, { ...question.walk, limit, budget })
  const said = await edgesSaid(
    context,
    edges.points.map(({ at }) => edgeIdOf(graph, at)),
  )
  const carried = ({ carries, cutOff, weakened }: ChokePoint) => ({
    carries,
    percent: blast.sum === 0 ? 0 : (100 * carries) / blast.sum,
    cutOff,
    weakened,
  })
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    starts: starts.map((node) => nodeRef(graph.nodes, node)),
    blast: totalOf(blast),
    nodes: nodes.points.map((point) => ({ ...carried(point), node: nodeRef(graph.nodes, point.at) })),
    edges: edges.points.map((point) => ({ ...carried(point), ...toldEdge(graph, point.at, said) })),
    limits: limitsOf(context, question, starts, {
      notes: [...untriedNote('nodes', nodes), ...untriedNote('edges', edges)],
    }),
    truncated: nodes.untried + edges.untried > 0,
    coverage: coverageOf(graph, [...starts, ...nodes.points.map(({ at }) => at)]),
  }
}

export const untriedNote = (what: string, { untried, untriedAtMost }: RankedCarriers<Carrier>) =>
  untried === 0
    ? []
    : [`${untried} more ${what} were not tried: each carries at most ${untriedAtMost.toFixed(3)} of the sum.`]
