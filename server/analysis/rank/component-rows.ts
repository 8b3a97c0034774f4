import { halves, words } from '../../graph/shared-arrays.ts'
import { CERTAIN, type Levels } from '../levels.ts'

export const NONE = 0xffffffff

/** Crossings of component c: certain ones from `start[c]` to `mid[c]`, from there to `start[c + 1]` those with a factor. */
export interface ComponentRows {
  readonly count: number
  readonly start: Uint32Array
  readonly mid: Uint32Array
  readonly heads: Uint32Array
  readonly factor: Uint16Array
}

/** Rows of a component at a time, each head once, by its easiest crossing. */
export class RowBuilder {
  readonly #levels: Levels
  readonly #start: Uint32Array
  readonly #mid: Uint32Array
  readonly #heads: Uint32Array
  readonly #factor: Uint16Array
  /** By head: one more than its place in `heads`, if that is in the row at hand. */
  readonly #place: Uint32Array
  #row = 0
  #size = 0
  #harderFrom = NONE

  constructor(count: number, most: number, levels: Levels) {
    this.#levels = levels
    this.#start = words(count + 1)
    this.#mid = words(count)
    this.#heads = words(most)
    this.#factor = halves(most)
    this.#place = new Uint32Array(count)
  }

  /** All certain crossings of a row come before its harder ones. */
  certain(head: number): void {
    if (head !== this.#row && !this.#has(head)) this.#push(head, 0)
  }

  harder(head: number, factor: number): void {
    if (this.#harderFrom === NONE) this.#harderFrom = this.#size
    if (head === this.#row) return
    if (!this.#has(head)) {
      this.#push(head, factor)
      return
    }
    const at = this.#place[head]! - 1
    const known = this.#factor[at]!
    if (known !== 0 && this.#levels.isEasier(this.#levels.times(CERTAIN, factor), this.#levels.times(CERTAIN, known)))
      this.#factor[at] = factor
  }

  end(): void {
    this.#mid[this.#row] = this.#harderFrom === NONE ? this.#size : this.#harderFrom
    this.#row++
    this.#start[this.#row] = this.#size
    this.#harderFrom = NONE
  }

  take(): ComponentRows {
    return {
      count: this.#row,
      start: this.#start,
      mid: this.#mid,
      heads: this.#heads.subarray(0, this.#size),
      factor: this.#factor.subarray(0, this.#size),
    }
  }

  #has(head: number): boolean {
    const at = this.#place[head]!
    return at > this.#start[this.#row]! && at <= this.#size && this.#heads[at - 1] === head
  }

  #push(head: number, factor: number): void {
    this.#heads[this.#size] = head
    this.#factor[this.#size] = factor
    this.#place[head] = ++this.#size
  }
}
