import { edgeKinds } from '../edges/index.ts'
import { AppError } from '../errors.ts'
import { edgeIndexOf, edgeKindOf } from '../graph/edge-lookup.ts'
import { edgesAt } from '../graph/edges-at.ts'
import { oneNode } from '../graph/find-node.ts'
import { kindOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { nodeKinds } from '../model/kinds.ts'

export type CutUnit = 'edge' | 'node'

/** What a plan may cut, and at what price. */
export interface CutOptions {
  readonly unit?: CutUnit | undefined
  /** Edge ids, edge kinds, and anything that names a node: these stay, a node with all its edges. */
  readonly keep?: readonly string[] | undefined
  /** By edge id or edge kind, for nodes by what names one or by node kind: a whole number; 1 for all others. */
  readonly costs?: readonly { readonly of: string; readonly cost: number }[] | undefined
}

export interface CutTerms {
  readonly unit: CutUnit
  /** Edges or nodes, by the unit. */
  readonly keep: ReadonlySet<number>
  readonly costOf: (at: number) => number
}

export const MOST_COST = 1_000

export function cutTerms(graph: PrivilegeGraph, { unit = 'edge', keep = [], costs = [] }: CutOptions): CutTerms {
  const kept = keep.flatMap((text) => (unit === 'edge' ? edgesMeant(graph, text) : nodesKept(graph, text)))
  return { unit, keep: new Set(kept), costOf: unit === 'edge' ? edgeCost(graph, costs) : nodeCost(graph, costs) }
}

export const edgesOfNode = (graph: PrivilegeGraph, node: number): number[] => [
  ...edgesAt(graph, 'out', node),
  ...edgesAt(graph, 'in', node),
]

function edgesMeant(graph: PrivilegeGraph, text: string): number[] {
  const edge = edgeNamed(graph, text)
  if (edge !== undefined) return [edge]
  if (!edgeKinds.has(text)) return edgesOfNode(graph, oneNode(graph, text))
  const kind = graph.edges.kinds.indexOf(text)
  const found: number[] = []
  for (let at = 0; at < graph.edges.count; at++) if (graph.edges.kind[at] === kind) found.push(at)
  return found
}

/** An edge that stays keeps both its ends. */
function nodesKept(graph: PrivilegeGraph, text: string): number[] {
  if (edgeNamed(graph, text) === undefined && !edgeKinds.has(text)) return [oneNode(graph, text)]
  return edgesMeant(graph, text).flatMap((edge) => [graph.edges.from[edge]!, graph.edges.to[edge]!])
}

function edgeNamed(graph: PrivilegeGraph, text: string): number | undefined {
  const edge = edgeIndexOf(graph, text)
  if (edge === undefined && /^e[0-9a-f]{20}$/.test(text))
    throw new AppError('unknown_edge', `Revision ${graph.revision} has no edge ${text}`)
  return edge
}

type Costs = NonNullable<CutOptions['costs']>

function edgeCost(graph: PrivilegeGraph, costs: Costs): (edge: number) => number {
  const byEdge = new Map<number, number>()
  const byKind = new Map<string, number>()
  for (const { of, cost } of costs) {
    const edge = edgeNamed(graph, of)
    if (edge !== undefined) byEdge.set(edge, cost)
    else if (edgeKinds.has(of)) byKind.set(of, cost)
    else throw new AppError('bad_argument', `“${of}” is neither an edge id nor a kind of edge: it has no cost to cut`)
  }
  return (edge) => byEdge.get(edge) ?? byKind.get(edgeKindOf(graph, edge)) ?? 1
}

function nodeCost(graph: PrivilegeGraph, costs: Costs): (node: number) => number {
  const byNode = new Map<number, number>()
  const byKind = new Map<string, number>()
  for (const { of, cost } of costs) {
    if (nodeKinds.some((kind) => kind === of)) byKind.set(of, cost)
    else byNode.set(oneNode(graph, of), cost)
  }
  return (node) => byNode.get(node) ?? byKind.get(kindOf(graph.nodes, node)) ?? 1
}
