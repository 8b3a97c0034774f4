import { edgeKinds } from '../edges/index.ts'
import { startCapability } from '../model/capabilities.ts'
import type { NodeFact } from '../model/facts.ts'
import { FIELD } from '../model/packed-facts.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import { EdgeBuilder } from './edge-builder.ts'
import { bareEdges } from './edges-at.ts'
import type { FactSource } from './fact-source.ts'
import { NodeNumbers, strayNode } from './node-numbers.ts'
import { kindOf, type NodeTable, nodeTable } from './node-table.ts'
import type { PrivilegeGraph } from './privilege-graph.ts'
import { Profiles } from './profiles.ts'
import { type KeptSegments, readSegments } from './read-segments.ts'
import type { Segment } from './segment.ts'
import { stateRows } from './state-rows.ts'
import { StatedNodes } from './stated-nodes.ts'
import { unitedIds } from './united-ids.ts'
import { type Way, waysOf } from './ways.ts'

/**
 * Streams a revision into frozen rows: what each scope says into a segment, which may be kept, and all of them together
 * always anew. Nodes and edges stand in the order of their ids, so that the same facts give the same graph from every
 * store and in whatever order they come.
 */
export async function compile(
  source: FactSource,
  table: ScoreTable = scoreTable,
  kept?: KeptSegments,
): Promise<PrivilegeGraph> {
  const scopes = await source.scopes()
  const segments = await readSegments(source, scopes, kept)
  return Object.freeze({ revision: source.revision, scoreTable: table.version, ...rowsOf(segments, table), scopes })
}

function rowsOf(byScope: ReadonlyMap<string, Segment>, table: ScoreTable) {
  const segments = [...byScope.values()]
  const united = unitedIds(segments.flatMap(sameAs))
  const numbers = new NodeNumbers(united)
  const stated = segments.map((segment) => numbers.nodesOf(segment))
  const { edges, profiles } = collectEdges(segments, numbers, table)
  const facts = new StatedNodes([...byScope.keys()], segments, stated, numbers.ids.length)
  const { nodes, place } = orderNodes(numbers, (number) => facts.of(number), united)
  const { edges: table_, profileOf } = edges.finish(place)
  const rows = stateRows({ from: table_.from, to: table_.to, profileOf }, profiles.list, nodes.count, (node) =>
    startCapability(kindOf(nodes, node)),
  )
  return {
    nodes,
    edges: table_,
    ...rows,
    bare: bareEdges(table_, rows, nodes.count),
    looks: profiles.looks,
    strays: numbers.strays.size,
  }
}

/** How their claims begin. */
const SAME_AS = Buffer.concat([Buffer.from('SAME_AS'), Uint8Array.of(FIELD)])

/** The ends of the edges that say that two ids are one thing. */
function sameAs({ claims, claim, ends, from, to }: Segment): (readonly [string, string])[] {
  const says = new Uint8Array(claims.length)
  const text = Buffer.from(claims.bytes.buffer, claims.bytes.byteOffset, claims.bytes.byteLength)
  for (let i = 0; i < says.length; i++) {
    const start = claims.starts[i]!
    says[i] = SAME_AS.compare(text, start, start + SAME_AS.length) === 0 ? 1 : 0
  }
  const pairs: (readonly [string, string])[] = []
  if (!says.includes(1)) return pairs
  for (let edge = 0; edge < claim.length; edge++) {
    if (says[claim[edge]!]) pairs.push([ends.at(from[edge]!), ends.at(to[edge]!)])
  }
  return pairs
}

function collectEdges(segments: readonly Segment[], numbers: NodeNumbers, table: ScoreTable) {
  const profiles = new Profiles(table)
  const edges = new EdgeBuilder(
    profiles,
    segments.reduce((sum, { claim }) => sum + claim.length, 0),
  )
  for (const segment of segments) {
    const nodeOf = numbers.endsOf(segment.ends)
    const ways = waysOf(segment, profiles, numbers)
    noteStrays(segment, nodeOf, ways, numbers)
    edges.add(segment, nodeOf, ways)
  }
  return { edges, profiles }
}

function noteStrays({ claim, from, to }: Segment, nodeOf: Uint32Array, ways: readonly Way[], numbers: NodeNumbers) {
  if (nodeOf.every((node) => node < numbers.stated)) return
  for (let edge = 0; edge < claim.length; edge++) {
    const kind = edgeKinds.get(ways[claim[edge]!]!.kind)
    numbers.seen(nodeOf[from[edge]!]!, kind?.from ?? 'any')
    numbers.seen(nodeOf[to[edge]!]!, kind?.to ?? 'any')
  }
}

/** The nodes in the order of their ids, and by number the place of each. */
function orderNodes(
  { ids, strays }: NodeNumbers,
  stated: (number: number) => readonly NodeFact[],
  united: ReadonlyMap<string, string>,
): { readonly nodes: NodeTable; readonly place: Uint32Array } {
  const sorted = [...ids.column()].sort()
  const numberAt = Uint32Array.from(sorted, (id) => ids.addText(id))
  const place = new Uint32Array(sorted.length)
  for (let i = 0; i < numberAt.length; i++) place[numberAt[i]!] = i
  const factsOf = (node: number) => {
    const number = numberAt[node]!
    const kind = strays.get(number)
    if (kind === undefined) return stated(number)
    return [strayNode(sorted[node]!, kind === 'any' ? 'Resource' : kind)]
  }
  return { nodes: nodeTable(sorted, factsOf, united), place }
}
