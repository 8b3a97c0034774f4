import { randomInt } from 'node:crypto'
import { FIELD } from '../model/packed-facts.ts'
import { bytes, words } from './shared-arrays.ts'
import { TextColumn } from './text-column.ts'

/** Another in every process, so that no file can be made whose texts all fall together. */
const SEED = randomInt(2 ** 32)
/** Of a record: its number, its length, and then the text. */
const HEAD = 8
const TOGETHER = 128

/** Texts in a run of bytes, noted to be looked up together. */
export class Texts {
  starts = new Uint32Array(1 << 10)
  ends = new Uint32Array(1 << 10)
  hashes = new Uint32Array(1 << 10)
  length = 0

  /** Notes the text from there up to a separator, and gives where that is. */
  note(from: Uint8Array, start: number): number {
    let hash = SEED
    let at = start
    for (let byte = from[at]!; byte !== FIELD; byte = from[++at]!) {
      hash = Math.imul(hash ^ byte, 0x5bd1e995)
      hash ^= hash >>> 15
    }
    this.#put(start, at, hash >>> 0)
    return at
  }

  /** Notes a text whose end is known. */
  add(from: Uint8Array, start: number, end: number): void {
    this.#put(start, end, hashOf(from, start, end))
  }

  #put(start: number, end: number, hash: number): void {
    if (this.length === this.starts.length) this.#grow()
    this.starts[this.length] = start
    this.ends[this.length] = end
    this.hashes[this.length++] = hash
  }

  #grow(): void {
    const grown = (array: Uint32Array) => {
      const larger = new Uint32Array(array.length * 2)
      larger.set(array)
      return larger
    }
    this.starts = grown(this.starts)
    this.ends = grown(this.ends)
    this.hashes = grown(this.hashes)
  }
}

/**
 * Each distinct text once, by its bytes, numbered as they come. A hash index in arrays: no string is made of any, and a
 * look-up touches two places in memory, which is what it costs among a million.
 */
export class TextIndex {
  /** By slot: the hash of a text, and where its record is, plus one. */
  #slots = new Uint32Array(2 << 9)
  #records = new Uint8Array(1 << 12)
  #heads = new Uint32Array(this.#records.buffer)
  #size = 0
  readonly #places = new Uint32Array(TOGETHER)
  /** Keeps the reading of what is fetched from being left out as useless. */
  seen = 0
  length = 0
  /** Where the text that was read last ends. */
  end = 0

  /** The number of the text from there up to a separator, or up to the `fields`th; it is taken in where it is new. */
  read(from: Uint8Array, start: number, fields = 1): number {
    let hash = SEED
    let at = start
    for (let left = fields; ; at++) {
      const byte = from[at]!
      if (byte === FIELD && --left === 0) break
      hash = Math.imul(hash ^ byte, 0x5bd1e995)
      hash ^= hash >>> 15
    }
    this.end = at
    return this.#numberOf(hash >>> 0, from, start, at)
  }

  /** The number of a text, which is taken in where it is new. */
  add(from: Uint8Array, start: number, end: number): number {
    return this.#numberOf(hashOf(from, start, end), from, start, end)
  }

  /**
   * The numbers of many texts, which are taken in where they are new. What lies far apart in memory is asked for together
   * first: a processor fetches a hundred places at a time as soon as one.
   */
  addAll(from: Uint8Array, texts: Texts, numbers: Uint32Array): void {
    const { starts, ends, hashes, length } = texts
    for (let first = 0; first < length; first += TOGETHER) {
      const end = Math.min(first + TOGETHER, length)
      this.#fetch(hashes, first, end)
      for (let i = first; i < end; i++) numbers[i] = this.#numberOf(hashes[i]!, from, starts[i]!, ends[i]!)
    }
  }

  /** Looks at every place that is about to be compared, and at none twice. */
  #fetch(hashes: Uint32Array, first: number, end: number): void {
    const slots = this.#slots
    const heads = this.#heads
    const mask = slots.length - 1
    const places = this.#places
    let seen = 0
    for (let i = first; i < end; i++) places[i - first] = slots[((hashes[i]! << 1) & mask) + 1]!
    for (let i = 0; i < end - first; i++) if (places[i] !== 0) seen ^= heads[(places[i]! - 1) >>> 2]!
    this.seen = seen
  }

  addText(text: string): number {
    const bytes = Buffer.from(text)
    return this.add(bytes, 0, bytes.length)
  }

  /** The number of a text, or −1. */
  find(from: Uint8Array, start: number, end: number): number {
    const at = this.#slots[this.#slotOf(hashOf(from, start, end), from, start, end) + 1]!
    return at === 0 ? -1 : this.#heads[(at - 1) >>> 2]!
  }

  column(): TextColumn {
    const starts = words(this.length + 1)
    const text = bytes(this.#size - this.length * HEAD)
    let size = 0
    for (let number = 0, at = 0; number < this.length; number++) {
      const length = this.#heads[(at >>> 2) + 1]!
      text.set(this.#records.subarray(at + HEAD, at + HEAD + length), size)
      size += length
      starts[number + 1] = size
      at = aligned(at + HEAD + length)
    }
    return new TextColumn(text.subarray(0, size), starts)
  }

  #numberOf(hash: number, from: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(hash, from, start, end)
    const at = this.#slots[slot + 1]!
    return at === 0 ? this.#put(slot, hash, from, start, end) : this.#heads[(at - 1) >>> 2]!
  }

  /** Where the text is, or where it is to go. */
  #slotOf(hash: number, from: Uint8Array, start: number, end: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = (hash << 1) & mask
    for (let at = slots[slot + 1]!; at !== 0; at = slots[slot + 1]!) {
      if (slots[slot] === hash && this.#is(at - 1, from, start, end)) break
      slot = (slot + 2) & mask
    }
    return slot
  }

  #is(record: number, from: Uint8Array, start: number, end: number): boolean {
    if (this.#heads[(record >>> 2) + 1] !== end - start) return false
    const records = this.#records
    for (let i = start, at = record + HEAD; i < end; i++) if (records[at++] !== from[i]) return false
    return true
  }

  #put(slot: number, hash: number, from: Uint8Array, start: number, end: number): number {
    const at = this.#size
    const size = aligned(at + HEAD + end - start)
    if (size > this.#records.length) this.#grow(size * 2)
    this.#heads[at >>> 2] = this.length
    this.#heads[(at >>> 2) + 1] = end - start
    for (let i = start, to = at + HEAD; i < end; i++) this.#records[to++] = from[i]!
    this.#size = size
    this.#slots[slot] = hash
    this.#slots[slot + 1] = at + 1
    if (++this.length * 4 > this.#slots.length) this.#spread()
    return this.length - 1
  }

  #grow(size: number): void {
    if (size >= 2 ** 33) throw new Error('the ids of this estate take more than 4 GiB')
    const larger = new Uint8Array(aligned(Math.min(size, 2 ** 32)))
    larger.set(this.#records)
    this.#records = larger
    this.#heads = new Uint32Array(larger.buffer)
  }

  #spread(): void {
    const old = this.#slots
    const slots = new Uint32Array(old.length * 2)
    const mask = slots.length - 1
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === 0) continue
      let slot = (old[i]! << 1) & mask
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask
      slots[slot] = old[i]!
      slots[slot + 1] = old[i + 1]!
    }
    this.#slots = slots
  }
}

const aligned = (at: number): number => Math.ceil(at / 4) * 4

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ bytes[i]!, 0x5bd1e995)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}
