import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type NodeKind, nodeKinds, type Tier } from '../model/kinds.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import { type BestPaths, bestPaths } from './best-paths.ts'
import { type Contribution, Contributions } from './contributions.ts'
import { targetClasses } from './target-classes.ts'
import { sumOfTargets, withTargets } from './targets.ts'
import type { WalkOptions } from './walk-options.ts'

export type { Contribution }

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
  /** The same list, told only as far as it is read. */
  readonly parts: Contributions
  /** All of them, largest first. */
  readonly contributions: readonly Contribution[]
  readonly reached: ReachedCounts
}

/** How bad the loss of the starts is: the valued reach, exact and uncapped. The starts themselves are no targets. */
export function blast(graph: PrivilegeGraph, starts: readonly number[], options: WalkOptions = {}): Blast {
  const walk = bestPaths(graph, starts, options)
  const valued = valueReach(graph, starts, walk, options.table)
  walk.release()
  return valued
}

/** Values a walk that was made already, and stays its owner's. */
export function valueReach(
  graph: PrivilegeGraph,
  starts: readonly number[],
  walk: BestPaths,
  table: ScoreTable = scoreTable,
): Blast {
  const { levels } = walk.crossings
  return withTargets(graph, starts, walk, table, (targets) => {
    const sum = sumOfTargets(targets, levels, table)
    const parts = new Contributions(graph, levels, table, targets)
    const reached = countReached(graph, starts, targets.counts)
    return {
      score: scoreOf(sum),
      sum,
      parts,
      get contributions() {
        return parts.all()
      },
      reached,
    }
  })
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

function countReached(graph: PrivilegeGraph, starts: readonly number[], counts: Uint32Array): ReachedCounts {
  const { nodes } = graph
  const ofKind: number[] = nodeKinds.map(() => 0)
  const byTier: Record<Tier, number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 }
  let total = 0
  let principals = 0
  let nonHumanPrincipals = 0
  const { list } = targetClasses(graph)
  for (let i = 0; i < list.length; i++) {
    const its = list[i]!
    const count = counts[i]!
    if (count === 0) continue
    total += count
    ofKind[its.kindNumber]! += count
    if (its.tier !== undefined) byTier[its.tier] += count
    if (its.isPrincipal) principals += count
    if (its.isPrincipal && !its.isHuman) nonHumanPrincipals += count
  }
  const byKind: Partial<Record<NodeKind, number>> = {}
  for (let kind = 0; kind < ofKind.length; kind++) if (ofKind[kind] !== 0) byKind[nodeKinds[kind]!] = ofKind[kind]!
  const others = principalCount(nodes) - starts.filter((node) => isPrincipal(nodes, node)).length
  return {
    total,
    byKind,
    byTier,
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
