const COMMA = 44
const COMMA_IN_EACH_BYTE = 0x2c2c2c2c
const LONGEST = 1024
export const MOST_AT_ONCE = 8192

/** Fields that are to be looked up, at most MOST_AT_ONCE. */
export interface Fields {
  readonly at: Uint32Array
  readonly hashes: Uint32Array
  readonly count: number
}

/**
 * Numbers ids in the order they are first met, without making a string of any. A field is read, hashed and compared four
 * bytes at a time: twenty million ends of edges are looked up while an estate is read.
 */
export class NameTable {
  count = 0
  /** Words of all names one after the other; the first of each is its length in bytes. */
  #words = new Uint32Array(1 << 16)
  #start = new Uint32Array(1 << 12)
  /** Hash and number + 1, side by side. */
  #slots = new Uint32Array(1 << 14)
  readonly #field = new Uint32Array(LONGEST / 4 + 2)
  readonly #startsOf = new Uint32Array(MOST_AT_ONCE)
  readonly #lengthsOf = new Uint32Array(MOST_AT_ONCE)
  #size = 0
  /** Of the field that was read last, as `findMany` wants it. */
  hash = 0
  /** Where the field that was read last ends: at its comma. */
  end = 0

  /** Reads the field that begins at `at` and ends before a comma; false where none comes before `limit`. */
  read(view: DataView, at: number, limit: number): boolean {
    const field = this.#field
    let hash = 0
    let size = 1
    let word = 0
    for (let next = at; next + 4 <= limit && size <= LONGEST / 4; next += 4) {
      word = view.getUint32(next, true)
      const other = word ^ COMMA_IN_EACH_BYTE
      const commas = (other - 0x01010101) & ~other & 0x80808080
      if (commas !== 0) {
        const bytes = (31 - Math.clz32(commas & -commas)) >>> 3
        this.#take(at, next + bytes, word & ((1 << (8 * bytes)) - 1), size, hash)
        return true
      }
      field[size++] = word
      hash = mixed(hash, word)
    }
    return false
  }

  #take(at: number, end: number, rest: number, size: number, hash: number): void {
    this.end = end
    this.#field[0] = end - at
    this.#field[size] = rest
    this.#size = size + 1
    this.hash = mixed(mixed(hash, rest), end - at) >>> 0
  }

  /** The number of the field that was read last, or −1 where it is new. */
  find(): number {
    const slots = this.#slots
    const mask = slots.length / 2 - 1
    for (let slot = this.hash & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask)
      if (slots[2 * slot] === this.hash && this.#isField(slots[2 * slot + 1]! - 1)) return slots[2 * slot + 1]! - 1
    return -1
  }

  /**
   * Looks up fields by where they begin and their hashes, −1 where one is new. A lookup alone waits for memory three
   * times, since names lie anywhere in it; here each step is taken for all, so that they wait together.
   */
  findMany(view: DataView, { at, hashes, count }: Fields, found: Int32Array): void {
    const slots = this.#slots
    const words = this.#words
    const mask = slots.length / 2 - 1
    for (let i = 0; i < count; i++) {
      const slot = 2 * (hashes[i]! & mask)
      found[i] = slots[slot] === hashes[i] ? slots[slot + 1]! - 1 : -1
    }
    const starts = this.#startsOf
    for (let i = 0; i < count; i++) starts[i] = found[i] === -1 ? 0 : this.#start[found[i]!]!
    const lengths = this.#lengthsOf
    for (let i = 0; i < count; i++) lengths[i] = words[starts[i]!]!
    for (let i = 0; i < count; i++) {
      if (found[i] !== -1 && this.#isAt(view, at[i]!, starts[i]!, lengths[i]!)) continue
      this.read(view, at[i]!, view.byteLength)
      found[i] = this.find()
    }
  }

  /** Gives the field that was read last, and that is new, the next number. */
  add(): number {
    if (4 * (this.count + 1) > this.#slots.length) this.#widen()
    if (this.count + 2 > this.#start.length) this.#start = grown(this.#start)
    const start = this.#start[this.count]!
    if (start + this.#size > this.#words.length) this.#words = grown(this.#words)
    this.#words.set(this.#field.subarray(0, this.#size), start)
    this.#start[this.count + 1] = start + this.#size
    this.#put(this.#slots, this.hash, this.count)
    return this.count++
  }

  name(number: number): string {
    const start = this.#start[number]!
    const bytes = new Uint8Array(this.#words.buffer, 4 * (start + 1), this.#words[start]!)
    return new TextDecoder().decode(bytes)
  }

  #isAt(view: DataView, at: number, start: number, length: number): boolean {
    const words = this.#words
    const whole = length >>> 2
    for (let i = 0; i < whole; i++) if (view.getUint32(at + 4 * i, true) !== words[start + 1 + i]) return false
    const rest = view.getUint32(at + 4 * whole, true) & ((1 << (8 * (length & 3))) - 1)
    return rest === words[start + 1 + whole] && view.getUint8(at + length) === COMMA
  }

  #isField(number: number): boolean {
    const start = this.#start[number]!
    for (let i = 0; i < this.#size; i++) if (this.#words[start + i] !== this.#field[i]) return false
    return true
  }

  #put(slots: Uint32Array, hash: number, number: number): void {
    const mask = slots.length / 2 - 1
    let slot = hash & mask
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask
    slots[2 * slot] = hash
    slots[2 * slot + 1] = number + 1
  }

  #widen(): void {
    const wider = new Uint32Array(2 * this.#slots.length)
    for (let at = 0; at < this.#slots.length; at += 2)
      if (this.#slots[at + 1] !== 0) this.#put(wider, this.#slots[at]!, this.#slots[at + 1]! - 1)
    this.#slots = wider
  }
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1)
  return product ^ (product >>> 15)
}

function grown(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * words.length)
  wider.set(words)
  return wider
}
