/**
 * Remembers what was said in this import as 52-bit hashes in one flat table, so that a million facts cost megabytes.
 * It only counts: a fact whose hash happens to be known is still stored.
 */
export class SaidBefore {
  #slots = new Float64Array(1024)
  #size = 0

  /** True when the text is new. */
  add(text: string): boolean {
    if (this.#size * 2 >= this.#slots.length) this.#grow()
    if (!insert(this.#slots, hash(text))) return false
    this.#size++
    return true
  }

  #grow(): void {
    const grown = new Float64Array(this.#slots.length * 2)
    for (const slot of this.#slots) if (slot !== 0) insert(grown, slot)
    this.#slots = grown
  }
}

function insert(slots: Float64Array, value: number): boolean {
  const mask = slots.length - 1
  for (let at = (value % 4294967296) & mask; ; at = (at + 1) & mask) {
    if (slots[at] === value) return false
    if (slots[at] !== 0) continue
    slots[at] = value
    return true
  }
}

/** cyrb53 (public domain), never 0. */
function hash(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 2654435761)
    b = Math.imul(b ^ c, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (2097151 & b) * 4294967296 + (a >>> 0) + 1
}
