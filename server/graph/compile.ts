import { edgeKinds } from '../edges/index.ts'
import { startCapability } from '../model/capabilities.ts'
import { FIELD } from '../model/packed-facts.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import { EdgeBuilder } from './edge-builder.ts'
import { bareEdges } from './edges-at.ts'
import type { FactSource } from './fact-source.ts'
import type { KeptSegments } from './kept-segment.ts'
import { NodeNumbers, strayNode } from './node-numbers.ts'
import { kindOf, type NodeTable, nodeTable } from './node-table.ts'
import type { PrivilegeGraph } from './privilege-graph.ts'
import { Profiles } from './profiles.ts'
import { readSegments } from './read-segments.ts'
import type { Segment } from './segment.ts'
import { stateRows } from './state-rows.ts'
import { StatedNodes } from './stated-nodes.ts'
import type { TextColumn } from './text-column.ts'
import { TextIndex } from './text-index.ts'
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
  const ids = new TextIndex()
  const segments = await readSegments(source, scopes, ids, kept)
  return Object.freeze({
    revision: source.revision,
    scoreTable: table.version,
    ...rowsOf(segments, ids, table),
    scopes,
  })
}

function rowsOf(byScope: ReadonlyMap<string, Segment>, ids: TextIndex, table: ScoreTable) {
  const segments = [...byScope.values()]
  const united = unitedIds(sameAs(segments, ids))
  const profiles = new Profiles(table)
  const ways = segments.map((segment) => waysOf(segment, profiles, ids))
  const numbers = new NodeNumbers(ids, united)
  for (const { nodeIds } of segments) for (const id of nodeIds) numbers.state(id)
  for (const [i, segment] of segments.entries()) noteStrays(segment, ways[i]!, numbers)
  const { nodes, place } = orderNodes(numbers, ids, new StatedNodes(byScope, numbers.of), united)
  const builder = new EdgeBuilder(
    profiles,
    segments.reduce((sum, { claim }) => sum + claim.length, 0),
  )
  for (const [i, segment] of segments.entries()) builder.add(segment, numbers.of, ways[i]!)
  const { edges, profileOf } = builder.finish(place)
  const rows = stateRows({ from: edges.from, to: edges.to, profileOf }, profiles.list, nodes.count, (node) =>
    startCapability(kindOf(nodes, node)),
  )
  return {
    nodes,
    edges,
    ...rows,
    bare: bareEdges(edges, rows, nodes.count),
    looks: profiles.looks,
    strays: numbers.strays.size,
  }
}

/** How the claims begin that say that two ids are one thing. */
const SAME_AS = Buffer.concat([Buffer.from('SAME_AS'), Uint8Array.of(FIELD)])

/** The ends of the edges that say so. */
function sameAs(segments: readonly Segment[], ids: TextIndex): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = []
  let texts: TextColumn | undefined
  for (const { claims, claim, from, to } of segments) {
    const says = new Uint8Array(claims.length)
    const text = Buffer.from(claims.bytes.buffer, claims.bytes.byteOffset, claims.bytes.byteLength)
    for (let i = 0; i < says.length; i++) {
      const start = claims.starts[i]!
      says[i] = SAME_AS.compare(text, start, start + SAME_AS.length) === 0 ? 1 : 0
    }
    if (!says.includes(1)) continue
    texts ??= ids.column()
    for (let edge = 0; edge < claim.length; edge++) {
      if (says[claim[edge]!]) pairs.push([texts.at(from[edge]!), texts.at(to[edge]!)])
    }
  }
  return pairs
}

function noteStrays({ claim, from, to }: Segment, ways: readonly Way[], numbers: NodeNumbers): void {
  for (const { gates } of ways) for (const gate of gates ?? []) numbers.seen(gate, ['Gate'])
  for (let edge = 0; edge < claim.length; edge++) {
    if (numbers.isStated(from[edge]!) && numbers.isStated(to[edge]!)) continue
    const kind = edgeKinds.get(ways[claim[edge]!]!.kind)
    numbers.seen(from[edge]!, kind?.from ?? 'any')
    numbers.seen(to[edge]!, kind?.to ?? 'any')
  }
}

/** The nodes in the order of their ids, and by number the place of each. */
function orderNodes(
  numbers: NodeNumbers,
  ids: TextIndex,
  stated: StatedNodes,
  united: ReadonlyMap<string, string>,
): { readonly nodes: NodeTable; readonly place: Uint32Array } {
  const texts = ids.column()
  const sorted = Array.from(numbers.all(), (id) => texts.at(id)).sort()
  const numberAt = Uint32Array.from(sorted, (id) => ids.addText(id))
  const place = new Uint32Array(ids.length)
  for (let i = 0; i < numberAt.length; i++) place[numberAt[i]!] = i
  const factsOf = (node: number) => {
    const number = numberAt[node]!
    const kind = numbers.strays.get(number)
    return kind === undefined ? stated.of(number) : [strayNode(sorted[node]!, kind)]
  }
  return { nodes: nodeTable(sorted, factsOf, united), place }
}
