import { UNVALUED } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CAPABILITY_COUNT } from '../model/capabilities.ts'
import type { ScoreTable } from '../model/score-table.ts'
import type { BestPaths } from './best-paths.ts'
import type { Levels } from './levels.ts'
import { StatesOf } from './starts.ts'
import { sumOf } from './sum.ts'
import { harmFactors, partOf } from './tally.ts'
import { type TargetClasses, targetClasses } from './target-classes.ts'
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
  readonly productOf: Uint32Array
  readonly states: Uint32Array
  readonly levels: Uint32Array
  readonly products: Uint32Array
  readonly used: number[]
  readonly countOf: number[]
}

const rooms = new Workspaces<Room>((graph) => ({
  counts: new Uint32Array(targetClasses(graph).list.length),
  productOf: new Uint32Array(targetClasses(graph).list.length),
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
  const { classOf, before, behind, tierOf } = targetClasses(graph)
  const { order, crossings } = walk
  const { levels } = crossings
  const { low, high, among } = new StatesOf(graph, starts)
  const { counts, states, levels: eases, products, used, countOf } = room
  const worth = new Products(targetClasses(graph), levels, harms, room)
  let size = 0
  let at = 0
  for (const [i, level] of walk.levels.entries()) {
    worth.enter(level)
    for (const end = walk.levelEnds[i]!; at < end; at++) {
      let state = order[at]!
      if (state >= low && state < high && (among === undefined || among.has(state))) continue
      const its = classOf[state]!
      if (behind[its] !== 0 && isPassedOver(walk, state, behind[its]!)) continue
      counts[its]!++
      if (tierOf[its] === UNVALUED) continue
      let product = worth.of(its)
      let ease = level
      // A capability that is worth less may be easier to come by.
      for (let other = state - 1, last = state - before[its]!; other >= last; other--) {
        const otherEase = walk.levelAt(other)
        if (otherEase === 0) continue
        const otherProduct = worth.at(otherEase, classOf[other]!)
        if (otherProduct === product || !levels.isEasier(otherProduct, product)) continue
        product = otherProduct
        ease = otherEase
        state = other
      }
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
function isPassedOver(walk: BestPaths, state: number, behind: number): boolean {
  for (let later = state + behind; later > state; later--) if (walk.levelAt(later) !== 0) return true
  return false
}

/** What a target of each class counts; most are asked for at the level at hand. */
class Products {
  readonly #classes: TargetClasses
  readonly #levels: Levels
  readonly #harms: Int32Array
  readonly #room: Room
  /** For the level at hand, by class: 0 where that was not asked for yet. */
  readonly #known: Uint32Array
  #level = 0

  constructor(classes: TargetClasses, levels: Levels, harms: Int32Array, room: Room) {
    this.#classes = classes
    this.#levels = levels
    this.#harms = harms
    this.#room = room
    this.#known = room.productOf
  }

  enter(level: number): void {
    this.#level = level
    this.#known.fill(0)
  }

  of(its: number): number {
    return this.#known[its] || this.#ask(this.#level, its)
  }

  at(level: number, its: number): number {
    return level === this.#level ? this.of(its) : this.#ask(level, its)
  }

  #ask(level: number, its: number): number {
    const { tierOf, list } = this.#classes
    const harm = this.#harms[tierOf[its]! * CAPABILITY_COUNT + list[its]!.capability]!
    const product = this.#levels.times(level, harm)
    const { countOf } = this.#room
    while (countOf.length <= product) countOf.push(0)
    if (level === this.#level) this.#known[its] = product
    return product
  }
}
