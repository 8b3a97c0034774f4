import { type BestPaths, bestPaths } from '../analysis/best-paths.ts'
import { type Contribution, valueReach } from '../analysis/blast.ts'
import { hopsOf, reach } from '../analysis/reach.ts'
import { witness } from '../analysis/witness.ts'
import type { View } from '../api/contract.ts'
import { edgeIdOf, edgeKindOf } from '../graph/edge-lookup.ts'
import { kindOf, tierOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { heldCapabilities } from '../graph/state-rows.ts'
import { confidences } from '../model/kinds.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { sentence } from './hops.ts'
import { limitsOf } from './limits.ts'
import { nodeRef } from './node-ref.ts'

export interface ViewOptions extends AnswerOptions {
  /** The most nodes drawn one by one. */
  readonly budget: number
  /** Cut edges and nodes, as a what-if has them. */
  readonly cut?: Uint8Array | undefined
}

/** More leaves than this with the same parent, edge kind, child kind and tier become one group. */
const FAN = 12

/** What can be drawn of a reach: single nodes, and groups with exact counts; shown + hidden = total. */
export function view(context: AnswerContext, start: number, options: ViewOptions): View {
  const { graph } = context
  const { nodes, edges } = graph
  const question = asked(context, options, options.cut)
  const reached = reach(graph, [start], question.walk)
  const { order, via } = reached
  const hops = hopsOf(graph, reached)
  const walk = bestPaths(graph, [start], question.walk)
  const { contributions } = valueReach(graph, [start], walk, question.walk.table)
  const value = new Map(contributions.map((part) => [part.node, part.value]))
  const onWitness = witnessNodes(graph, walk, contributions)
  const hopOf = new Map([[start, 0]]) // where it leads nowhere, there is no state of it
  const parentEdge = new Map<number, number>()
  for (const [i, state] of order.entries()) {
    const node = graph.nodeOf[state]!
    if (hopOf.has(node)) continue
    hopOf.set(node, hops[state]!)
    parentEdge.set(node, graph.edgeOf[via[i]!]!)
  }
  const single = chooseSingles([...hopOf.keys()], start, options.budget, { graph, parentEdge, onWitness, value })
  const groups = groupRest(
    graph,
    [...hopOf.keys()].filter((node) => !single.has(node)),
    { parentEdge, hopOf, value },
  )
  const total = hopOf.size
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    start: nodes.ids.at(start),
    nodes: [...single].map((node) => ({
      ...nodeRef(nodes, node),
      hop: hopOf.get(node)!,
      capabilities: heldCapabilities(graph, node, (held) => hops[held] !== -1),
      onWitness: onWitness.has(node),
    })),
    groups,
    edges: drawnEdges(graph, single, order, question.walk.cut).map((edge) => ({
      id: edgeIdOf(graph, edge),
      kind: edgeKindOf(graph, edge),
      from: nodes.ids.at(edges.from[edge]!),
      to: nodes.ids.at(edges.to[edge]!),
      says: sentence(graph, edge),
      confidence: confidences[edges.confidence[edge]!]!,
      verdict: edges.conditional[edge] ? 'conditional' : 'allowed',
      count: 1,
    })),
    shown: single.size,
    hidden: total - single.size,
    total,
    limits: limitsOf(context, question, [start]),
    truncated: false,
    coverage: coverageOf(graph, hopOf.keys()),
  }
}

/** The nodes on the witnesses of the worst targets: never grouped, since they are the story. */
function witnessNodes(graph: PrivilegeGraph, walk: BestPaths, contributions: readonly Contribution[]): Set<number> {
  const worst = contributions.filter(({ tier }, i) => i < 10 || (tier <= 1 && i < 100))
  const on = new Set<number>()
  for (const { state } of worst)
    for (const arc of witness(graph, walk, state)) {
      on.add(graph.nodeOf[graph.tails[arc]!]!)
      on.add(graph.nodeOf[graph.heads[arc]!]!)
    }
  return on
}

interface Choice {
  readonly graph: PrivilegeGraph
  readonly parentEdge: ReadonlyMap<number, number>
  readonly onWitness: ReadonlySet<number>
  readonly value: ReadonlyMap<number, number>
}

