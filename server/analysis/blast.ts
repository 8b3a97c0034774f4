import { isPrincipal, kindOf, tierOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { capabilityAt, statesOf } from '../graph/state-rows.ts'
import { exactProduct } from '../model/decimal.ts'
import { type NodeKind, nodeKinds, type Tier, tiers } from '../model/kinds.ts'
import { scoreTable } from '../model/score-table.ts'
import { type BestPaths, bestPaths } from './best-paths.ts'
import { harmFactorOf, harmFactors, partOf, Tally } from './tally.ts'
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
  const { levels } = walk.crossings
  const harms = harmFactors(levels, table)
  const nodes = reachedNodes(graph, starts, walk)
  const targets = nodes.flatMap((node) => targetOf(graph, walk, node, harms) ?? [])
  targets.sort((a, b) => (levels.isEasier(a.product, b.product) ? -1 : a.product === b.product ? a.node - b.node : 1))
  const tally = new Tally(levels)
  const contributions = targets.map(({ node, tier, state, product }) => {
    tally.add(product)
    return {
      node,
      tier,
      state,
      ease: levels.value[walk.level[state]!]!,
      harm: exactProduct(table.tierHarm[tier], table.capabilityFactor[capabilityAt(graph, state)]),
      value: partOf(levels.value[product]!, table),
    }
  })
  const sum = tally.take(table)
  return { score: scoreOf(sum), sum, contributions, reached: countReached(graph, starts, nodes) }
}

export const scoreOf = (sum: number): number => -100 * Math.expm1(-sum)

/** The nodes of which any state is reached, without the starts, in the order they are settled. */
export function reachedNodes(
  { nodeOf }: PrivilegeGraph,
  starts: readonly number[],
  { order, size }: Pick<BestPaths, 'order' | 'size'>,
): number[] {
  const seen = new Set(starts)
  const reached: number[] = []
  for (let i = 0; i < size; i++) {
    const node = nodeOf[order[i]!]!
    if (seen.has(node)) continue
    seen.add(node)
    reached.push(node)
  }
  return reached
}

/** The state of a node that counts most, the strongest of equal ones, and the level of its ease × harm. */
function targetOf(graph: PrivilegeGraph, { level, crossings: { levels } }: BestPaths, node: number, harms: Int32Array) {
  const tier = tierOf(graph.nodes, node)
  if (tier === undefined) return undefined
  let best: { readonly node: number; readonly tier: Tier; readonly state: number; readonly product: number } | undefined
  for (const state of statesOf(graph, node).reverse()) {
    if (level[state] === 0) continue
    const product = levels.times(level[state]!, harmFactorOf(harms, tier, graph.capabilityOf[state]!))
    if (!best || levels.isEasier(product, best.product)) best = { node, tier, state, product }
  }
  return best
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
