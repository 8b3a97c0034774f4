import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { bestPaths } from '../best-paths.ts'
import { valueReach } from '../blast.ts'
import { isCuttable } from '../cuts/min-cut.ts'
import type { WalkOptions } from '../walk-options.ts'

/**
 * What nodes and edges carry at most, of many starts together: the parts of the targets behind each on one easiest way
 * to every target, its witness: any such tree bounds a loss.
 */
export class CarriedOver {
  readonly byNode: Float64Array
  readonly byEdge: Float64Array
  readonly #graph: PrivilegeGraph
  readonly #options: WalkOptions
  /** By state: the parts behind it. */
  readonly #behind: Float64Array

  constructor(graph: PrivilegeGraph, options: WalkOptions) {
    this.#graph = graph
    this.#options = options
    this.byNode = new Float64Array(graph.nodes.count)
    this.byEdge = new Float64Array(graph.edges.count)
    this.#behind = new Float64Array(graph.stateCount)
  }

  /** Adds what is carried of one start, so many times. */
  add(start: number, times: number): void {
    const walk = bestPaths(this.#graph, [start], this.#options)
    const { contributions } = valueReach(this.#graph, [start], walk, this.#options.table)
    for (const { state, value } of contributions) this.#behind[state] = value * times
    const { order, size } = walk
    const { nodeOf, edgeOf, tails } = this.#graph
    // The last first: a tail is settled before its heads, so that each is complete when its turn comes.
    for (let i = size - 1; i >= 0; i--) {
      const state = order[i]!
      const arc = walk.viaAt(state)
      const value = this.#behind[state]!
      this.#behind[state] = 0
      if (arc === -1 || value === 0) continue
      const from = tails[arc]!
      this.#behind[from]! += value
      this.byEdge[edgeOf[arc]!]! += value
      if (nodeOf[from] !== start) this.byNode[nodeOf[from]!]! += value
    }
    walk.release()
  }

  /** What carries anything, by node, and by edge where it can be cut. */
  nodes(): Map<number, number> {
    return positive(this.byNode, () => true)
  }

  edges(): Map<number, number> {
    return positive(this.byEdge, (edge) => isCuttable(this.#graph, edge))
  }
}

function positive(values: Float64Array, isCandidate: (at: number) => boolean): Map<number, number> {
  const found = new Map<number, number>()
  for (let at = 0; at < values.length; at++) if (values[at]! > 0 && isCandidate(at)) found.set(at, values[at]!)
  return found
}
