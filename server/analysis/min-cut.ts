import { edgeKinds } from '../edges/index.ts'
import { edgeKindOf } from '../graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveredStates, coveringState, statesOf } from '../graph/state-rows.ts'
import { FlowNetwork, UNCUTTABLE } from './max-flow.ts'
import { startStates } from './starts.ts'
import { easesOf, type WalkOptions } from './walk-options.ts'

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

/** Only what the starts reach and what reaches a target can be in a cut; the rest of the estate is left aside. */
function corridor(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: WalkOptions,
): Corridor {
  const { ease } = easesOf(graph, options)
  const withCovered = (state: number) => coveredStates(graph, state)
  const open = (arc: number) => ease[graph.lookOf[arc]!] !== 0 && !options.cut?.[graph.edgeOf[arc]!]
  const targetSet = new Set(targets)
  const from = new Set<number>()
  const forward = startStates(graph, starts).flatMap(withCovered)
  for (const state of forward) from.add(state)
  for (let i = 0; i < forward.length; i++) {
    for (let arc = graph.rowStart[forward[i]!]!; arc < graph.rowEnd[forward[i]!]!; arc++) {
      if (!open(arc)) continue
      for (const state of withCovered(graph.heads[arc]!)) if (!from.has(state) && from.add(state)) forward.push(state)
    }
  }
  const to = new Set<number>()
  const back = targets.flatMap((node) => statesOf(graph, node)).filter((s) => from.has(s))
  for (const state of back) to.add(state)
  for (let i = 0; i < back.length; i++) {
    for (const state of new Set([back[i]!, coveringState(graph, back[i]!)])) {
      if (!to.has(state) && from.has(state)) {
        to.add(state)
        back.push(state)
      }
      const { starts: rows, entries } = graph.backward
      for (let j = rows[state]!; j < rows[state + 1]!; j++) {
        const tail = graph.tails[entries[j]!]!
        if (open(entries[j]!) && from.has(tail) && !to.has(tail) && to.add(tail)) back.push(tail)
      }
    }
  }
  const arcs = new Set<number>()
  for (const state of from) {
    if (!to.has(state)) continue
    for (let arc = graph.rowStart[state]!; arc < graph.rowEnd[state]!; arc++) {
      if (open(arc) && withCovered(graph.heads[arc]!).some((head) => to.has(head))) arcs.add(arc)
    }
  }
  return { starts: startStates(graph, starts), targets: targetSet, arcs: [...arcs] }
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
