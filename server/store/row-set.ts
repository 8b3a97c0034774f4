/** A set of row numbers, a bit each: a million rows take 125 kB. */
export class RowSet {
  #bits = new Uint8Array(1024)

  /** False if it was there. */
  add(row: number): boolean {
    const at = Math.floor(row / 8)
    if (at >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(this.#bits.length * 2, at + 1))
      grown.set(this.#bits)
      this.#bits = grown
    }
    if (this.has(row)) return false
    this.#bits[at]! |= 1 << (row % 8)
    return true
  }

  has(row: number): boolean {
    return ((this.#bits[Math.floor(row / 8)] ?? 0) & (1 << (row % 8))) !== 0
  }
}
