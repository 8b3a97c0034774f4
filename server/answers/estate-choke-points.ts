import {
  type EstateChokePoints as Found,
  estateChokePoints as find,
} from '../analysis/choke-points/estate-choke-points.ts'
import type { Carrier, RankedCarriers } from '../analysis/choke-points/narrow-search.ts'
import type { EstateChokePoints } from '../api/contract-cuts.ts'
import { edgeIdOf } from '../graph/edge-lookup.ts'
import { type ChokeOptions, untriedNote } from './choke-points.ts'
import { type AnswerContext, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { edgesSaid } from './evidence.ts'
import { limitsOf } from './limits.ts'
import { nodeRef } from './node-ref.ts'
import { toldEdge } from './told-edge.ts'

/** The nodes and edges that most of what all identities can do hangs on, those that carry most first. */
export async function estateChokePoints(
  context: AnswerContext,
  { limit = 10, budget, ...options }: ChokeOptions = {},
): Promise<EstateChokePoints> {
  const { graph } = context
  const question = asked(context, options)
  const found = find(graph, { ...question.walk, limit, budget })
  const said = await edgesSaid(
    context,
    found.edges.points.map(({ at }) => edgeIdOf(graph, at)),
  )
  const carried = ({ carries, identities }: { readonly carries: number; readonly identities: number }) => ({
    carries,
    percent: found.sum === 0 ? 0 : (100 * carries) / found.sum,
    identities,
  })
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    sum: found.sum,
    identities: found.identities,
    reaching: found.reaching,
    read: found.read,
    nodes: found.nodes.points.map((point) => ({ ...carried(point), node: nodeRef(graph.nodes, point.at) })),
    edges: found.edges.points.map((point) => ({ ...carried(point), ...toldEdge(graph, point.at, said) })),
    limits: limitsOf(context, question, [], {
      notes: [...choiceNote(found), ...leftNote('nodes', found, found.nodes), ...leftNote('edges', found, found.edges)],
    }),
    truncated: found.read < found.reaching || found.nodes.untried + found.edges.untried > 0,
    coverage: coverageOf(
      graph,
      found.nodes.points.map(({ at }) => at),
    ),
  }
}

const choiceNote = ({ read, reaching }: Found) =>
  read === reaching
    ? []
    : [
        `What was tried was chosen by the ways of ${read} of the ${reaching} identities that reach anything: what each carries is exact, but another may carry more.`,
      ]

/** What untried ones carry at most is known only where the ways of all were read. */
const leftNote = (what: string, { read, reaching }: Found, ranked: RankedCarriers<Carrier>) => {
  if (read === reaching || ranked.untried === 0) return untriedNote(what, ranked)
  return [`${ranked.untried} more ${what} were not tried.`]
}
