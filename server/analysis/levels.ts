import { compareDecimals, type Decimal, decimalOf, keyOf, ONE, times, toNumber } from '../model/decimal.ts'

/** The level of a start: certain. */
export const CERTAIN = 1
/** Below that an ease is told as 0: what it adds to a score is less than any digit of it. */
const VANISHING = 1e-300

/**
 * The eases that occur, each once, as small numbers: walks compare and multiply levels, not floats, so that a path's
 * ease is exact whatever the order of its crossings. Only what occurs is made, some tens in an estate. Level 0 is
 * "not reached".
 */
export class Levels {
  /** Ease of each level, rounded to the nearest double. */
  readonly value: number[] = [0, 1]
  readonly #exact: Decimal[] = [{ digits: 0n, exponent: 0 }, ONE]
  readonly #byKey = new Map([[keyOf(ONE), CERTAIN]])
  readonly #factors: Decimal[] = []
  readonly #factorByKey = new Map<string, number>()
  /** For each factor, level → product, 0 where it was not asked for yet. */
  readonly #products: number[][] = []
  /** For each level the factor of the same ease, −1 where it was not asked for yet. */
  readonly #asFactor: number[] = []

  constructor() {
    this.factor(1)
  }

  /** The number by which a factor is multiplied; 0 is that of ease 1. */
  factor(value: number | Decimal): number {
    const exact = typeof value === 'number' ? decimalOf(value) : value
    const key = keyOf(exact)
    const known = this.#factorByKey.get(key)
    if (known !== undefined) return known
    this.#factorByKey.set(key, this.#factors.length)
    this.#products.push([])
    return this.#factors.push(exact) - 1
  }

  times(level: number, factor: number): number {
    const row = this.#products[factor]!
    return row[level] || this.#multiply(level, factor, row)
  }

  /** The level of two eases one after the other. */
  product(a: number, b: number): number {
    if (a === CERTAIN) return b
    if (b === CERTAIN) return a
    while (this.#asFactor.length <= b) this.#asFactor.push(-1)
    if (this.#asFactor[b] === -1) this.#asFactor[b] = this.factor(this.#exact[b]!)
    return this.times(a, this.#asFactor[b]!)
  }

  /** Whether a level is strictly easier than another; 0 is harder than any. */
  isEasier(a: number, b: number): boolean {
    const difference = this.value[a]! - this.value[b]!
    if (difference !== 0 || a === b) return difference > 0
    return compareDecimals(this.#exact[a]!, this.#exact[b]!) > 0
  }

  #multiply(level: number, factor: number, row: number[]): number {
    const product = this.#intern(times(this.#exact[level]!, this.#factors[factor]!))
    while (row.length <= level) row.push(0)
    row[level] = product
    return product
  }

  #intern(exact: Decimal): number {
    const value = toNumber(exact)
    const vanished = value < VANISHING
    const key = vanished ? 'vanished' : keyOf(exact)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    this.#byKey.set(key, this.value.length)
    this.#exact.push(vanished ? { digits: 1n, exponent: 1000 } : exact)
    return this.value.push(vanished ? 0 : value) - 1
  }
}
