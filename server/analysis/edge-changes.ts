import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { stateAt } from '../graph/state-rows.ts'
import { CAPABILITY_COUNT, CONTROL } from '../model/capabilities.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

/** One revision as it is walked. */
export interface Walked {
  readonly graph: PrivilegeGraph
  readonly walk: WalkOptions
}

/** Each node's number in another revision, −1 where that does not have it. */
export function nodesIn(other: PrivilegeGraph, { nodes }: PrivilegeGraph): Int32Array {
  return Int32Array.from({ length: nodes.count }, (_, node) => other.nodes.indexOf(nodes.ids.at(node)) ?? -1)
}

/** Each edge's number in another revision, −1 where that does not have it. Both stand in the order of their ids. */
export function edgesIn(other: PrivilegeGraph, { edges }: PrivilegeGraph): Int32Array {
  const mine = bufferOf(edges.idBytes)
  const theirs = bufferOf(other.edges.idBytes)
  const found = new Int32Array(edges.count).fill(-1)
  let there = 0
  for (let edge = 0; edge < edges.count; edge++) {
    for (; there < other.edges.count; there++) {
      const order = mine.compare(theirs, there * ID, there * ID + ID, edge * ID, edge * ID + ID)
      if (order === 0) found[edge] = there
      if (order <= 0) break
    }
  }
  return found
}

/** Bytes of an edge's id. */
const ID = 10
const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** By edge, a bit for each pair of what it needs and what it gives that is crossed. */
function waysOver({ graph, walk }: Walked): Uint16Array {
  const { cut } = walk
  const { factor } = crossingsOf(graph, walk)
  const ways = new Uint16Array(graph.edges.count)
  for (let arc = 0; arc < graph.arcCount; arc++) {
    const edge = graph.edgeOf[arc]!
    if (factor[graph.lookOf[arc]!]! >= 0 && cut?.[edge] !== 1) ways[edge]! |= wayOf(graph, arc)
  }
  return ways
}

const needsOf = ({ looks, lookOf }: PrivilegeGraph, arc: number) => looks[lookOf[arc]!]!.needs
const wayOf = (graph: PrivilegeGraph, arc: number) =>
  1 << (needsOf(graph, arc) * CAPABILITY_COUNT + graph.capabilityOf[graph.heads[arc]!]!)

/** What one revision crosses that another does not. */
export class NewCrossings {
  readonly #old: Walked
  readonly #now: Walked
  readonly #nodeBefore: Int32Array
  readonly #edgeBefore: Int32Array
  readonly #oldWays: Uint16Array

  constructor(old: Walked, now: Walked, nodeBefore: Int32Array, edgeBefore: Int32Array) {
    this.#old = old
    this.#now = now
    this.#nodeBefore = nodeBefore
    this.#edgeBefore = edgeBefore
    this.#oldWays = waysOver(old)
  }

  /** The edge of the older revision that is the same one between the same ends; −1 for none. */
  edgeBefore(edge: number): number {
    const before = this.#edgeBefore[edge]!
    const [old, now] = [this.#old.graph.edges, this.#now.graph.edges]
    const hasItsEnds =
      before !== -1 &&
      this.#nodeBefore[now.from[edge]!] === old.from[before] &&
      this.#nodeBefore[now.to[edge]!] === old.to[before]
    return hasItsEnds ? before : -1
  }

  /** Whether the older revision has no such arc, be it only because nobody there holds what it needs. */
  isMissing(arc: number): boolean {
    const before = this.edgeBefore(this.#now.graph.edgeOf[arc]!)
    return before === -1 || (this.#oldWays[before]! & wayOf(this.#now.graph, arc)) === 0
  }

  /** Whether the step could not be taken in the older revision by somebody who holds what it needs. */
  isNew(arc: number): boolean {
    if (!this.isMissing(arc)) return false
    const [old, now] = [this.#old.graph, this.#now.graph]
    const edge = now.edgeOf[arc]!
    const before = this.edgeBefore(edge)
    if (before === -1 || this.#old.walk.cut?.[before] === 1) return true
    const tail = old.edges.from[before]!
    const isHeld = stateAt(old, tail, needsOf(now, arc)) !== -1 || stateAt(old, tail, CONTROL) !== -1
    return isHeld || isCrossedOtherwise(old, before, now, edge)
  }
}

/** Whether two facts of one edge are crossed under different terms. */
export function isCrossedOtherwise(old: PrivilegeGraph, before: number, now: PrivilegeGraph, edge: number): boolean {
  const window = ({ edges }: PrivilegeGraph, at: number) => {
    const { from, until } = edges.windows.get(at) ?? {}
    return `${from} ${until}`
  }
  const gates = ({ edges, nodes }: PrivilegeGraph, at: number) =>
    (edges.gates.get(at) ?? []).map((gate) => nodes.ids.at(gate)).join('\n')
  return (
    old.edges.confidence[before] !== now.edges.confidence[edge] ||
    old.edges.conditional[before] !== now.edges.conditional[edge] ||
    window(old, before) !== window(now, edge) ||
    gates(old, before) !== gates(now, edge)
  )
}
