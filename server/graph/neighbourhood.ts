import { UndirectedGraph } from 'graphology'
import { bfsFromNode } from 'graphology-traversal'
import { edgeKindOf } from './edge-lookup.ts'
import { edgesAt, type Side } from './edges-at.ts'
import type { PrivilegeGraph } from './privilege-graph.ts'

export interface NeighbourhoodOptions {
  readonly depth: number
  readonly direction: 'out' | 'in' | 'both'
  /** The most nodes a person is shown at once; the totals are exact all the same. */
  readonly limit: number
}

export interface Neighbourhood {
  readonly nodes: readonly { readonly node: number; readonly depth: number }[]
  readonly edges: readonly number[]
  /** Direct edges by kind, all of them. */
  readonly byKind: Readonly<Record<string, number>>
  readonly total: number
  readonly truncated: boolean
}

// graphology keeps its keys in plain objects: an id such as `__proto__` must never be one, so nodes go in by number.
const keyOf = (node: number) => `n${node}`
const nodeOf = (key: string) => Number(key.slice(1))

const bothSides = ['out', 'in'] as const

/** Past this many edges the workbench takes no more, and the answer says so. */
const WORKBENCH_EDGES = 20_000

/** What lies around a node, traversable or not: what a person looks at, not what an attacker reaches. */
export function neighbourhood(graph: PrivilegeGraph, start: number, options: NeighbourhoodOptions): Neighbourhood {
  const { workbench, cutOff } = workbenchAround(graph, start, options)
  const all: { node: number; depth: number }[] = []
  bfsFromNode(
    workbench,
    keyOf(start),
    (key, _attributes, depth) => {
      all.push({ node: nodeOf(key), depth })
      return depth >= options.depth
    },
    { mode: 'undirected' },
  )
  const nodes = all.slice(0, options.limit)
  const shown = new Set(nodes.map(({ node }) => node))
  const edges = workbench
    .mapEdges((_key, { edges }) => edges)
    .flat()
    .filter((edge) => shown.has(graph.edges.from[edge]!) && shown.has(graph.edges.to[edge]!))
    .sort((a, b) => a - b)
  return {
    nodes,
    edges,
    byKind: directKinds(graph, start),
    total: all.length,
    truncated: cutOff || nodes.length < all.length,
  }
}

/** A small graphology graph of the rings around the start, in the directions asked for. */
function workbenchAround(graph: PrivilegeGraph, start: number, { depth, direction }: NeighbourhoodOptions) {
  const workbench = new UndirectedGraph<object, { edges: number[] }>()
  workbench.addNode(keyOf(start))
  const sides = direction === 'both' ? bothSides : [direction]
  let ring = [start]
  let taken = 0
  for (let hop = 0; hop < depth && taken < WORKBENCH_EDGES; hop++) {
    const next: number[] = []
    for (const node of ring) {
      for (const side of sides) {
        const edges = edgesAt(graph, side, node)
        for (let i = 0; i < edges.length && taken < WORKBENCH_EDGES; i++, taken++) {
          const other = addEdge(workbench, graph, side, node, edges[i]!)
          if (other !== undefined) next.push(other)
        }
      }
    }
    ring = next
  }
  return { workbench, cutOff: taken >= WORKBENCH_EDGES }
}

/** Adds an edge, and gives its other end when that is new. */
function addEdge(
  workbench: UndirectedGraph<object, { edges: number[] }>,
  graph: PrivilegeGraph,
  side: Side,
  node: number,
  edge: number,
): number | undefined {
  const other = side === 'out' ? graph.edges.to[edge]! : graph.edges.from[edge]!
  const isNew = !workbench.hasNode(keyOf(other))
  if (isNew) workbench.addNode(keyOf(other))
  const between = workbench.edge(keyOf(node), keyOf(other))
  if (between === undefined) workbench.addEdge(keyOf(node), keyOf(other), { edges: [edge] })
  else if (!workbench.getEdgeAttribute(between, 'edges').includes(edge))
    workbench.getEdgeAttribute(between, 'edges').push(edge)
  return isNew ? other : undefined
}

function directKinds(graph: PrivilegeGraph, node: number): Record<string, number> {
  const kinds = new Map<string, number>()
  for (const side of bothSides) {
    for (const edge of edgesAt(graph, side, node)) {
      const kind = edgeKindOf(graph, edge)
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
  }
  return Object.fromEntries(kinds)
}
