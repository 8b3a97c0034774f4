/** Starts that are searched from at once make a set of so many words, a bit for each. */
export const SET_WORDS = 8
export const AT_ONCE = 32 * SET_WORDS

/** Where the lowest bit of a word stands. */
const lowestBit = (word: number): number => 31 - Math.clz32(word & -word)

/** Visits the starts of one word of a set. */
export function forEachStart(bits: number, word: number, visit: (start: number) => void): void {
  for (let left = bits; left !== 0; left &= left - 1) visit((word << 5) | lowestBit(left))
}

/** Sets of starts in the order in which they settled, each at a component. */
export class SettledSets {
  /** By set. */
  component = new Uint32Array(1024)
  /** `SET_WORDS` words for each set. */
  starts = new Uint32Array(1024 * SET_WORDS)
  size = 0

  /** The number of a set that is to be filled in. */
  add(component: number): number {
    if (this.size === this.component.length) this.#grow()
    this.component[this.size] = component
    return this.size++
  }

  /** Whether some start is in both. */
  shares(set: number, others: Uint32Array): boolean {
    for (let word = 0; word < SET_WORDS; word++)
      if ((this.starts[set * SET_WORDS + word]! & others[word]!) !== 0) return true
    return false
  }

  #grow(): void {
    const { component, starts } = this
    this.component = new Uint32Array(2 * component.length)
    this.component.set(component)
    this.starts = new Uint32Array(2 * starts.length)
    this.starts.set(starts)
  }
}