/** Witnesses first, then what is worth most, then what is nearest; leaves of a big fan stay in their group. */
function chooseSingles(reached: readonly number[], start: number, budget: number, choice: Choice): Set<number> {
  const { graph, parentEdge, onWitness, value } = choice
  const parents = new Set([...parentEdge.values()].map((edge) => graph.edges.from[edge]!))
  const fans = new Map<string, number>()
  const isLeaf = (node: number) => !parents.has(node) && !onWitness.has(node)
  const fanOf = (node: number) => fanKey(graph, parentEdge.get(node), node)
  for (const node of reached) if (isLeaf(node)) fans.set(fanOf(node), (fans.get(fanOf(node)) ?? 0) + 1)
  const wanted = reached.filter((node) => node !== start && !(isLeaf(node) && fans.get(fanOf(node))! > FAN))
  const order = new Map(reached.map((node, i) => [node, i]))
  wanted.sort(
    (a, b) =>
      Number(onWitness.has(b)) - Number(onWitness.has(a)) ||
      (value.get(b) ?? 0) - (value.get(a) ?? 0) ||
      order.get(a)! - order.get(b)!,
  )
  const single = new Set([start])
  for (const node of wanted) {
    if (single.size >= budget) break
    // A node is drawn with the way to it, or not at all: a picture with floating nodes explains nothing.
    const way: number[] = []
    const left = budget - single.size
    for (let at = node; !single.has(at) && way.length <= left; at = graph.edges.from[parentEdge.get(at)!]!) way.push(at)
    if (single.size + way.length <= budget) for (const it of way) single.add(it)
  }
  return single
}

const fanKey = (graph: PrivilegeGraph, edge: number | undefined, node: number) =>
  edge === undefined
    ? ''
    : `${graph.edges.from[edge]}|${edgeKindOf(graph, edge)}|${kindOf(graph.nodes, node)}|${graph.nodes.tiers[node]}`

interface Rest {
  readonly parentEdge: ReadonlyMap<number, number>
  readonly hopOf: ReadonlyMap<number, number>
  readonly value: ReadonlyMap<number, number>
}

/** Everything not drawn hangs, counted, on its nearest drawn ancestor. */
function groupRest(
  graph: PrivilegeGraph,
  hidden: readonly number[],
  { parentEdge, hopOf, value }: Rest,
): View['groups'] {
  const groups = new Map<string, { group: View['groups'][number]; nodes: number; sum: number; hop: number }>()
  /** The edge by which a hidden node hangs, perhaps far below, on what is drawn; the nearest nodes come first. */
  const hangsBy = new Map<number, number>()
  for (const node of hidden) {
    const into = parentEdge.get(node)!
    const edge = hangsBy.get(graph.edges.from[into]!) ?? into
    hangsBy.set(node, edge)
    const parent = graph.edges.from[edge]!
    const key = `${parent}|${edgeKindOf(graph, edge)}|${kindOf(graph.nodes, node)}|${graph.nodes.tiers[node]}`
    let entry = groups.get(key)
    if (!entry) {
      const group = {
        id: `g:${key}`,
        parent: graph.nodes.ids.at(parent),
        edgeKind: edgeKindOf(graph, edge),
        childKind: kindOf(graph.nodes, node),
        tier: tierOf(graph.nodes, node) ?? null,
        hop: 0,
        nodes: 0,
        sum: 0,
      }
      entry = { group, nodes: 0, sum: 0, hop: hopOf.get(node)! }
      groups.set(key, entry)
    }
    entry.nodes++
    entry.sum += value.get(node) ?? 0
    entry.hop = Math.min(entry.hop, hopOf.get(node)!)
  }
  return [...groups.values()].map(({ group, ...counts }) => ({ ...group, ...counts }))
}

/** Edges an attacker can cross between drawn nodes, each once. */
function drawnEdges(
  graph: PrivilegeGraph,
  single: ReadonlySet<number>,
  order: Uint32Array,
  cut: Uint8Array | undefined,
): number[] {
  const drawn = new Set<number>()
  for (const state of order) {
    if (!single.has(graph.nodeOf[state]!)) continue
    for (let arc = graph.rowStart[state]!; arc < graph.rowEnd[state]!; arc++) {
      const edge = graph.edgeOf[arc]!
      if (single.has(graph.nodeOf[graph.heads[arc]!]!) && !cut?.[edge] && graph.looks[graph.lookOf[arc]!]!.basis === 0)
        drawn.add(edge)
    }
  }
  return [...drawn].sort((a, b) => a - b)
}
