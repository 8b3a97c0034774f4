import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import type { WalkOptions } from '../walk-options.ts'
import { type Corridor, corridorOf } from './corridor.ts'
import { FlowNetwork, UNCUTTABLE } from './max-flow.ts'

export interface NodeCutOptions extends WalkOptions {
  /** Nodes that may not be taken out, beside the starts and the targets. */
  readonly keep?: ReadonlySet<number> | undefined
  /** What taking a node out costs, a whole number of at least 1; 1 for every node where it is not given. */
  readonly costOf?: ((node: number) => number) | undefined
  /** Arcs that may be put into networks; what that leaves open is confessed by the lower bound. */
  readonly budget?: number | undefined
}

export interface NodeCut {
  /** Nodes without which no way is left; undefined where none suffice. */
  readonly nodes: readonly number[] | undefined
  /** No plan costs less than that. The plan is the cheapest when it costs as much. */
  readonly lowerBound: number
}

/** Every way to share one cost among the up to four states of a node comes out whole. */
const SHARES = 12
const BUDGET = 20_000_000

/** What has been settled of some nodes: taken out, or left in for good. */
type Settled = ReadonlyMap<number, 'out' | 'in'>

interface Relaxed {
  readonly settled: Settled
  readonly bound: number
  readonly nodes: readonly number[]
  /** A node of which some states are cut and others are not: the bound paid for it only in part. */
  readonly partly: number | undefined
}

/**
 * The cheapest nodes between the starts and the targets. A node that several capabilities enter is several states with
 * one price, which no flow can express: each of them is charged its share, which bounds the price from below, and the
 * nodes that are cut in part are settled by branch and bound (Land and Doig 1960).
 */
export function minNodeCut(
  graph: PrivilegeGraph,
  starts: readonly number[],
  targets: readonly number[],
  options: NodeCutOptions = {},
): NodeCut {
  const { costOf = () => 1, keep, budget = BUDGET } = options
  const corridor = corridorOf(graph, starts, targets, options)
  const ends = new Set([...starts, ...targets])
  const stays = (node: number) => ends.has(node) || keep?.has(node) === true
  let left = budget
  const solve = (settled: Settled): Relaxed | undefined => {
    left -= corridor.arcs.length
    return relaxed(graph, corridor, settled, stays, costOf)
  }
  const first = solve(new Map())
  if (!first) return { nodes: undefined, lowerBound: Number.POSITIVE_INFINITY }
  const priceOf = (nodes: readonly number[]) => nodes.reduce((sum, node) => sum + costOf(node), 0)
  let best = first.nodes
  let open = [first]
  for (;;) {
    const price = priceOf(best)
    open = open.filter(({ bound }) => bound < price).sort((a, b) => b.bound - a.bound)
    const next = open.at(-1)
    if (!next) return { nodes: best.toSorted((a, b) => a - b), lowerBound: price }
    if (left <= 0) return { nodes: best.toSorted((a, b) => a - b), lowerBound: next.bound }
    open.pop()
    if (next.partly === undefined) continue
    for (const way of ['out', 'in'] as const) {
      const child = solve(new Map([...next.settled, [next.partly, way]]))
      if (!child) continue
      open.push(child)
      if (priceOf(child.nodes) < priceOf(best)) best = child.nodes
    }
  }
}

/** The cheapest cut where a node that is not settled pays a share for each state; undefined where there is none. */
function relaxed(
  graph: PrivilegeGraph,
  { starts, arcs, covers, isGoal, enteredAt }: Corridor,
  settled: Settled,
  stays: (node: number) => boolean,
  costOf: (node: number) => number,
): Relaxed | undefined {
  const network = new FlowNetwork()
  const source = network.node()
  const sink = network.node()
  const charged: { readonly node: number; readonly from: number; readonly to: number }[] = []
  const numberOf = new Map<number, { readonly into: number; readonly outOf: number }>()
  const isOut = (state: number) => settled.get(graph.nodeOf[state]!) === 'out'
  const place = (state: number) => {
    let known = numberOf.get(state)
    if (known) return known
    const node = graph.nodeOf[state]!
    const into = isGoal(state) ? sink : network.node()
    const entered = enteredAt(node)
    const isFree = isGoal(state) || stays(node) || settled.has(node) || !entered.includes(state)
    known = { into, outOf: isFree ? into : network.node() }
    numberOf.set(state, known)
    if (isFree) return known
    network.arc(into, known.outOf, (SHARES * costOf(node)) / entered.length)
    charged.push({ node, from: into, to: known.outOf })
    return known
  }
  for (const state of starts) network.arc(source, place(state).into, UNCUTTABLE)
  for (const [control, covered] of covers)
    if (!isOut(control)) network.arc(place(control).outOf, place(covered).outOf, UNCUTTABLE)
  for (const [tail, head] of arcs)
    if (!isOut(tail) && !isOut(head)) network.arc(place(tail).outOf, place(head).into, UNCUTTABLE)
  const flow = network.maxFlow(source, sink)
  if (flow === Number.POSITIVE_INFINITY) return undefined
  const side = network.sourceSide(source)
  const cut = new Set(charged.filter(({ from, to }) => side[from] !== -1 && side[to] === -1).map(({ node }) => node))
  const out = [...settled].filter(([, way]) => way === 'out').map(([node]) => node)
  const paid = out.reduce((sum, node) => sum + costOf(node), 0)
  const whole = (node: number) =>
    charged.every((it) => it.node !== node || (side[it.from] !== -1 && side[it.to] === -1))
  return {
    settled,
    bound: paid + Math.ceil(flow / SHARES),
    nodes: [...out, ...cut],
    partly: [...cut].find((node) => !whole(node)),
  }
}
