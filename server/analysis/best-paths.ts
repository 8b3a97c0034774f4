import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveredStates, statesOf } from '../graph/state-rows.ts'
import { CONTROL } from '../model/capabilities.ts'
import { CERTAIN } from './levels.ts'
import { startStates } from './starts.ts'
import { type Crossings, crossingsOf, type WalkOptions } from './walk-options.ts'

/**
 * The easiest way to everything: the level of its ease and the hops of that way, for each state. The arrays belong to
 * the graph's workspace and hold until the next walk over it.
 */
export interface BestPaths {
  /** 0 where it is not reached; `crossings.levels.value` tells the ease. */
  readonly level: Uint32Array
  readonly hops: Uint32Array
  /** Reached states, easiest first, then nearest. */
  readonly order: Uint32Array
  readonly size: number
  readonly crossings: Crossings
  readonly cut: Uint8Array | undefined
  /** All states of the starts' nodes, out of which a crossing may be easier than elsewhere. */
  readonly startStates: ReadonlySet<number>
}

interface Workspace {
  readonly level: Uint32Array
  readonly hops: Uint32Array
  readonly order: Uint32Array
  size: number
}

const workspaces = new WeakMap<PrivilegeGraph, Workspace>()

/** What the last walk touched is wiped, nothing else: a small reach in a large estate costs what it reaches. */
function workspaceOf(graph: PrivilegeGraph): Workspace {
  let space = workspaces.get(graph)
  if (!space) {
    const words = () => new Uint32Array(graph.stateCount)
    space = { level: words(), hops: words(), order: words(), size: 0 }
    workspaces.set(graph, space)
  }
  const { level, order } = space
  for (let i = 0; i < space.size; i++) level[order[i]!] = 0
  space.size = 0
  return space
}

/** States that wait for their level: harder to reach than those at hand. */
class Pending {
  readonly #byLevel = new Map<number, { states: number[]; hops: number[] }>()

  add(level: number, state: number, hops: number): void {
    let waiting = this.#byLevel.get(level)
    if (!waiting) {
      waiting = { states: [], hops: [] }
      this.#byLevel.set(level, waiting)
    }
    waiting.states.push(state)
    waiting.hops.push(hops)
  }

  /** The easiest level with its states, nearest first; undefined when none waits. */
  next(levels: Crossings['levels']): { level: number; states: Uint32Array; hops: Uint32Array } | undefined {
    let level = 0
    for (const other of this.#byLevel.keys()) if (level === 0 || levels.isEasier(other, level)) level = other
    const waiting = this.#byLevel.get(level)
    if (!waiting) return undefined
    this.#byLevel.delete(level)
    const order = Uint32Array.from(waiting.states.keys()).sort((a, b) => waiting.hops[a]! - waiting.hops[b]!)
    return { level, states: order.map((i) => waiting.states[i]!), hops: order.map((i) => waiting.hops[i]!) }
  }
}

/**
 * Dijkstra (1959) over (ease descending, hops ascending) with one bucket a level: most crossings are certain and stay
 * in the level at hand, which a plain queue walks layer by layer. Which of several equally good ways is told is
 * decided when a witness is read, so that the walk has no ties to break.
 */
export function bestPaths(graph: PrivilegeGraph, starts: readonly number[], options: WalkOptions = {}): BestPaths {
  const { cut } = options
  const { rowStart, rowEnd, heads, edgeOf, lookOf, capabilityOf, nodeOf } = graph
  const crossings = crossingsOf(graph, options)
  const { levels } = crossings
  const space = workspaceOf(graph)
  const { level, hops, order } = space
  const startNodes = [...new Set(starts)]
  const special = new Set(startNodes.flatMap((node) => statesOf(graph, node)))
  const pending = new Pending()
  let here = CERTAIN
  let tail = 0
  /** Entries of this level that still wait, so that a state may be met before its turn. */
  let waiting = 0

  const label = (state: number, newLevel: number, newHops: number) => {
    const known = level[state]!
    if (known === newLevel ? newHops >= hops[state]! : known !== 0 && !levels.isEasier(newLevel, known)) return
    level[state] = newLevel
    hops[state] = newHops
    if (newLevel === here) order[tail++] = state
    else pending.add(newLevel, state, newHops)
  }
  const take = (state: number, newLevel: number, newHops: number) => {
    label(state, newLevel, newHops)
    if (capabilityOf[state] !== CONTROL) return
    const node = nodeOf[state]
    for (let covered = state - 1; covered >= 0 && nodeOf[covered] === node; covered--) label(covered, newLevel, newHops)
  }
  const expand = (state: number, nextHops: number) => {
    const factors = crossings.startMatters && special.has(state) ? crossings.factorAtStart : crossings.factor
    const end = rowEnd[state]!
    for (let arc = rowStart[state]!; arc < end; arc++) {
      const factor = factors[lookOf[arc]!]!
      if (factor < 0) continue
      const head = heads[arc]!
      const known = level[head]!
      if (factor === 0 && known === here && waiting === 0) continue
      if (cut !== undefined && cut[edgeOf[arc]!] === 1) continue
      const reached = factor === 0 ? here : levels.times(here, factor)
      if (known !== 0 && known !== reached && !levels.isEasier(reached, known)) continue
      take(head, reached, nextHops)
    }
  }
  /** Walks one level, layer by layer; `entries` come into it from easier ones. */
  const walkLevel = (entries: { states: Uint32Array; hops: Uint32Array }) => {
    let entry = 0
    let head = tail
    for (let layer = entries.hops[0] ?? 0; ; layer++) {
      if (head === tail && entry < entries.states.length) layer = entries.hops[entry]!
      for (; entry < entries.states.length && entries.hops[entry] === layer; entry++) {
        const state = entries.states[entry]!
        if (level[state] === here && hops[state] === layer) order[tail++] = state
      }
      waiting = entries.states.length - entry
      const end = tail
      for (; head < end; head++) expand(order[head]!, layer + 1)
      if (head === tail && waiting === 0) return
    }
  }

  const first = startStates(graph, startNodes).flatMap((state) => coveredStates(graph, state))
  for (const state of first) {
    level[state] = CERTAIN
    hops[state] = 0
  }
  walkLevel({ states: Uint32Array.from(first), hops: new Uint32Array(first.length) })
  for (let next = pending.next(levels); next; next = pending.next(levels)) {
    here = next.level
    walkLevel(next)
  }
  space.size = tail
  return { level, hops, order, size: tail, crossings, cut, startStates: special }
}
