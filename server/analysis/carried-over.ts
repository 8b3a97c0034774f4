import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CONTROL } from '../model/capabilities.ts'
import { type BestPaths, bestPaths } from './best-paths.ts'
import { valueReach } from './blast.ts'
import { isCuttable } from './min-cut.ts'
import type { WalkOptions } from './walk-options.ts'

const NONE = 0xffffffff

/**
 * What nodes and edges carry at most, of many starts together: the parts of the targets behind each on one easiest way
 * to every target. Any such tree bounds a loss, so that it takes the first it meets and not the one that is told.
 */
export class CarriedOver {
  readonly byNode: Float64Array
  readonly byEdge: Float64Array
  readonly #graph: PrivilegeGraph
  readonly #options: WalkOptions
  /** By state: the arc and the state it is reached from, NONE where no way is known yet; the parts behind it. */
  readonly #via: Uint32Array
  readonly #from: Uint32Array
  readonly #behind: Float64Array

  constructor(graph: PrivilegeGraph, options: WalkOptions) {
    this.#graph = graph
    this.#options = options
    this.byNode = new Float64Array(graph.nodes.count)
    this.byEdge = new Float64Array(graph.edges.count)
    this.#via = new Uint32Array(graph.stateCount).fill(NONE)
    this.#from = new Uint32Array(graph.stateCount)
    this.#behind = new Float64Array(graph.stateCount)
  }

  /** Adds what is carried of one start, so many times. */
  add(start: number, times: number): void {
    const walk = bestPaths(this.#graph, [start], this.#options)
    const { contributions } = valueReach(this.#graph, [start], walk, this.#options.table)
    this.#draw(walk)
    for (const { state, value } of contributions) this.#behind[state] = value * times
    const { order, size } = walk
    const { nodeOf, edgeOf } = this.#graph
    // The last first: a tail is settled before its heads, so that each is complete when its turn comes.
    for (let i = size - 1; i >= 0; i--) {
      const state = order[i]!
      const arc = this.#via[state]!
      const value = this.#behind[state]!
      this.#behind[state] = 0
      this.#via[state] = NONE
      if (arc === NONE || value === 0) continue
      const from = this.#from[state]!
      this.#behind[from]! += value
      this.byEdge[edgeOf[arc]!]! += value
      if (nodeOf[from] !== start) this.byNode[nodeOf[from]!]! += value
    }
  }

  /** What carries anything, by node, and by edge where it can be cut. */
  nodes(): Map<number, number> {
    return positive(this.byNode, () => true)
  }

  edges(): Map<number, number> {
    return positive(this.byEdge, (edge) => isCuttable(this.#graph, edge))
  }

  #draw({ order, size, level, hops, crossings, cut, startStates }: BestPaths): void {
    const { rowStart, rowEnd, heads, edgeOf, lookOf, capabilityOf, nodeOf } = this.#graph
    const { levels } = crossings
    for (let i = 0; i < size; i++) {
      const state = order[i]!
      const factors = crossings.startMatters && startStates.has(state) ? crossings.factorAtStart : crossings.factor
      for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
        const head = heads[arc]!
        const factor = factors[lookOf[arc]!]!
        if (factor < 0 || hops[head] !== hops[state]! + 1 || cut?.[edgeOf[arc]!] === 1) continue
        const reached = levels.times(level[state]!, factor)
        const node = nodeOf[head]
        for (let at = head; at >= 0 && nodeOf[at] === node; at--) {
          if (this.#via[at] === NONE && level[at] === reached && hops[at] === hops[state]! + 1) {
            this.#via[at] = arc
            this.#from[at] = state
          }
          if (capabilityOf[head] !== CONTROL) break
        }
      }
    }
  }
}

function positive(values: Float64Array, isCandidate: (at: number) => boolean): Map<number, number> {
  const found = new Map<number, number>()
  for (let at = 0; at < values.length; at++) if (values[at]! > 0 && isCandidate(at)) found.set(at, values[at]!)
  return found
}
