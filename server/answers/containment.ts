import { backward, hopsFrom } from '../analysis/backward.ts'
import { type Blast, blast } from '../analysis/blast.ts'
import { minCut } from '../analysis/min-cut.ts'
import { kPaths } from '../analysis/paths.ts'
import { reach } from '../analysis/reach.ts'
import { unionOf, type WalkOptions } from '../analysis/walk-options.ts'
import type { Containment } from '../api/contract.ts'
import { edgeKinds } from '../edges/index.ts'
import { edgeIdOf, edgeKindOf } from '../graph/edge-lookup.ts'
import { oneNode } from '../graph/find-node.ts'
import { WITH_CONDITIONAL } from '../graph/look.ts'
import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { statesOf } from '../graph/state-rows.ts'
import { containmentNotes } from './containment-notes.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { edgesSaid } from './evidence.ts'
import { sentence, toldWithin } from './hops.ts'
import { limitsOf } from './limits.ts'
import { isoTime, nodeRef } from './node-ref.ts'
import { tellFound } from './paths.ts'
import { totalOf } from './radius.ts'

const NAMED_CONSUMERS = 20
/** Ordering a plan by help costs the square of its steps in scores: a longer one comes in the order of its edges. */
const GREEDY_STEPS = 24
/** Of a long plan the first steps tell the score after them; the last one's stands in `blast.after` anyway. */
const SCORED_STEPS = 200
const REMAINING_TOLD = 50

/** The fewest cuts between the compromised and the protected, in the order that helps most first. */
export async function containment(
  context: AnswerContext,
  compromised: readonly number[],
  protect: readonly number[],
  options: AnswerOptions = {},
): Promise<Containment> {
  const { graph } = context
  const question = asked(context, options)
  const goals = protect.filter((node) => !compromised.includes(node))
  const before = blast(graph, compromised, question.walk)
  const { edges, lowerBound } = minCut(graph, compromised, goals, question.walk)
  const ordered = edges === undefined ? [] : inOrderOfHelp(graph, compromised, edges, question.walk)
  const said = await edgesSaid(
    context,
    ordered.map(({ edge }) => edgeIdOf(graph, edge)),
  )
  const plan = maskOf(
    graph,
    ordered.map(({ edge }) => edge),
  )
  const after = { ...question.walk, cut: unionOf(question.walk.cut, plan) }
  const open = edges === undefined ? question.walk : { ...after, basis: WITH_CONDITIONAL }
  const reached = new Set(reach(graph, compromised, open).order.map((state) => graph.nodeOf[state]!))
  const reachable = goals.filter((goal) => reached.has(goal))
  const remaining = toldWithin(
    reachable
      .values()
      .flatMap((goal) => kPaths(graph, compromised, [goal], open))
      .take(REMAINING_TOLD),
  )
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    compromised: compromised.map((node) => nodeRef(graph.nodes, node)),
    protect: goals.map((node) => nodeRef(graph.nodes, node)),
    unit: 'edge',
    size: ordered.length,
    lowerBound: edges === undefined ? 0 : lowerBound,
    exact: edges !== undefined && lowerBound === edges.length,
    feasible: edges !== undefined,
    says: summary(goals.length, edges?.length, lowerBound) + (edges?.length === 0 ? nearest(before) : ''),
    steps: ordered.map(({ edge, after: left }, i) => {
      const kind = edgeKinds.get(edgeKindOf(graph, edge))!
      const fact = said.get(edgeIdOf(graph, edge))
      return {
        order: i + 1,
        edge: edgeIdOf(graph, edge),
        kind: kind.kind,
        from: nodeRef(graph.nodes, graph.edges.from[edge]!),
        to: nodeRef(graph.nodes, graph.edges.to[edge]!),
        says: sentence(graph, edge, fact?.claim.note),
        cutBy: kind.cutBy,
        undoneBy: kind.undoneBy,
        evidence: [...(fact?.evidence ?? [])],
        after: left,
        breaks: breaksOf(graph, edge, compromised, question.walk),
      }
    }),
    blast: {
      before: totalOf(before),
      after: totalOf(blast(graph, compromised, after)),
    },
    remaining: await tellFound(context, remaining),
    limits: limitsOf(context, question, compromised, {
      notes: containmentNotes(graph, {
        compromised,
        protect,
        cuts: ordered.map(({ edge }) => ({ id: edgeIdOf(graph, edge), from: graph.edges.from[edge]! })),
        said,
        reachable: reachable.length,
        told: remaining.length,
      }),
    }),
    truncated: remaining.length < reachable.length,
    coverage: coverageOf(graph, [...compromised, ...goals]),
  }
}

