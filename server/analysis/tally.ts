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
  readonly #table: ScoreTable
  /** By product level: how many targets, −1 where none was met; and what one of them adds, NaN where it was not asked. */
  readonly #count: number[] = []
  readonly #part: number[] = []
  readonly #used: number[] = []
  readonly #values: number[] = []

  constructor(levels: Levels, table: ScoreTable) {
    this.#levels = levels
    this.#table = table
  }

  add(product: number, targets = 1): void {
    while (this.#count.length <= product) {
      this.#part.push(Number.NaN)
      this.#count.push(-1)
    }
    if (this.#count[product] === -1) {
      this.#count[product] = 0
      this.#used.push(product)
    }
    this.#count[product]! += targets
  }

  /** Largest parts first; leaves the tally empty. */
  take(): number {
    const used = this.#used
    this.#sortUsed()
    for (let i = 0; i < used.length; i++) {
      this.#values[i] = this.#count[used[i]!]! * this.#partOf(used[i]!)
      this.#count[used[i]!] = -1
    }
    const sum = sumOf(this.#values, used.length)
    used.length = 0
    return sum
  }

  #partOf(product: number): number {
    if (Number.isNaN(this.#part[product]!)) this.#part[product] = partOf(this.#levels.value[product]!, this.#table)
    return this.#part[product]!
  }

  /** By insertion: they are a handful, and nearly in order. */
  #sortUsed(): void {
    const used = this.#used
    for (let i = 1; i < used.length; i++) {
      const product = used[i]!
      let at = i
      for (; at > 0 && this.#levels.isEasier(product, used[at - 1]!); at--) used[at] = used[at - 1]!
      used[at] = product
    }
  }
}
