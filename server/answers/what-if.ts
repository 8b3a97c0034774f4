import type { Blast } from '../analysis/blast.ts'
import type { RankedColumns } from '../analysis/rank/columns.ts'
import { sumOf } from '../analysis/sum.ts'
import type { WhatIf } from '../api/contract.ts'
import { edgeKinds } from '../edges/index.ts'
import { AppError } from '../errors.ts'
import { edgeIdOf, edgeIndexOf, edgeKindOf } from '../graph/edge-lookup.ts'
import { edgesAt } from '../graph/edges-at.ts'
import { oneNode } from '../graph/find-node.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { everyoneAfter } from './everyone-after.ts'
import { type ArcPath, tellPaths } from './hops.ts'
import { limitsOf } from './limits.ts'
import { nestedReach, totalOf, totalsOf } from './nested-reach.ts'
import { nodeRef } from './node-ref.ts'
import { contribution, witnessPaths } from './radius.ts'

export interface Cut {
  readonly mask: Uint8Array
  readonly edges: readonly number[]
  readonly nodes: readonly number[]
}

/** Cuts given as edge ids or as anything a node is known by; cutting a node takes all edges at it away. */
export function cutOf(graph: PrivilegeGraph, texts: readonly string[]): Cut {
  const mask = new Uint8Array(graph.edges.count)
  const edges: number[] = []
  const nodes: number[] = []
  for (const text of texts) {
    const edge = edgeIndexOf(graph, text)
    if (edge !== undefined) {
      mask[edge] = 1
      edges.push(edge)
      continue
    }
    if (/^e[0-9a-f]{20}$/.test(text))
      throw new AppError('unknown_edge', `Revision ${graph.revision} has no edge ${text}`)
    const node = oneNode(graph, text)
    nodes.push(node)
    for (const at of edgesAround(graph, node)) mask[at] = 1
  }
  return { mask, edges, nodes }
}

const STILL_TOLD = 10
const shortNote = (told: number, all: number, which: string) =>
  told < all ? [`The worst ${told} of ${all} targets that are ${which} are told.`] : []

export interface WhatIfOptions extends AnswerOptions {
  /** How many targets that are lost are told; the rest is summed. All by default. */
  readonly lost?: number | undefined
  /** The ranking at that instant with gates counted; what the cut does to everyone is told beside. */
  readonly everyone?: RankedColumns | undefined
}

/** Asked before everyone is ranked, which takes a while. */
export function refuseGates({ gates = 'count' }: AnswerOptions): void {
  if (gates !== 'count')
    throw new AppError('bad_argument', 'everyone is ranked with gates counted: leave out gates, or everyone')
}

/** Before and after of a cut, on the graph as it is: nothing is stored. */
export async function whatIf(
  context: AnswerContext,
  starts: readonly number[],
  cut: Cut,
  options: WhatIfOptions = {},
): Promise<WhatIf> {
  const { graph } = context
  if (options.everyone) refuseGates(options)
  const now = asked(context, options)
  const then = asked(context, options, cut.mask)
  const reachedNow = nestedReach(graph, starts, now.walk)
  let paths: ArcPath[] = []
  const reachedThen = nestedReach(graph, starts, then.walk, (walk, { parts }) => {
    paths = witnessPaths(graph, walk, parts.largest(STILL_TOLD), starts, then.walk)
  })
  const [before, after] = [reachedNow.granted, reachedThen.granted]
  const still = new Set(after.contributions.map(({ node }) => node))
  const worst = after.parts.largest(paths.length)
  const lost = before.contributions.filter(({ node }) => !still.has(node))
  const toldLost = lost.slice(0, options.lost ?? lost.length)
  const restLost = lost.slice(toldLost.length)
  const hops = await tellPaths(context, paths)
  const everyone = options.everyone && (await everyoneAfter(graph, options.everyone, cut.mask, now))
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    starts: starts.map((node) => nodeRef(graph.nodes, node)),
    cut: {
      edges: cut.edges.map((edge) => edgeIdOf(graph, edge)),
      nodes: cut.nodes.map((node) => graph.nodes.ids.at(node)),
    },
    blast: { before: totalOf(before), after: totalOf(after) },
    totals: { before: totalsOf(reachedNow), after: totalsOf(reachedThen) },
    delta: deltaOf(before, after),
    lost: toldLost.map(({ node, value }) => ({ node: nodeRef(graph.nodes, node), value })),
    lostRest: { count: restLost.length, value: sumOf(restLost.map(({ value }) => value)) },
    stillReached: worst.map((part, i) => ({ ...contribution(graph, part), path: hops[i]! })),
    ...(everyone ? { everyone } : {}),
    limits: limitsOf(context, now, starts, {
      notes: [
        ...describingNotes(graph, cut),
        ...shortNote(worst.length, after.contributions.length, 'still reached'),
        ...shortNote(toldLost.length, lost.length, 'no longer reached'),
      ],
    }),
    truncated: worst.length < after.contributions.length || restLost.length > 0,
    coverage: coverageOf(graph, [...starts, ...before.contributions.map(({ node }) => node)]),
  }
}

/** A policy gives nothing but by what was derived from it, and that stays: a cut without effect must not look safe. */
function describingNotes(graph: PrivilegeGraph, { edges, nodes }: Cut): string[] {
  const leads = (edge: number) => edgeKinds.get(edgeKindOf(graph, edge))!.crossings.length > 0
  const stays = 'what was derived from it stays. Cut the derived edges instead.'
  const cutNodes = nodes
    .filter((node) => !edgesAround(graph, node).some(leads))
    .map((node) => `${graph.nodes.names.at(node)} gives no way by itself: ${stays}`)
  const cutEdges = edges
    .filter((edge) => !leads(edge))
    .map((edge) => `${edgeIdOf(graph, edge)} (${edgeKindOf(graph, edge)}) gives no way by itself: ${stays}`)
  return [...cutNodes, ...cutEdges]
}

const edgesAround = (graph: PrivilegeGraph, node: number): number[] => [
  ...edgesAt(graph, 'out', node),
  ...edgesAt(graph, 'in', node),
]

const deltaOf = (before: Blast, after: Blast) => ({
  score: after.score - before.score,
  sum: after.sum - before.sum,
  reached: after.reached.total - before.reached.total,
})
