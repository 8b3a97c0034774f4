import { CAPABILITY_COUNT, capabilities } from '../model/capabilities.ts'
import { decimalOf, times } from '../model/decimal.ts'
import { tiers } from '../model/kinds.ts'
import type { ScoreTable } from '../model/score-table.ts'
import type { Levels } from './levels.ts'
import { sumOf } from './sum.ts'

/** Factors of harm by tier and capability, numbered for `levels`: `factors[tier * CAPABILITY_COUNT + capability]`. */
export function harmFactors(levels: Levels, table: ScoreTable): Int32Array {
  return Int32Array.from(
    tiers.flatMap((tier) =>
      capabilities.map((it) =>
        levels.factor(times(decimalOf(table.tierHarm[tier]), decimalOf(table.capabilityFactor[it]))),
      ),
    ),
  )
}

export const harmFactorOf = (factors: Int32Array, tier: number, capability: number): number =>
  factors[tier * CAPABILITY_COUNT + capability]!

/** What a target with that product of ease and harm adds to `sum`. */
export const partOf = (product: number, table: ScoreTable): number => -Math.log1p(-Math.min(product, table.harmCap))

/**
 * How many targets count how much: whole numbers by product level, added up once in one order. So the last digit of a
 * sum does not depend on how, or in which order, the targets were found.
 */
export class Tally {
  readonly #levels: Levels
  readonly #count: number[] = []
  #used: number[] = []

  constructor(levels: Levels) {
    this.#levels = levels
  }

  add(product: number, targets = 1): void {
    while (this.#count.length <= product) this.#count.push(-1)
    if (this.#count[product] === -1) {
      this.#count[product] = 0
      this.#used.push(product)
    }
    this.#count[product]! += targets
  }

  /** Largest parts first; leaves the tally empty. */
  take(table: ScoreTable): number {
    const levels = this.#levels
    this.#used.sort((a, b) => (levels.isEasier(a, b) ? -1 : a === b ? 0 : 1))
    const sum = sumOf(this.#used.map((product) => this.#count[product]! * partOf(levels.value[product]!, table)))
    for (const product of this.#used) this.#count[product] = -1
    this.#used = []
    return sum
  }
}
