import { blast } from '../analysis/blast.ts'
import { kPaths } from '../analysis/paths.ts'
import { reach } from '../analysis/reach.ts'
import { unionOf } from '../analysis/walk-options.ts'
import type { Containment } from '../api/contract-cuts.ts'
import { AppError } from '../errors.ts'
import { edgeIdOf } from '../graph/edge-lookup.ts'
import { oneNode } from '../graph/find-node.ts'
import { WITH_CONDITIONAL } from '../graph/look.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { containmentNotes } from './containment-notes.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { costOfCuts, maskOf, planToFall, planToProtect, uncuttable } from './cut-plan.ts'
import { toldSteps } from './cut-steps.ts'
import { type CutOptions, type CutUnit, cutTerms } from './cut-terms.ts'
import { edgesSaid } from './evidence.ts'
import { toldWithin } from './hops.ts'
import { limitsOf } from './limits.ts'
import { totalOf } from './nested-reach.ts'
import { nodeRef } from './node-ref.ts'
import { tellFound } from './paths.ts'
import { inOrderOfHelp } from './step-order.ts'

const REMAINING_TOLD = 50

/** What a plan is to reach: nodes out of the compromised ones' reach, or a score under a target. */
export type Aim = { readonly protect: readonly number[] } | { readonly under: number }

/** The cheapest cuts that reach an aim, in the order that helps most first. */
export async function containment(
  context: AnswerContext,
  compromised: readonly number[],
  aim: Aim,
  options: AnswerOptions & CutOptions = {},
): Promise<Containment> {
  const { graph } = context
  const question = asked(context, options)
  const { walk } = question
  const terms = cutTerms(graph, options)
  const before = blast(graph, compromised, walk)
  const asking = { graph, compromised, walk, terms, before }
  const protect = 'protect' in aim ? aim.protect : []
  const { cuts, lowerBound, goals, says } =
    'under' in aim
      ? planToFall(asking, aim.under)
      : planToProtect(
          asking,
          protect.filter((node) => !compromised.includes(node)),
        )
  const mask = (some: readonly number[]) => maskOf(graph, terms.unit, some)
  const ordered = inOrderOfHelp(graph, compromised, cuts ?? [], walk, mask)
  const edges = terms.unit === 'edge' ? ordered.map(({ at }) => at) : []
  const said = await edgesSaid(
    context,
    edges.map((edge) => edgeIdOf(graph, edge)),
  )
  const after = { ...walk, cut: unionOf(walk.cut, mask(cuts ?? [])) }
  const open = cuts === undefined ? uncuttable(asking, goals) : { ...after, basis: WITH_CONDITIONAL }
  const reached = new Set(reach(graph, compromised, open).order.map((state) => graph.nodeOf[state]!))
  const reachable = goals.filter((goal) => reached.has(goal))
  const remaining = toldWithin(
    reachable
      .values()
      .flatMap((goal) => kPaths(graph, compromised, [goal], open))
      .take(REMAINING_TOLD),
  )
  const cost = costOfCuts(cuts ?? [], terms)
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    compromised: compromised.map((node) => nodeRef(graph.nodes, node)),
    protect: goals.map((node) => nodeRef(graph.nodes, node)),
    under: 'under' in aim ? aim.under : null,
    unit: terms.unit,
    size: ordered.length,
    cost,
    lowerBound,
    exact: cuts !== undefined && lowerBound === cost,
    feasible: cuts !== undefined,
    says,
    ...toldSteps(graph, compromised, walk, { terms, ordered, said }),
    blast: { before: totalOf(before), after: totalOf(blast(graph, compromised, after)) },
    remaining: await tellFound(context, remaining),
    limits: limitsOf(context, question, compromised, {
      notes: containmentNotes(graph, {
        compromised,
        protect,
        cuts: edges.map((edge) => ({ id: edgeIdOf(graph, edge), from: graph.edges.from[edge]! })),
        said,
        reachable: reachable.length,
        told: remaining.length,
      }),
    }),
    truncated: remaining.length < reachable.length,
    coverage: coverageOf(graph, [...compromised, ...goals]),
  }
}

/** What a question aims at: `--under`, else what is protected, else tier 0; one of the two at most. */
export function aimOf(
  graph: PrivilegeGraph,
  protect: readonly string[],
  under: number | undefined,
  unit?: CutUnit,
): Aim {
  if (under === undefined) return { protect: protectedNodes(graph, protect.length === 0 ? ['tier:0'] : protect) }
  if (protect.length > 0)
    throw new AppError('bad_argument', 'a plan either protects nodes or brings the score under a target')
  if (unit === 'node')
    throw new AppError('bad_argument', 'a plan to bring the score under a target cuts edges, not nodes')
  return { under }
}

/** What is to be protected: `tier:0` to `tier:4` mean every node valued so, anything else names a node. */
export function protectedNodes(graph: PrivilegeGraph, texts: readonly string[]): number[] {
  const named = texts.flatMap((text) =>
    /^tier:[0-4]$/.test(text) ? ofTier(graph, Number(text.at(-1))) : oneNode(graph, text),
  )
  return [...new Set(named)]
}

const ofTier = ({ nodes }: PrivilegeGraph, tier: number): number[] =>
  [...nodes.tiers.keys()].filter((node) => nodes.tiers[node] === tier)
