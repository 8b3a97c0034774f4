import { edgeKinds } from '../edges/index.ts'
import { edgeKindOf } from '../graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { leadsTo } from './leads-to.ts'
import { startStates } from './starts.ts'
import { greatestFlow } from './state-flow.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

export interface MinCutOptions extends WalkOptions {
  /** Edges that may not be cut, beside those whose kind cannot be. */
  readonly keep?: ReadonlySet<number> | undefined
  /** What cutting an edge costs, a whole number of at least 1; 1 for every edge where it is not given. */
  readonly costOf?: ((edge: number) => number) | undefined
}

export interface MinCut {
  /** The cheapest edges whose removal leaves no way, by index; undefined where none suffice. */
  readonly edges: readonly number[] | undefined
  /** No plan costs less than that. The plan is exact when it costs as much. */
  readonly lowerBound: number
}

/**
 * The cheapest edges between the starts and the targets (any capability on a target counts as reaching it), exact by
 * greatest flow over states (Ford and Fulkerson 1956). An edge with several ways over it costs once; that holds as long
 * as what a cuttable kind gives does not depend on what it needs.
 */
export function minCut(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: MinCutOptions = {},
): MinCut {
  const { cut } = options
  const crossings = crossingsOf(graph, options)
  const flow = greatestFlow(graph, {
    from: startStates(graph, starts),
    leads: leadsTo(graph, targets, options),
    factor: crossings.factor,
    cut,
    capacity: pricesOf(graph, options),
  })
  if (!flow) return { edges: undefined, lowerBound: Number.POSITIVE_INFINITY }
  return { edges: flow.edges.toSorted((a, b) => a - b), lowerBound: flow.value }
}

/** What cutting an edge costs; Infinity where it may not be cut. */
export const pricesOf =
  (graph: PrivilegeGraph, { keep, costOf }: MinCutOptions) =>
  (edge: number): number =>
    keep?.has(edge) || !isCuttable(graph, edge) ? Number.POSITIVE_INFINITY : (costOf?.(edge) ?? 1)

/** Whether somebody could take the edge away: a fact of how things are built stays. */
export const isCuttable = (graph: PrivilegeGraph, edge: number): boolean =>
  edgeKinds.get(edgeKindOf(graph, edge))!.cuttable !== false
