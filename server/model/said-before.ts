import { hash, randomBytes } from 'node:crypto'

/**
 * Remembers what was said in this import as 64 bits each, in one flat table, so that a million facts cost megabytes.
 * The bits depend on a random key, so that nobody can write a file in which one fact passes for another.
 */
export class SaidBefore {
  readonly #key = randomBytes(16).toString('hex')
  /** Pairs; a pair of zeros is a free slot. */
  #slots = new Uint32Array(2048)
  #size = 0

  /** True when the text is new. */
  add(text: string): boolean {
    if (this.#size * 4 >= this.#slots.length) this.#grow()
    const digest = hash('sha256', this.#key + text, 'buffer')
    if (!insert(this.#slots, digest.readUInt32LE(0) || 1, digest.readUInt32LE(4))) return false
    this.#size++
    return true
  }

  #grow(): void {
    const from = this.#slots
    this.#slots = new Uint32Array(from.length * 2)
    for (let at = 0; at < from.length; at += 2) if (from[at] !== 0) insert(this.#slots, from[at]!, from[at + 1]!)
  }
}

function insert(slots: Uint32Array, low: number, high: number): boolean {
  const mask = slots.length / 2 - 1
  for (let at = low & mask; ; at = (at + 1) & mask) {
    if (slots[at * 2] === low && slots[at * 2 + 1] === high) return false
    if (slots[at * 2] !== 0) continue
    slots[at * 2] = low
    slots[at * 2 + 1] = high
    return true
  }
}
