import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Tier } from '../model/kinds.ts'
import { scoreTable } from '../model/score-table.ts'
import { bestPaths } from './best-paths.ts'
import { targetClasses } from './target-classes.ts'
import { sumOfTargets, withTargets } from './targets.ts'
import type { WalkOptions } from './walk-options.ts'

export interface Worth {
  readonly sum: number
  readonly reached: number
  readonly byTier: Readonly<Record<Tier, number>>
  /** The target that counts most, or undefined when nothing of worth is reached. */
  readonly worst: number | undefined
}

/** What `blast` says of a start, to the last digit, without the list: what ranking asks of every identity. */
export function worth(graph: PrivilegeGraph, start: number, options: WalkOptions = {}): Worth {
  const { table = scoreTable } = options
  const walk = bestPaths(graph, [start], options)
  const { levels } = walk.crossings
  const told = withTargets(graph, [start], walk, table, (targets) => {
    const { counts, size, states, products, used } = targets
    let worst: number | undefined
    for (let i = 0; i < size; i++) {
      const node = graph.nodeOf[states[i]!]!
      if (products[i] === used[0] && (worst === undefined || node < worst)) worst = node
    }
    const byTier: Record<Tier, number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 }
    let reached = 0
    for (const [i, { tier }] of targetClasses(graph).list.entries()) {
      reached += counts[i]!
      if (tier !== undefined) byTier[tier] += counts[i]!
    }
    return { sum: sumOfTargets(targets, levels, table), reached, byTier, worst }
  })
  walk.release()
  return told
}
