import { randomInt } from 'node:crypto'
import { FIELD } from '../model/packed-facts.ts'
import { TextColumn } from './text-column.ts'

/** Another in every process, so that no file can be made whose texts all fall together. */
const SEED = randomInt(2 ** 32)

/** Each distinct text once, by its bytes, numbered as they come: a hash index in arrays, without a string for any. */
export class TextIndex {
  #bytes = new Uint8Array(1 << 12)
  #starts = new Uint32Array(1 << 8)
  #hashes = new Uint32Array(1 << 8)
  /** The number of a text and one, or 0. */
  #slots = new Uint32Array(1 << 9)
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

  /** The number of a text, or −1. */
  find(from: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#slotOf(hashOf(from, start, end), from, start, end)]! - 1
  }

  addText(text: string): number {
    const bytes = Buffer.from(text)
    return this.add(bytes, 0, bytes.length)
  }

  at(number: number): string {
    return Buffer.from(
      this.#bytes.buffer,
      this.#starts[number]!,
      this.#starts[number + 1]! - this.#starts[number]!,
    ).toString()
  }

  column(): TextColumn {
    return TextColumn.from(
      this.#bytes.subarray(0, this.#starts[this.length]!),
      this.#starts.subarray(0, this.length + 1),
    )
  }

  #numberOf(hash: number, from: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(hash, from, start, end)
    const held = this.#slots[slot]!
    return held === 0 ? this.#put(slot, hash, from, start, end) : held - 1
  }

  /** Where the text is, or where it is to go. */
  #slotOf(hash: number, from: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let held = this.#slots[slot]!; held !== 0; held = this.#slots[slot]!) {
      if (this.#hashes[held - 1] === hash && this.#is(held - 1, from, start, end)) break
      slot = (slot + 1) & mask
    }
    return slot
  }

  #is(number: number, from: Uint8Array, start: number, end: number): boolean {
    const bytes = this.#bytes
    let at = this.#starts[number]!
    if (this.#starts[number + 1]! - at !== end - start) return false
    for (let i = start; i < end; i++) if (bytes[at++] !== from[i]) return false
    return true
  }

  #put(slot: number, hash: number, from: Uint8Array, start: number, end: number): number {
    const number = this.length++
    const at = this.#starts[number]!
    if (at + end - start > this.#bytes.length) this.#bytes = grown(this.#bytes, 2 * (at + end - start))
    this.#bytes.set(from.subarray(start, end), at)
    if (number + 1 >= this.#starts.length) {
      this.#starts = grown(this.#starts, this.#starts.length * 2)
      this.#hashes = grown(this.#hashes, this.#hashes.length * 2)
    }
    this.#starts[number + 1] = at + end - start
    this.#hashes[number] = hash
    this.#slots[slot] = number + 1
    if (this.length * 2 > this.#slots.length) this.#spread()
    return number
  }

  #spread(): void {
    const slots = new Uint32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let number = 0; number < this.length; number++) {
      let slot = this.#hashes[number]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
    this.#slots = slots
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ bytes[i]!, 0x5bd1e995)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}

function grown<A extends Uint8Array | Uint32Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(length)
  larger.set(array)
  return larger
}
