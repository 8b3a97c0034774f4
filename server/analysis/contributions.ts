import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CAPABILITY_COUNT, capabilities } from '../model/capabilities.ts'
import { exactProduct } from '../model/decimal.ts'
import { type Tier, tiers } from '../model/kinds.ts'
import type { ScoreTable } from '../model/score-table.ts'
import { MOST_AT_ONCE, placesByNode } from './by-node.ts'
import type { Levels } from './levels.ts'
import { column } from './short-columns.ts'
import { smallestFirst } from './smallest-first.ts'
import { sumOf } from './sum.ts'
import { partOf } from './tally.ts'
import type { Targets } from './targets.ts'

const FEW = 24
const harmsOf = new WeakMap<ScoreTable, readonly number[]>()

/** Harm by tier and capability, at `tier * CAPABILITY_COUNT + capability`. */
function harmsUnder(table: ScoreTable): readonly number[] {
  let harms = harmsOf.get(table)
  if (!harms) {
    const { tierHarm, capabilityFactor } = table
    harms = tiers.flatMap((tier) => capabilities.map((it) => exactProduct(tierHarm[tier], capabilityFactor[it])))
    harmsOf.set(table, harms)
  }
  return harms
}

/** One target's part of a blast radius. */
export interface Contribution {
  readonly node: number
  readonly tier: Tier
  /** The state that counts most there; its witness ends in it. */
  readonly state: number
  readonly ease: number
  readonly harm: number
  /** −ln(1 − ease × harm): the parts add up to `sum`. */
  readonly value: number
}

/** Targets with the same product of ease and harm: places `start` up to `end` of the columns. */
interface Bucket {
  readonly product: number
  readonly start: number
  readonly end: number
  /** So many of them stand in their order already. */
  ordered: number
}

/**
 * The parts of a blast radius, largest first, then by node. Kept in columns and put in order as far as they are read: a
 * person reads the first few hundred of what may be a million.
 */
export class Contributions {
  readonly length: number
  readonly #graph: PrivilegeGraph
  readonly #levels: Levels
  readonly #table: ScoreTable
  readonly #harms: readonly number[]
  readonly #states: Uint32Array
  readonly #eases: Uint32Array
  readonly #buckets: readonly Bucket[]
  #all: readonly Contribution[] | undefined

  constructor(graph: PrivilegeGraph, levels: Levels, table: ScoreTable, targets: Targets) {
    this.#graph = graph
    this.#levels = levels
    this.#table = table
    this.#harms = harmsUnder(table)
    this.length = targets.size
    this.#states = column(targets.size)
    this.#eases = column(targets.size)
    const places: number[] = new Array(targets.countOf.length).fill(0)
    let start = 0
    this.#buckets = targets.used.map((product) => {
      const end = start + targets.countOf[product]!
      const bucket = { product, start, end, ordered: 0 }
      places[product] = start
      start = end
      return bucket
    })
    if (targets.size <= MOST_AT_ONCE) this.#putInOrder(graph, targets, places)
    else this.#put(targets, places)
  }

  /** Behind each other by bucket, as they come; `places` says where the next of each product goes. */
  #put({ size, products, states, levels }: Targets, places: number[]): void {
    for (let i = 0; i < size; i++) {
      const at = places[products[i]!]!++
      this.#states[at] = states[i]!
      this.#eases[at] = levels[i]!
    }
  }

  #putInOrder({ nodeOf }: PrivilegeGraph, { size, products, states, levels }: Targets, places: number[]): void {
    const order = placesByNode(states, size, nodeOf)
    for (let next = 0; next < size; next++) {
      const i = order[next]!
      const at = places[products[i]!]!++
      this.#states[at] = states[i]!
      this.#eases[at] = levels[i]!
    }
    for (const bucket of this.#buckets) bucket.ordered = bucket.end - bucket.start
  }

  all(): readonly Contribution[] {
    this.#all ??= this.largest(this.length)
    return this.#all
  }

  /** The first `most` of them. */
  largest(most: number): Contribution[] {
    const told: Contribution[] = []
    for (const bucket of this.#buckets) {
      const wanted = Math.min(most - told.length, bucket.end - bucket.start)
      if (wanted <= 0) break
      this.#order(bucket, wanted)
      const value = this.#part(bucket.product)
      for (let at = bucket.start; at < bucket.start + wanted; at++) told.push(this.#at(at, value))
    }
    return told
  }

  /** The states of the first `most` of them: what a witness is read for. */
  states(most: number): Uint32Array {
    let told = 0
    for (const bucket of this.#buckets) {
      const wanted = Math.min(most - told, bucket.end - bucket.start)
      if (wanted <= 0) break
      this.#order(bucket, wanted)
      told += wanted
    }
    return this.#states.subarray(0, told)
  }

  /** What all but the first `told` add to the score. */
  valueBeyond(told: number): number {
    return sumOf(
      this.#buckets.map(({ product, start, end }) => Math.max(0, end - Math.max(start, told)) * this.#part(product)),
    )
  }

  #at(at: number, value: number): Contribution {
    const graph = this.#graph
    const state = this.#states[at]!
    const node = graph.nodeOf[state]!
    const tier = graph.nodes.tiers[node]! as Tier
    return {
      node,
      tier,
      state,
      ease: this.#levels.value[this.#eases[at]!]!,
      harm: this.#harms[tier * CAPABILITY_COUNT + graph.capabilityOf[state]!]!,
      value,
    }
  }

  #part(product: number): number {
    return partOf(this.#levels.value[product]!, this.#table)
  }

  /** Puts the first `wanted` of a bucket in the order of their nodes. */
  #order(bucket: Bucket, wanted: number): void {
    if (bucket.ordered >= wanted) return
    if (bucket.end - bucket.start <= FEW) this.#insert(bucket)
    else this.#select(bucket, wanted)
  }

  /** Insertion sort: most buckets hold a handful. */
  #insert(bucket: Bucket): void {
    const { nodeOf } = this.#graph
    const states = this.#states
    const eases = this.#eases
    for (let i = bucket.start + 1; i < bucket.end; i++) {
      const state = states[i]!
      const ease = eases[i]!
      let at = i
      for (; at > bucket.start && nodeOf[states[at - 1]!]! > nodeOf[state]!; at--) {
        states[at] = states[at - 1]!
        eases[at] = eases[at - 1]!
      }
      states[at] = state
      eases[at] = ease
    }
    bucket.ordered = bucket.end - bucket.start
  }

  #select(bucket: Bucket, wanted: number): void {
    const { start, end } = bucket
    const count = end - start
    const states = this.#states.slice(start, end)
    const eases = this.#eases.slice(start, end)
    // A node and its place in one number: words sort faster where they are wide enough.
    const fits = this.#graph.nodes.count * count < 2 ** 32
    const keys = fits ? new Uint32Array(count) : new Float64Array(count)
    for (let i = 0; i < count; i++) keys[i] = this.#graph.nodeOf[states[i]!]! * count + i
    if (keys instanceof Float64Array) smallestFirst(keys, wanted)
    else keys.sort()
    for (let i = 0; i < count; i++) {
      const from = keys[i]! % count
      this.#states[start + i] = states[from]!
      this.#eases[start + i] = eases[from]!
    }
    bucket.ordered = fits ? count : wanted
  }
}
