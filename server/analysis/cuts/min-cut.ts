import { edgeKinds } from '../../edges/index.ts'
import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { startStates } from '../starts.ts'
import { crossingsOf, type WalkOptions } from '../walk-options.ts'
import { leadsTo } from './leads-to.ts'
import { greatestFlow } from './state-flow.ts'

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
export function pricesOf(graph: PrivilegeGraph, { keep, costOf }: MinCutOptions): (edge: number) => number {
  const { kind } = graph.edges
  const cuttable = cuttableKinds(graph)
  return (edge) => {
    if (cuttable[kind[edge]!] === 0 || keep?.has(edge)) return Number.POSITIVE_INFINITY
    return costOf === undefined ? 1 : costOf(edge)
  }
}

/** Whether somebody could take the edge away: a fact of how things are built stays. */
export const isCuttable = (graph: PrivilegeGraph, edge: number): boolean =>
  cuttableKinds(graph)[graph.edges.kind[edge]!] === 1

const known = new WeakMap<PrivilegeGraph, Uint8Array>()

/** By the graph's numbers of kinds, since prices are asked for in the midst of a search. */
function cuttableKinds(graph: PrivilegeGraph): Uint8Array {
  let cuttable = known.get(graph)
  if (!cuttable) {
    cuttable = Uint8Array.from(graph.edges.kinds, (kind) => (edgeKinds.get(kind)!.cuttable === false ? 0 : 1))
    known.set(graph, cuttable)
  }
  return cuttable
}
