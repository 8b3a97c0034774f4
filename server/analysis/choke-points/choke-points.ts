import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { statesOf } from '../../graph/state-rows.ts'
import { type BestPaths, bestPaths } from '../best-paths.ts'
import { type Blast, valueReach } from '../blast.ts'
import { isCuttable } from '../cuts/min-cut.ts'
import { unionOf, type WalkOptions } from '../walk-options.ts'
import { type Carrier, carryingMost, type RankedCarriers } from './narrow-search.ts'

/** A node or an edge that part of a blast radius hangs on. Of a node, its own part is not counted. */
export interface ChokePoint extends Carrier {
  /** Targets that nothing else leads to, and those that are left with a harder way or a lesser capability. */
  readonly cutOff: number
  readonly weakened: number
}

export interface ChokePoints {
  readonly blast: Blast
  readonly nodes: RankedCarriers<ChokePoint>
  readonly edges: RankedCarriers<ChokePoint>
}

export interface ChokeOptions extends WalkOptions {
  /** How many nodes and how many edges to tell. */
  readonly limit: number
  /** States that may be visited for each of the two lists; what that leaves out is confessed by `untried`. */
  readonly budget?: number | undefined
}

/** Far above what any estate measured so far needs; a walk of a million states, twenty times. */
const BUDGET = 20_000_000

/**
 * The nodes and edges that carry most of a blast radius. A target whose witness avoids a candidate keeps its part when
 * the candidate goes, so a candidate carries at most the parts whose witness leads over it: they are tried in that
 * order, each by a walk without it, until no other can carry more than the least that is told.
 *
 * Dominators would not do: a node is several states, and two ways may meet two nodes in either order.
 */
export function chokePoints(graph: PrivilegeGraph, starts: readonly number[], options: ChokeOptions): ChokePoints {
  const { limit, budget = BUDGET } = options
  const walk = bestPaths(graph, starts, options)
  const before = valueReach(graph, starts, walk, options.table)
  const { overNode, overEdge } = ceilings(graph, starts, walk, before)
  walk.release()
  const largest = (atMost: ReadonlyMap<number, number>, removed: (at: number) => Iterable<number>, isNode: boolean) => {
    const tried = (at: number) => {
      const cut = new Uint8Array(graph.edges.count)
      for (const edge of removed(at)) cut[edge] = 1
      const without = { ...options, cut: unionOf(options.cut, cut) }
      const walked = bestPaths(graph, starts, without)
      const after = valueReach(graph, starts, walked, options.table)
      walked.release()
      return { point: lost(at, before, after, isNode ? at : undefined), visited: walked.size }
    }
    return carryingMost(atMost, tried, { limit, budget })
  }
  return {
    blast: before,
    nodes: largest(overNode, (node) => edgesFrom(graph, node), true),
    edges: largest(overEdge, (edge) => [edge], false),
  }
}

/** By node and edge: the parts of the targets beyond it on their witness, or more where a witness meets it twice. */
function ceilings(graph: PrivilegeGraph, starts: readonly number[], walk: BestPaths, { contributions }: Blast) {
  const overNode = new Map<number, number>()
  const overEdge = new Map<number, number>()
  const beyond = new Map<number, number>()
  const layers: Set<number>[] = []
  const pass = (state: number, value: number) => {
    add(beyond, state, value)
    const layer = layers[walk.hopsAt(state)]
    if (layer) layer.add(state)
    else layers[walk.hopsAt(state)] = new Set([state])
  }
  for (const { state, value } of contributions) pass(state, value)
  // Farthest first, since every arc of a witness is one hop: each state is complete when its turn comes.
  for (let hops = layers.length - 1; hops > 0; hops--) {
    for (const state of layers[hops] ?? []) {
      const value = beyond.get(state)!
      const arc = walk.viaAt(state)
      const tail = graph.tails[arc]!
      const node = graph.nodeOf[tail]!
      if (isCuttable(graph, graph.edgeOf[arc]!)) add(overEdge, graph.edgeOf[arc]!, value)
      if (!starts.includes(node)) add(overNode, node, value)
      pass(tail, value)
    }
  }
  return { overNode, overEdge }
}

const add = (sums: Map<number, number>, at: number, value: number) => sums.set(at, (sums.get(at) ?? 0) + value)

/** Taken target by target, so that what stays equal leaves no rounding behind. */
function lost(at: number, before: Blast, after: Blast, itself: number | undefined): ChokePoint {
  const left = new Map(after.contributions.map(({ node, value }) => [node, value]))
  let carries = 0
  let cutOff = 0
  let weakened = 0
  for (const { node, value } of before.contributions) {
    const still = left.get(node)
    if (node === itself || still === value) continue
    carries += value - (still ?? 0)
    if (still === undefined) cutOff++
    else weakened++
  }
  return { at, carries, cutOff, weakened }
}

/** Without these nobody comes further from the node: the same as if it were gone, for all but itself. */
export function* edgesFrom(graph: PrivilegeGraph, node: number): Iterable<number> {
  for (const state of statesOf(graph, node))
    for (let arc = graph.rowStart[state]!; arc < graph.rowEnd[state]!; arc++) yield graph.edgeOf[arc]!
}
