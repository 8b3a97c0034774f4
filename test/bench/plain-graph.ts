import { UNVALUED } from '../../server/graph/node-table.ts'
import type { EdgeTable, PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { rowsBy } from '../../server/graph/rows.ts'
import { bytes, words } from '../../server/graph/shared-arrays.ts'
import { stateRows } from '../../server/graph/state-rows.ts'
import { CONTROL } from '../../server/model/capabilities.ts'
import { nodeKinds } from '../../server/model/kinds.ts'
import type { CsvEstate } from './csv-estate.ts'

const DESCRIBING = new Set(['OWNS', 'CREATED_BY', 'REVIEWED_BY'])

/**
 * The estate as plain graphs have it: every kind that conveys anything conveys control at ease 1, parallel edges are
 * one. What peers without capabilities compute; all of it in the rows that Ambit walks.
 */
export function plainGraph(estate: CsvEstate): PrivilegeGraph {
  const { nodeCount } = estate
  const { from, to } = merged(estate)
  const profile = { kind: 0, arcs: [{ needs: CONTROL, gives: CONTROL, look: 0 }], preference: 0 }
  const profileOf = new Uint16Array(from.length)
  return {
    revision: 1,
    scoreTable: 'plain',
    nodes: plainNodes(nodeCount),
    edges: plainEdges(from, to),
    ...stateRows({ from, to, profileOf }, [profile], nodeCount, () => CONTROL),
    out: rowsBy(from, nodeCount),
    in: rowsBy(to, nodeCount),
    looks: [{ ease: 1, easeAtStart: 1, gates: 0, needs: CONTROL, basis: 0 }],
    scopes: [],
    strays: 0,
  }
}

/** What the graph's edges, arcs and states take in memory, by edge; the columns of nodes are left out. */
export function bytesPerEdge({ edges, nodes: _, out, in: into, backward, ...rows }: PrivilegeGraph): number {
  const columns = [edges, out, into, backward, rows].flatMap((it) => Object.values(it) as unknown[])
  const sizes = columns.map((it) => (ArrayBuffer.isView(it) ? it.byteLength : 0))
  return sizes.reduce((sum, size) => sum + size, 0) / edges.count
}

/** Edges that convey something, by their tails, each pair of ends once. */
function merged({ from, to, kind, kinds, nodeCount }: CsvEstate) {
  const describes = Uint8Array.from(kinds, (name) => (DESCRIBING.has(name) ? 1 : 0))
  const next = new Uint32Array(nodeCount + 1)
  for (let i = 0; i < from.length; i++) if (!describes[kind[i]!]) next[from[i]! + 1]!++
  for (let node = 0; node < nodeCount; node++) next[node + 1]! += next[node]!
  const ends = new Uint32Array(next[nodeCount]!)
  for (let i = 0; i < from.length; i++) if (!describes[kind[i]!]) ends[next[from[i]!]!++] = to[i]!
  // `next` has moved on to the end of each row, which is the start of the row behind it.
  const tails = words(ends.length)
  const heads = words(ends.length)
  const seenFrom = new Uint32Array(nodeCount)
  let count = 0
  for (let node = 0, at = 0; node < nodeCount; node++) {
    for (; at < next[node]!; at++) {
      const head = ends[at]!
      if (seenFrom[head] === node + 1) continue
      seenFrom[head] = node + 1
      tails[count] = node
      heads[count++] = head
    }
  }
  return { from: tails.subarray(0, count), to: heads.subarray(0, count) }
}

const plainEdges = (from: Uint32Array, to: Uint32Array): EdgeTable => ({
  count: from.length,
  from,
  to,
  kind: bytes(from.length),
  kinds: ['CAN_CONTROL'],
  confidence: bytes(from.length),
  conditional: bytes(from.length),
  stale: bytes(from.length),
  idBytes: bytes(from.length * 10),
  missing: new Map(),
  gates: new Map(),
  windows: new Map(),
})

function plainNodes(count: number): PrivilegeGraph['nodes'] {
  const column = new Uint32Array(count)
  const never = new Float64Array(count).fill(Number.NaN)
  return {
    count,
    ids: [],
    names: [],
    kinds: new Uint8Array(count).fill(nodeKinds.indexOf('Identity')),
    tiers: new Int8Array(count).fill(UNVALUED),
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
    aliases: new Map(),
    scopeSetOf: column,
    scopeSets: [[]],
    unitedWith: new Map(),
    indexOf: Number,
  }
}