function summary(goals: number, size: number | undefined, lowerBound: number): string {
  if (goals === 0) return 'There is nothing to protect: name a target, or import what would be a tier 0 one.'
  if (size === undefined) return 'No set of cuts suffices: a way leads only over what cannot be cut.'
  if (size === 0) return 'Nothing to cut: none of the protected is reached over granted edges.'
  const exact = lowerBound === size ? 'no smaller set suffices' : `at least ${lowerBound} are needed`
  return `${size} ${size === 1 ? 'cut separates' : 'cuts separate'} the compromised from the protected; ${exact}.`
}

/** Where the protected are out of reach already: what to protect instead. */
function nearest({ contributions }: Blast): string {
  const highest = contributions.reduce((tier, part) => Math.min(tier, part.tier), 5)
  const count = contributions.filter(({ tier }) => tier === highest).length
  return count === 0 ? '' : ` It does reach ${count} of tier ${highest}: protect tier:${highest}, or one of them.`
}

interface Taken {
  readonly edge: number
  /** What is left once it and those before it are cut; null where nobody computed it. */
  readonly after: { readonly score: number; readonly sum: number } | null
}

/** Greedy by what is left after each: a plan that is broken off has then done the most it could. */
function inOrderOfHelp(
  graph: PrivilegeGraph,
  starts: readonly number[],
  edges: readonly number[],
  walk: WalkOptions,
): Taken[] {
  const after = (cut: readonly number[]) => {
    const { score, sum } = blast(graph, starts, { ...walk, cut: unionOf(walk.cut, maskOf(graph, cut)) })
    return { score, sum }
  }
  if (edges.length > GREEDY_STEPS) {
    return edges.map((edge, i) => ({ edge, after: i < SCORED_STEPS ? after(edges.slice(0, i + 1)) : null }))
  }
  const left = new Set(edges)
  const taken: Taken[] = []
  while (left.size > 0) {
    const made = taken.map(({ edge }) => edge)
    const tried = [...left].map((edge) => ({ edge, after: after([...made, edge]) }))
    const best = tried.reduce((a, b) => (b.after.sum < a.after.sum ? b : a))
    left.delete(best.edge)
    taken.push(best)
  }
  return taken
}

/** Who else goes this way today. Without usage facts nobody can say that nothing breaks, so it is not said. */
function breaksOf(graph: PrivilegeGraph, edge: number, compromised: readonly number[], walk: WalkOptions) {
  const { nodes, edges } = graph
  // What must be held there to go this way: of a Secret it is the reading, of a tool the calling.
  const needed = statesOf(graph, edges.from[edge]!).filter((state) => leadsOver(graph, state, edge))
  const hops = backward(graph, needed, walk)
  const others: number[] = []
  for (let node = 0; node < nodes.count; node++) {
    const reaches = hopsFrom(graph, hops, node) !== -1
    if (reaches && isPrincipal(nodes, node) && !compromised.includes(node)) others.push(node)
  }
  const known = edges.kinds.includes('USED')
  const ways =
    others.length === 0 ? 'Nobody else' : `${others.length} other ${others.length === 1 ? 'identity' : 'identities'}`
  return {
    known,
    says: known
      ? `${ways} can go this way; the last use of each is given where a log shows it.`
      : `Breakage unknown: no usage source was imported. ${ways} can go this way today.`,
    consumers: others.slice(0, NAMED_CONSUMERS).map((node) => ({
      id: nodes.ids.at(node),
      name: nodes.names.at(node),
      lastUsedAt: isoTime(nodes.lastUsedAt[node]!),
    })),
    total: others.length,
  }
}

function leadsOver({ rowStart, rowEnd, edgeOf }: PrivilegeGraph, state: number, edge: number): boolean {
  for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) if (edgeOf[arc] === edge) return true
  return false
}

function maskOf(graph: PrivilegeGraph, edges: readonly number[]): Uint8Array {
  const mask = new Uint8Array(graph.edges.count)
  for (const edge of edges) mask[edge] = 1
  return mask
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
