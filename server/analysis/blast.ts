import { isPrincipal, kindOf, tierOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CAPABILITY_COUNT, CONTROL, capabilities } from '../model/capabilities.ts'
import { type NodeKind, nodeKinds, type Tier, tiers } from '../model/kinds.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import { type BestPaths, bestPaths } from './best-paths.ts'
import { sumOf } from './sum.ts'
import type { WalkOptions } from './walk-options.ts'

/** One target's part of a blast radius. */
export interface Contribution {
  readonly node: number
  readonly tier: Tier
  /** The state that counts most there; its witness ends in it. */
  readonly state: number
  readonly ease: number
  readonly harm: number
  /** −ln(1 − ease × harm): the parts add up to `sum`. */
  readonly value: number
}

export interface ReachedCounts {
  readonly total: number
  readonly byKind: Readonly<Partial<Record<NodeKind, number>>>
  readonly byTier: Readonly<Record<Tier, number>>
  readonly principals: number
  readonly nonHumanPrincipals: number
  /** Of all principals of the estate but the starts, 0–100. */
  readonly percentOfPrincipals: number
}

export interface Blast {
  /** 0–100: 100 × (1 − e^−sum). */
  readonly score: number
  readonly sum: number
  /** Largest first. */
  readonly contributions: readonly Contribution[]
  readonly reached: ReachedCounts
}

/** How bad the loss of the starts is: the valued reach, exact and uncapped. The starts themselves are no targets. */
export function blast(graph: PrivilegeGraph, starts: readonly number[], options: WalkOptions = {}): Blast {
  return valueReach(graph, starts, bestPaths(graph, starts, options), options.table)
}

/** Values a walk that was made already. */
export function valueReach(
  graph: PrivilegeGraph,
  starts: readonly number[],
  walk: BestPaths,
  table = scoreTable,
): Blast {
  const nodes = reachedNodes(starts, walk)
  const contributions = nodes
    .flatMap((node) => contributionOf(graph, walk, node, table) ?? [])
    .sort((a, b) => b.value - a.value || a.node - b.node)
  const sum = sumOf(contributions.map(({ value }) => value))
  return { score: scoreOf(sum), sum, contributions, reached: countReached(graph, starts, nodes) }
}

export const scoreOf = (sum: number): number => -100 * Math.expm1(-sum)

/** The nodes of which any state is reached, without the starts, in the order they are settled. */
export function reachedNodes(starts: readonly number[], { order, size }: BestPaths): number[] {
  const seen = new Set(starts)
  const reached: number[] = []
  for (let i = 0; i < size; i++) {
    const node = order[i]! >> 2
    if (seen.has(node)) continue
    seen.add(node)
    reached.push(node)
  }
  return reached
}

/** The best p·h over the capabilities held on a target, or undefined when it does not count. */
function contributionOf(
  graph: PrivilegeGraph,
  walk: BestPaths,
  node: number,
  table: ScoreTable,
): Contribution | undefined {
  const tier = tierOf(graph.nodes, node)
  if (tier === undefined) return undefined
  let best: { state: number; harm: number; product: number } | undefined
  for (let capability = CONTROL; capability >= 0; capability--) {
    const state = node * CAPABILITY_COUNT + capability
    if (walk.mark[state] !== walk.epoch) continue
    const harm = table.tierHarm[tier] * table.capabilityFactor[capabilities[capability]!]
    const product = Math.min(walk.ease[state]! * harm, table.harmCap)
    if (!best || product > best.product) best = { state, harm, product }
  }
  if (!best) return undefined
  return {
    node,
    tier,
    state: best.state,
    ease: walk.ease[best.state]!,
    harm: best.harm,
    value: -Math.log1p(-best.product),
  }
}

function countReached({ nodes }: PrivilegeGraph, starts: readonly number[], reached: readonly number[]): ReachedCounts {
  const byKind = new Map<NodeKind, number>()
  const byTier = new Map<Tier, number>(tiers.map((tier) => [tier, 0]))
  let principals = 0
  let nonHumanPrincipals = 0
  for (const node of reached) {
    const kind = kindOf(nodes, node)
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1)
    const tier = tierOf(nodes, node)
    if (tier !== undefined) byTier.set(tier, byTier.get(tier)! + 1)
    if (!isPrincipal(nodes, node)) continue
    principals++
    if (nodes.strings[nodes.types[node]!] !== 'human') nonHumanPrincipals++
  }
  const others = principalCount(nodes) - starts.filter((node) => isPrincipal(nodes, node)).length
  return {
    total: reached.length,
    byKind: Object.fromEntries(nodeKinds.flatMap((kind) => (byKind.has(kind) ? [[kind, byKind.get(kind)!]] : []))),
    byTier: Object.fromEntries(byTier) as Record<Tier, number>,
    principals,
    nonHumanPrincipals,
    percentOfPrincipals: others === 0 ? 0 : (100 * principals) / others,
  }
}

const principalCounts = new WeakMap<PrivilegeGraph['nodes'], number>()
function principalCount(nodes: PrivilegeGraph['nodes']): number {
  let count = principalCounts.get(nodes)
  if (count === undefined) {
    count = 0
    for (let node = 0; node < nodes.count; node++) if (isPrincipal(nodes, node)) count++
    principalCounts.set(nodes, count)
  }
  return count
}
