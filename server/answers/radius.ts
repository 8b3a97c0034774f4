import type { BestPaths } from '../analysis/best-paths.ts'
import type { Contribution } from '../analysis/blast.ts'
import { exposure } from '../analysis/exposure.ts'
import { hopsOf, reach } from '../analysis/reach.ts'
import { easesOf, type WalkOptions } from '../analysis/walk-options.ts'
import { witnesses } from '../analysis/witness.ts'
import type { BlastRadius } from '../api/contract.ts'
import { GRANTED, WITH_CONDITIONAL, WITH_INFERRED } from '../graph/look.ts'
import { kindOf, tierOf, typeOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { capabilityAt, heldCapabilities } from '../graph/state-rows.ts'
import { attachedNotes } from './attached-notes.ts'
import { type AnswerContext, type AnswerOptions, type Asked, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { type ArcPath, HOPS_TOLD, hopsNote, tellPaths } from './hops.ts'
import { limitsOf } from './limits.ts'
import { type NestedReach, nestedReach, totalsOf } from './nested-reach.ts'
import { nodeRef } from './node-ref.ts'
import { ownersOf } from './owners.ts'

export interface RadiusOptions extends AnswerOptions {
  /** Lists every reached node too. */
  readonly reach?: boolean | undefined
  /** How many contributions are told with their path; the others are summed in `rest`. All by default. */
  readonly contributions?: number | undefined
}

/** What these starts could reach if they were compromised now, and how bad that is. */
export async function radius(
  context: AnswerContext,
  starts: readonly number[],
  options: RadiusOptions = {},
): Promise<BlastRadius> {
  const { graph } = context
  const question = asked(context, options)
  let wanted: readonly Contribution[] = []
  let paths: ArcPath[] = []
  const reached = nestedReach(graph, starts, question.walk, (walk, { parts }) => {
    wanted = parts.largest(options.contributions ?? parts.length)
    paths = witnessPaths(graph, walk, wanted, starts, question.walk)
  })
  const valued = reached.granted
  const told = wanted.slice(0, paths.length)
  const short = told.length < wanted.length
  const rows = options.reach ? { reach: reachRows(graph, starts, question.walk, reached) } : {}
  const hops = await tellPaths(context, paths)
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    identity: nodeRef(graph.nodes, starts[0]!),
    starts: starts.map((start) => nodeRef(graph.nodes, start)),
    owners: ownersOf(graph, starts[0]!),
    blast: {
      score: valued.score,
      sum: valued.sum,
      contributions: told.map((part, i) => ({ ...contribution(graph, part), path: hops[i]! })),
      rest: { count: valued.parts.length - told.length, value: valued.parts.valueBeyond(told.length) },
    },
    reached: valued.reached,
    totals: totalsOf(reached),
    exposure: exposureAnswer(graph, starts[0]!, question),
    ...rows,
    limits: limitsOf(context, question, starts, {
      contributions: short ? told.length : options.contributions,
      notes: [...attachedNotes(graph, starts), ...(short ? [hopsNote(told.length)] : [])],
    }),
    truncated: false,
    coverage: coverageOf(graph, [...starts, ...reached.conditional.nodes]),
  }
}

/** A contribution without its path. */
export function contribution(graph: PrivilegeGraph, { node, tier, state, ease, harm, value }: Contribution) {
  const { nodes } = graph
  return {
    node: nodes.ids.at(node),
    name: nodes.names.at(node),
    kind: kindOf(nodes, node),
    type: typeOf(nodes, node),
    tier,
    tierBecause: nodes.strings[nodes.tierReasons[node]!]! || null,
    capability: capabilityAt(graph, state),
    ease,
    harm,
    value,
  }
}

/** The witnesses of as many parts as one answer tells, with the ease of each crossing; to be read before the next walk. */
export function witnessPaths(
  graph: PrivilegeGraph,
  walk: BestPaths,
  parts: readonly Contribution[],
  starts: readonly number[],
  options: WalkOptions,
): ArcPath[] {
  const { ease, atStart } = easesOf(graph, options)
  const startNodes = new Set(starts)
  const states = parts.map(({ state }) => state)
  const ways = witnesses(graph, walk, states, HOPS_TOLD)
  return Array.from(ways.ends, (_, i) => {
    const arcs = [...ways.of(i)]
    const eases = arcs.map(
      (arc) => (startNodes.has(graph.nodeOf[graph.tails[arc]!]!) ? atStart : ease)[graph.lookOf[arc]!]!,
    )
    return { arcs, eases }
  })
}

function exposureAnswer(graph: PrivilegeGraph, node: number, { asOf }: Asked) {
  const { score, parts } = exposure(graph, node, asOf.getTime())
  return { score, parts: parts.map(({ holds, ...part }) => ({ ...part, holds: holds ?? null })) }
}

type ReachRows = NonNullable<BlastRadius['reach']>

/** Every reached node with its fewest hops, granted ones first; the others say the basis they need. */
function reachRows(
  graph: PrivilegeGraph,
  starts: readonly number[],
  options: WalkOptions,
  others: NestedReach,
): ReachRows {
  const rows: ReachRows = []
  const done = new Set(starts)
  const bases = [
    ['granted', GRANTED],
    ['inferred', WITH_INFERRED],
    ['conditional', WITH_CONDITIONAL],
  ] as const
  for (const [basis, level] of bases) {
    if (basis !== 'granted' && others[basis].nodes.every((node) => done.has(node))) continue
    const reached = reach(graph, starts, { ...options, basis: level })
    const hops = hopsOf(graph, reached)
    for (const state of reached.order) {
      const node = graph.nodeOf[state]!
      if (done.has(node)) continue
      done.add(node)
      rows.push({
        id: graph.nodes.ids.at(node),
        name: graph.nodes.names.at(node),
        kind: kindOf(graph.nodes, node),
        type: typeOf(graph.nodes, node),
        tier: tierOf(graph.nodes, node) ?? null,
        hops: hops[state]!,
        capabilities: heldCapabilities(graph, node, (held) => hops[held] !== -1),
        basis,
      })
    }
  }
  return rows
}
