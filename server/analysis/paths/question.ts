import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { coveredStates, statesOf } from '../../graph/state-rows.ts'
import type { Levels } from '../levels.ts'
import { startStates } from '../starts.ts'
import { type Crossings, crossingsOf, type WalkOptions } from '../walk-options.ts'
import { type IdleArcs, idleArcs } from './idle-arcs.ts'
import { Order } from './order.ts'

/** What is asked, made ready for the searches: where paths begin and end, and what may be crossed. */
export class PathQuestion {
  readonly graph: PrivilegeGraph
  readonly crossings: Crossings
  readonly levels: Levels
  readonly order: Order
  readonly idle: IdleArcs
  readonly cut: Uint8Array | undefined
  readonly maxHops: number
  /** Whether every arc is crossed, and for certain: then none need be looked at. */
  readonly allAlike: boolean
  /** The states a compromise begins with, and all that come with them. */
  readonly begins: readonly number[]
  readonly heldAtStart: ReadonlySet<number>
  /** The states in which a path ends: any of a target, but what is held to begin with. */
  readonly goals: readonly number[]
  readonly #startNodes: ReadonlySet<number>
  readonly #leastHeld: number
  readonly #lastHeld: number

  constructor(
    graph: PrivilegeGraph,
    starts: readonly number[],
    targets: readonly number[],
    options: WalkOptions & {
      readonly by?: 'ease' | 'hops' | undefined
      readonly maxHops?: number | undefined
      readonly ends?: readonly number[] | undefined
    },
  ) {
    this.graph = graph
    this.crossings = crossingsOf(graph, options)
    this.levels = this.crossings.levels
    this.order = new Order(this.levels, options.by === 'hops')
    this.idle = idleArcs(graph, this.crossings)
    this.cut = options.cut
    const { startMatters, factor } = this.crossings
    this.allAlike = this.cut === undefined && !startMatters && factor.every((it) => it === 0)
    this.maxHops = options.maxHops ?? Number.POSITIVE_INFINITY
    this.begins = [...new Set(startStates(graph, starts))]
    this.heldAtStart = new Set(this.begins.flatMap((state) => coveredStates(graph, state)))
    const ends = new Set(options.ends ?? targets.flatMap((node) => statesOf(graph, node)))
    this.goals = [...ends.difference(this.heldAtStart)]
    this.#startNodes = new Set(starts)
    this.#leastHeld = Math.min(...this.heldAtStart)
    this.#lastHeld = Math.max(...this.heldAtStart)
  }

  /** Most states lie outside of all that is held, which is soon told. */
  isHeldAtStart(state: number): boolean {
    return state >= this.#leastHeld && state <= this.#lastHeld && this.heldAtStart.has(state)
  }

  /** The factors of what is crossed out of a state: out of a start it may be easier than elsewhere. */
  factorsAt(state: number): Int16Array {
    const { startMatters, factor, factorAtStart } = this.crossings
    return startMatters && this.#startNodes.has(this.graph.nodeOf[state]!) ? factorAtStart : factor
  }

  /**
   * Whether a rest that knows no start bounds what is left of a path: it does not where another state of the start is
   * still to be won, out of which the path goes on more easily than out of elsewhere.
   */
  get isBoundWithoutStart(): boolean {
    const { startMatters, factor, factorAtStart } = this.crossings
    const { rowStart, rowEnd, lookOf, tails } = this.graph
    if (!startMatters) return true
    for (const state of [...this.#startNodes].flatMap((node) => statesOf(this.graph, node))) {
      for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
        const look = lookOf[arc]!
        if (factor[look] !== factorAtStart[look] && !this.heldAtStart.has(tails[arc]!)) return false
      }
    }
    return true
  }

  /** How easily an arc is crossed, rounded. */
  easeOf(arc: number): number {
    const { tails, nodeOf, lookOf } = this.graph
    const isAtStart = this.#startNodes.has(nodeOf[tails[arc]!]!)
    return (isAtStart ? this.crossings.atStart : this.crossings.ease)[lookOf[arc]!]!
  }

  /** Whether a short way that is harder has to be kept beside an easy one that may prove too long. */
  get keepsShorter(): boolean {
    return !this.order.byHops && this.maxHops !== Number.POSITIVE_INFINITY
  }
}
