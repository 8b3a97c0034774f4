import { bareEdges } from '../../server/graph/edges-at.ts'
import type { Look } from '../../server/graph/look.ts'
import { kindOf } from '../../server/graph/node-table.ts'
import type { EdgeTable, PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import type { Profile } from '../../server/graph/profiles.ts'
import { bytes } from '../../server/graph/shared-arrays.ts'
import { stateRows } from '../../server/graph/state-rows.ts'
import { TextColumn } from '../../server/graph/text-column.ts'
import { startCapability } from '../../server/model/capabilities.ts'
import type { MergedEdges } from './merged-edges.ts'

/** How the edges of an estate are crossed, by the class they are merged under. */
export interface Crossed {
  readonly profiles: readonly Profile[]
  readonly looks: readonly Look[]
  readonly kinds: readonly string[]
}

/** An estate of CSV files in the rows that Ambit walks. */
export function csvGraph(
  { from, to, classOf }: MergedEdges,
  { profiles, looks, kinds }: Crossed,
  valued: { readonly kinds: Uint8Array; readonly tiers: Int8Array },
): PrivilegeGraph {
  const nodes = nodeColumns(valued.kinds, valued.tiers)
  const starts = (node: number) => startCapability(kindOf(nodes, node))
  const kind = bytes(from.length)
  for (let edge = 0; edge < kind.length; edge++) kind[edge] = profiles[classOf[edge]!]!.kind
  const rows = stateRows({ from, to, profileOf: classOf }, profiles, nodes.count, starts)
  return {
    revision: 1,
    scoreTable: 'csv',
    nodes,
    edges: edgeColumns(from, to, kind, kinds),
    ...rows,
    bare: bareEdges({ from, to }, rows, nodes.count),
    looks,
    scopes: [],
    strays: 0,
  }
}

/** What the graph's edges, arcs and states take in memory, by edge; the columns of nodes are left out. */
export function bytesPerEdge({ edges, nodes: _, bare, backward, ...rows }: PrivilegeGraph): number {
  const columns = [edges, bare.out, bare.in, backward, rows].flatMap((it) => Object.values(it) as unknown[])
  const sizes = columns.map((it) => (ArrayBuffer.isView(it) ? it.byteLength : 0))
  return sizes.reduce((sum, size) => sum + size, 0) / edges.count
}

const edgeColumns = (from: Uint32Array, to: Uint32Array, kind: Uint8Array, kinds: readonly string[]): EdgeTable => ({
  count: from.length,
  from,
  to,
  kind,
  kinds,
  confidence: bytes(from.length),
  conditional: bytes(from.length),
  stale: bytes(from.length),
  idBytes: bytes(from.length * 10),
  missing: new Map(),
  gates: new Map(),
  windows: new Map(),
})

function nodeColumns(kinds: Uint8Array, tiers: Int8Array): PrivilegeGraph['nodes'] {
  const count = kinds.length
  const column = new Uint32Array(count)
  const never = new Float64Array(count).fill(Number.NaN)
  return {
    count,
    ids: TextColumn.of([]),
    names: TextColumn.of([]),
    kinds,
    tiers,
    flags: new Uint8Array(count),
    types: column,
    providers: column,
    accounts: column,
    environments: column,
    tierReasons: column,
    dataClasses: column,
    strings: [''],
    createdAt: never,
    expiresAt: never,
    lastUsedAt: never,
    rotatedAt: never,
    aliases: TextColumn.of([]),
    aliasOf: column,
    scopeSetOf: column,
    scopeSets: [[]],
    unitedWith: new Map(),
    indexOf: Number,
  }
}
