import { edgeKinds } from '../edges/index.ts'
import { edgeKindOf } from '../graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveredStates } from '../graph/state-rows.ts'
import { leadsTo } from './leads-to.ts'
import { FlowNetwork, UNCUTTABLE } from './max-flow.ts'
import { startStates } from './starts.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

export interface MinCutOptions extends WalkOptions {
  /** Edges that may not be cut, beside those whose kind cannot be. */
  readonly keep?: ReadonlySet<number> | undefined
}

export interface MinCut {
  /** Fewest edges whose removal leaves no way; undefined where none suffices. */
  readonly edges: readonly number[] | undefined
  /** No plan is smaller than that. The plan is exact when it equals its size. */
  readonly lowerBound: number
}

/**
 * The fewest edges between the starts and the targets (any capability on a target counts as reaching it), exact by
 * maximum flow over states (Ford and Fulkerson 1956). An edge with several ways over it costs once, because its ways
 * meet before they are charged; that holds as long as what a cuttable kind gives does not depend on what it needs.
 */
export function minCut(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: MinCutOptions = {},
): MinCut {
  const space = corridor(graph, starts, targets, options)
  if (space.arcs.length === 0) return { edges: [], lowerBound: 0 }
  const solved = solve(graph, space, options.keep ?? new Set())
  if (!solved) return { edges: undefined, lowerBound: Number.POSITIVE_INFINITY }
  return { edges: solved.edges.sort((a, b) => a - b), lowerBound: solved.flow }
}

interface Corridor {
  readonly starts: readonly number[]
  readonly targets: ReadonlySet<number>
  /** Arcs on some way from a start to a target. */
  readonly arcs: readonly number[]
}

/**
 * Only what the starts reach and what reaches a target can be in a cut; the rest of the estate is left aside. The walk
 * forward keeps to what leads to a target, so that an identity with a large reach but few ways is a small question.
 */
function corridor(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: WalkOptions,
): Corridor {
  const { rowStart, rowEnd, heads, tails, lookOf, edgeOf } = graph
  const { factor } = crossingsOf(graph, options)
  const leads = leadsTo(graph, targets, options)
  const first = startStates(graph, starts)
  const reached = new Set<number>()
  const queue: number[] = []
  const take = (given: number) => {
    if (reached.has(given)) return
    for (const state of coveredStates(graph, given)) {
      if (!leads[state] || reached.has(state)) continue
      reached.add(state)
      queue.push(state)
    }
  }
  const arcs: number[] = []
  for (const state of first) take(state)
  for (let i = 0; i < queue.length; i++) {
    const state = queue[i]!
    for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
      const head = heads[arc]!
      if (!leads[head] || factor[lookOf[arc]!]! < 0 || options.cut?.[edgeOf[arc]!]) continue
      // Control's row holds the arcs of the states it covers as well: each is taken once, at the least that crosses it.
      if (tails[arc] === state) arcs.push(arc)
      take(head)
    }
  }
  return { starts: first, targets: new Set(targets), arcs }
}

/** The flow's value and the edges of its cut, or undefined where what cannot be cut leads through. */
function solve(graph: PrivilegeGraph, { starts, targets, arcs }: Corridor, keep: ReadonlySet<number>) {
  const network = new FlowNetwork()
  const source = network.node()
  const sink = network.node()
  const numberOf = new Map<number, number>()
  const stateNode = (state: number): number => {
    let number = numberOf.get(state)
    if (number !== undefined) return number
    number = network.node()
    numberOf.set(state, number)
    if (targets.has(graph.nodeOf[state]!)) network.arc(number, sink, UNCUTTABLE)
    for (const s of coveredStates(graph, state)) if (s !== state) network.arc(number, stateNode(s), UNCUTTABLE)
    return number
  }
  for (const state of starts) network.arc(source, stateNode(state), UNCUTTABLE)
  const joined = new Map<string, number>()
  const charged: { edge: number; from: number; to: number }[] = []
  for (const arc of arcs) {
    const edge = graph.edgeOf[arc]!
    const cuttable = !keep.has(edge) && edgeKinds.get(edgeKindOf(graph, edge))!.cuttable !== false
    const tail = stateNode(graph.tails[arc]!)
    const head = stateNode(graph.heads[arc]!)
    if (!cuttable) {
      network.arc(tail, head, UNCUTTABLE)
      continue
    }
    // Ways into one state meet before they are charged: their edge costs once.
    const key = `${edge} ${graph.heads[arc]}`
    const gateway = joined.get(key)
    if (gateway !== undefined) {
      network.arc(tail, gateway, UNCUTTABLE)
      continue
    }
    const inside = network.node()
    joined.set(key, inside)
    network.arc(tail, inside, UNCUTTABLE)
    network.arc(inside, head, 1)
    charged.push({ edge, from: inside, to: head })
  }
  const flow = network.maxFlow(source, sink)
  if (flow === Number.POSITIVE_INFINITY) return undefined
  const side = network.sourceSide(source)
  const full = charged.filter(({ from, to }) => side[from] !== -1 && side[to] === -1)
  return { flow, edges: full.map(({ edge }) => edge) }
}
