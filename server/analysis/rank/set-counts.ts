import { AT_ONCE, forEachStart, SET_WORDS } from './start-sets.ts'

/** Bits of a count: more than there are nodes. */
const PLANES = 26

/**
 * Counts by class for many starts at once. A count stands in bit planes, so that one more for every start of a set is a
 * few operations on words, carry by carry, however many starts that are.
 */
export class SetCounts {
  readonly #planes: Uint32Array
  readonly #isCounted: Uint8Array

  constructor(classes: number) {
    this.#planes = new Uint32Array(classes * PLANES * SET_WORDS)
    this.#isCounted = new Uint8Array(classes)
  }

  /** So many more for each start of the set that begins at that word. */
  add(kind: number, targets: number, starts: Uint32Array, first: number): void {
    const planes = this.#planes
    this.#isCounted[kind] = 1
    for (let bit = 0; targets >>> bit !== 0; bit++) {
      if (((targets >>> bit) & 1) === 0) continue
      for (let word = 0; word < SET_WORDS; word++) {
        let carry = starts[first + word]!
        for (let at = (kind * PLANES + bit) * SET_WORDS + word; carry !== 0; at += SET_WORDS) {
          const plane = planes[at]!
          planes[at] = plane ^ carry
          carry &= plane
        }
      }
    }
  }

  /** The counts by start of each class that has any; all are 0 again. */
  take(visit: (kind: number, targets: Uint32Array) => void): void {
    for (let kind = 0; kind < this.#isCounted.length; kind++) {
      if (this.#isCounted[kind] === 0) continue
      this.#isCounted[kind] = 0
      visit(kind, this.#takePlanes(kind))
    }
  }

  #takePlanes(kind: number): Uint32Array {
    const targets = new Uint32Array(AT_ONCE)
    const first = kind * PLANES * SET_WORDS
    for (let plane = 0; plane < PLANES; plane++) {
      for (let word = 0; word < SET_WORDS; word++) {
        const at = first + plane * SET_WORDS + word
        forEachStart(this.#planes[at]!, word, (start) => {
          targets[start]! += 2 ** plane
        })
        this.#planes[at] = 0
      }
    }
    return targets
  }
}
