import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { type BestPaths, bestPaths } from '../best-paths.ts'
import { valueReach } from '../blast.ts'
import { isCuttable } from '../cuts/min-cut.ts'
import type { WalkOptions } from '../walk-options.ts'
import { Dominators } from './dominators.ts'

/**
 * What nodes and edges carry at most, of many starts together. A target keeps its part as long as one way as easy is
 * left, so that only what all of those lead over can take it: the dominators of the state that counts. Of a node that is
 * several states, or an edge of several crossings, none may dominate what all together do; there it is the parts of the
 * targets whose witness leads over it.
 */
export class CarriedOver {
  readonly byNode: Float64Array
  readonly byEdge: Float64Array
  readonly #graph: PrivilegeGraph
  readonly #options: WalkOptions
  readonly #dominators: Dominators
  /** By edge: whether it is crossed in several ways. */
  readonly #isSeveral: Uint8Array
  /** By place in a walk: the parts of the states that it dominates, and those behind it on their witness. */
  readonly #dominated: Float64Array
  readonly #behind: Float64Array

  constructor(graph: PrivilegeGraph, options: WalkOptions) {
    this.#graph = graph
    this.#options = options
    this.byNode = new Float64Array(graph.nodes.count)
    this.byEdge = new Float64Array(graph.edges.count)
    this.#dominators = new Dominators(graph, options)
    this.#isSeveral = severalArcs(graph)
    this.#dominated = new Float64Array(graph.stateCount)
    this.#behind = new Float64Array(graph.stateCount)
  }

  /** Adds what is carried of one start, so many times. */
  add(start: number, times: number): void {
    const walk = bestPaths(this.#graph, [start], this.#options)
    const { contributions } = valueReach(this.#graph, [start], walk, this.#options.table)
    this.#dominators.find(start, walk)
    const { placeOf } = this.#dominators
    for (const { state, value } of contributions) {
      this.#dominated[placeOf[state]!] = value * times
      this.#behind[placeOf[state]!] = value * times
    }
    this.#pass(start, walk)
    walk.release()
  }

  /** The last first: what a place passes on is complete when its turn comes. */
  #pass(start: number, walk: BestPaths): void {
    const { nodeOf, edgeOf, held } = this.#graph
    const { above, before, hasOther } = this.#dominators
    for (let place = walk.size - 1; place >= 0; place--) {
      const state = walk.order[place]!
      const dominated = this.#dominated[place]!
      const behind = this.#behind[place]!
      this.#dominated[place] = 0
      this.#behind[place] = 0
      const arc = walk.viaAt(state)
      if (arc === -1 || behind === 0) continue
      const edge = edgeOf[arc]!
      if (this.#isSeveral[edge] === 1) this.byEdge[edge]! += behind
      else if (hasOther[place] === 0) this.byEdge[edge]! += dominated
      const from = before[place]!
      this.#behind[from]! += behind
      const tail = nodeOf[walk.order[from]!]!
      if (tail !== start && isSeveral(held[tail]!)) this.byNode[tail]! += behind
      const over = above[place]!
      if (over === -1) continue
      this.#dominated[over]! += dominated
      const node = nodeOf[walk.order[over]!]!
      if (node !== start && !isSeveral(held[node]!)) this.byNode[node]! += dominated
    }
  }

  /** What carries anything, by node, and by edge where it can be cut. */
  nodes(): Map<number, number> {
    return positive(this.byNode, () => true)
  }

  edges(): Map<number, number> {
    return positive(this.byEdge, (edge) => isCuttable(this.#graph, edge))
  }
}

/** Whether a node is held in several capabilities, one bit each. */
const isSeveral = (held: number): boolean => (held & (held - 1)) !== 0

function severalArcs({ edgeOf, edges }: PrivilegeGraph): Uint8Array {
  const found = new Uint8Array(edges.count)
  const seen = new Uint8Array(edges.count)
  for (const edge of edgeOf) {
    if (seen[edge] === 1) found[edge] = 1
    seen[edge] = 1
  }
  return found
}

function positive(values: Float64Array, isCandidate: (at: number) => boolean): Map<number, number> {
  const found = new Map<number, number>()
  for (let at = 0; at < values.length; at++) if (values[at]! > 0 && isCandidate(at)) found.set(at, values[at]!)
  return found
}
