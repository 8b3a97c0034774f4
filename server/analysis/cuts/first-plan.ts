import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { bestPaths } from '../best-paths.ts'
import { type Blast, reachedNodes, valueReach } from '../blast.ts'
import { unionOf } from '../walk-options.ts'
import { type MinCutOptions, minCut, pricesOf } from './min-cut.ts'

/** What is left when all goes that may be cut. */
export interface LeftOver {
  readonly score: number
  readonly nodes: ReadonlySet<number>
  /** The edges that lead out of it. */
  readonly border: readonly number[]
}

/** Of a long plan each edge is not tried again: its size stands beside a bound anyway. */
const SPARED = 64

export function leftOver(graph: PrivilegeGraph, starts: readonly number[], options: MinCutOptions): LeftOver {
  const price = pricesOf(graph, options)
  const gone = Uint8Array.from({ length: graph.edges.count }, (_, edge) =>
    price(edge) < Number.POSITIVE_INFINITY ? 1 : 0,
  )
  const walk = bestPaths(graph, starts, { ...options, cut: unionOf(options.cut, gone) })
  const { score } = valueReach(graph, starts, walk, options.table)
  const border = new Set<number>()
  for (const state of walk.order.subarray(0, walk.size)) {
    for (let arc = graph.rowStart[state]!; arc < graph.rowEnd[state]!; arc++) {
      const edge = graph.edgeOf[arc]!
      const crosses = walk.crossings.factor[graph.lookOf[arc]!]! >= 0 && options.cut?.[edge] !== 1
      if (gone[edge] === 1 && crosses) border.add(edge)
    }
  }
  return { score, nodes: new Set(reachedNodes(graph, starts, walk)), border: [...border] }
}

/**
 * A plan that suffices, and small as a rule: the cheapest cut that keeps off as few of the heaviest targets as will do.
 * Where keeping targets off does not do, since some can only be made harder to reach, all goes that leads out of what
 * stays.
 */
export function firstPlan(
  graph: PrivilegeGraph,
  starts: readonly number[],
  options: MinCutOptions,
  known: { readonly before: Blast; readonly rest: LeftOver; readonly suffices: (edges: readonly number[]) => boolean },
): readonly number[] {
  const { before, rest, suffices } = known
  const targets = before.contributions.map(({ node }) => node).filter((node) => !rest.nodes.has(node))
  const keepingOff = (count: number) => minCut(graph, starts, targets.slice(0, count), options).edges!
  let tooFew = 0
  let enough = 1
  while (enough < targets.length && !suffices(keepingOff(enough))) {
    tooFew = enough
    enough *= 2
  }
  enough = Math.min(enough, targets.length)
  if (!suffices(keepingOff(enough))) return rest.border
  while (enough - tooFew > 1) {
    const middle = (enough + tooFew) >> 1
    if (suffices(keepingOff(middle))) enough = middle
    else tooFew = middle
  }
  return withoutSurplus(keepingOff(enough), suffices)
}

function withoutSurplus(plan: readonly number[], suffices: (edges: readonly number[]) => boolean): readonly number[] {
  if (plan.length > SPARED) return plan
  return plan.reduce((left, edge) => {
    const fewer = left.filter((it) => it !== edge)
    return suffices(fewer) ? fewer : left
  }, plan)
}
