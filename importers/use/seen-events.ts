/**
 * Which event ids an import has met, as 64 bits each in one flat table: a million events cost megabytes, and two ids
 * pass for one about once in ten thousand such imports.
 */
export class SeenEvents {
  /** Pairs; a pair of zeros is a free slot. */
  #slots = new Uint32Array(2048)
  #size = 0

  /** True when the id is new. */
  add(id: string): boolean {
    if (this.#size * 4 >= this.#slots.length) this.#grow()
    const isNew = insert(this.#slots, mixed(id, 0x811c9dc5) || 1, mixed(id, 0x9747b28c))
    if (isNew) this.#size++
    return isNew
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

/** MurmurHash3's mixing (https://github.com/aappleby/smhasher), a character at a time. */
function mixed(text: string, seed: number): number {
  let h = seed
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51)
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
    h ^= k
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
