import type { Levels } from '../levels.ts'
import { NONE } from './component-rows.ts'

/**
 * The two targets that count most, by level of ease × harm, then the smallest node: the second one stands in where the
 * first is the start itself.
 */
export class WorstTwo {
  readonly #levels: Levels
  firstNode = NONE
  firstProduct = 0
  secondNode = NONE
  secondProduct = 0

  constructor(levels: Levels) {
    this.#levels = levels
  }

  clear(): void {
    this.firstNode = this.secondNode = NONE
    this.firstProduct = this.secondProduct = 0
  }

  offer(product: number, node: number): void {
    if (!this.#counts(product, node, this.secondProduct, this.secondNode)) return
    if (node === this.firstNode) {
      if (this.#counts(product, node, this.firstProduct, this.firstNode)) this.firstProduct = product
    } else if (this.#counts(product, node, this.firstProduct, this.firstNode)) {
      this.secondNode = this.firstNode
      this.secondProduct = this.firstProduct
      this.firstNode = node
      this.firstProduct = product
    } else {
      this.secondNode = node
      this.secondProduct = product
    }
  }

  /** The worst target that is not the start, or NONE. */
  besides(start: number): number {
    return this.firstNode === start ? this.secondNode : this.firstNode
  }

  #counts(product: number, node: number, known: number, knownNode: number): boolean {
    if (product === known) return node < knownNode
    return known === 0 || this.#levels.isEasier(product, known)
  }
}
