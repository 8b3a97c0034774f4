import { UNVALUED } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { statesOf } from '../graph/state-rows.ts'
import { CAPABILITY_COUNT } from '../model/capabilities.ts'
import { tiers } from '../model/kinds.ts'
import type { ScoreTable } from '../model/score-table.ts'
import type { BestPaths } from './best-paths.ts'
import type { Levels } from './levels.ts'
import { sumOf } from './sum.ts'
import { harmFactors, partOf } from './tally.ts'
import { targetClasses } from './target-classes.ts'
import { Workspaces } from './workspaces.ts'

/** The valued nodes of a walk, each once, at the state that counts most there: the strongest of equal ones. */
export interface Targets {
  /** By class: how many nodes of it are reached, valued or not; the starts do not count. */
  readonly counts: Uint32Array
  readonly size: number
  readonly states: Uint32Array
  /** The level of the target's ease, and that of its ease × harm. */
  readonly levels: Uint32Array
  readonly products: Uint32Array
  /** The products that occur, largest first, and by product how many targets have it. */
  readonly used: readonly number[]
  readonly countOf: readonly number[]
}

/** Columns to put targets in. Between two uses nothing is used and every count is 0. */
interface Room {
  readonly counts: Uint32Array
  /** For the level at hand, by tier and capability: what a target of it counts, 0 where that was not asked for yet. */
  readonly productOf: Uint32Array
  readonly states: Uint32Array
  readonly levels: Uint32Array
  readonly products: Uint32Array
  readonly used: number[]
  readonly countOf: number[]
}

const rooms = new Workspaces<Room>((graph) => ({
  counts: new Uint32Array(targetClasses(graph).list.length),
  productOf: new Uint32Array(tiers.length * CAPABILITY_COUNT),
  states: new Uint32Array(graph.nodes.count),
  levels: new Uint32Array(graph.nodes.count),
  products: new Uint32Array(graph.nodes.count),
  used: [],
  countOf: [],
}))

const harmsOf = new WeakMap<Levels, { readonly table: ScoreTable; readonly harms: Int32Array }>()

/** `harmFactors`, made once for a table. */
function knownHarms(levels: Levels, table: ScoreTable): Int32Array {
  const known = harmsOf.get(levels)
  if (known?.table === table) return known.harms
  const harms = harmFactors(levels, table)
  harmsOf.set(levels, { table, harms })
  return harms
}

/** Hands the targets to `use`, which may read them until it returns. */
export function withTargets<T>(
  graph: PrivilegeGraph,
  starts: readonly number[],
  walk: BestPaths,
  table: ScoreTable,
  use: (targets: Targets) => T,
): T {
  const room = rooms.take(graph)
  const told = use(targetsOf(graph, starts, walk, knownHarms(walk.crossings.levels, table), room))
  for (const product of room.used) room.countOf[product] = 0
  room.used.length = 0
  room.counts.fill(0)
  rooms.giveBack(graph, room)
  return told
}

/** What the targets add to a score: whole numbers by product, added up once in one order, as a `Tally` does. */
export function sumOfTargets({ used, countOf }: Targets, { value }: Levels, table: ScoreTable): number {
  return sumOf(used.map((product) => countOf[product]! * partOf(value[product]!, table)))
}

function targetsOf(
  graph: PrivilegeGraph,
  starts: readonly number[],
  walk: BestPaths,
  harms: Int32Array,
  room: Room,
): Targets {
  const { capabilityOf } = graph
  const { classOf, hasOthers, tierOf } = targetClasses(graph)
  const { order, crossings } = walk
  const { levels } = crossings
  const ofStart = new Set(starts.flatMap((node) => statesOf(graph, node)))
  const low = Math.min(...ofStart)
  const high = Math.max(...ofStart)
  const { counts, productOf, states, levels: eases, products, used, countOf } = room
  let size = 0
  let at = 0
  for (const [i, level] of walk.levels.entries()) {
    productOf.fill(0)
    for (const end = walk.levelEnds[i]!; at < end; at++) {
      let state = order[at]!
      if (state >= low && state <= high && ofStart.has(state)) continue
      const its = classOf[state]!
      const tier = tierOf[its]!
      if (hasOthers[state] === 1) {
        if (isPassedOver(graph, walk, state)) continue
        if (tier !== UNVALUED) state = bestState(graph, walk, state, tier, harms)
      }
      counts[its]!++
      if (tier === UNVALUED) continue
      const ease = hasOthers[state] === 1 ? walk.levelAt(state) : level
      const cell = tier * CAPABILITY_COUNT + capabilityOf[state]!
      let product = ease === level ? productOf[cell]! : levels.times(ease, harms[cell]!)
      if (product === 0) {
        product = levels.times(level, harms[cell]!)
        productOf[cell] = product
      }
      while (countOf.length <= product) countOf.push(0)
      if (countOf[product]!++ === 0) used.push(product)
      states[size] = state
      eases[size] = ease
      products[size++] = product
    }
  }
  used.sort((a, b) => (levels.isEasier(a, b) ? -1 : 1))
  return { counts, size, states, levels: eases, products, used, countOf }
}

/** A node with several states is met at the last of those that are reached. */
function isPassedOver({ nodeOf, stateCount }: PrivilegeGraph, walk: BestPaths, state: number): boolean {
  const node = nodeOf[state]
  for (let later = state + 1; later < stateCount && nodeOf[later] === node; later++)
    if (walk.levelAt(later) !== 0) return true
  return false
}

function bestState(graph: PrivilegeGraph, walk: BestPaths, last: number, tier: number, harms: Int32Array): number {
  const { nodeOf, capabilityOf } = graph
  const { levels } = walk.crossings
  const node = nodeOf[last]
  let best = last
  let most = 0
  for (let state = last; state >= 0 && nodeOf[state] === node; state--) {
    const level = walk.levelAt(state)
    if (level === 0) continue
    const product = levels.times(level, harms[tier * CAPABILITY_COUNT + capabilityOf[state]!]!)
    if (most !== 0 && !levels.isEasier(product, most)) continue
    most = product
    best = state
  }
  return best
}
