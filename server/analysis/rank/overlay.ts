/** Told of what is not in an overlay: behind every rank there is. */
export const ABSENT = 255

/**
 * A few components, each with the level at which it is reached, as a hash table with open addressing (Knuth, vol. 3,
 * 6.4): what a hub reaches beside or before a much larger set that it shares with others.
 */
export class Overlay {
  /** Easiest first; a rank is a place among them. */
  readonly levels: readonly number[]
  readonly #keys: Uint32Array
  readonly #ranks: Uint8Array
  readonly #shift: number
  #size = 0

  constructor(levels: readonly number[], most: number) {
    const bits = Math.max(2, Math.ceil(Math.log2(1.5 * most + 1)))
    this.levels = levels
    this.#keys = new Uint32Array(1 << bits)
    this.#ranks = new Uint8Array(1 << bits)
    this.#shift = 32 - bits
  }

  get size(): number {
    return this.#size
  }

  /** The first level a component is added with stays. */
  add(component: number, rank: number): void {
    const at = this.#place(component)
    if (this.#keys[at] !== 0) return
    this.#keys[at] = component + 1
    this.#ranks[at] = rank
    this.#size++
  }

  rankOf(component: number): number {
    const at = this.#place(component)
    return this.#keys[at] === 0 ? ABSENT : this.#ranks[at]!
  }

  forEach(visit: (component: number, rank: number) => void): void {
    for (let at = 0; at < this.#keys.length; at++)
      if (this.#keys[at] !== 0) visit(this.#keys[at]! - 1, this.#ranks[at]!)
  }

  #place(component: number): number {
    const mask = this.#keys.length - 1
    let at = Math.imul(component, 0x9e3779b1) >>> this.#shift
    while (this.#keys[at] !== 0 && this.#keys[at] !== component + 1) at = (at + 1) & mask
    return at
  }
}
