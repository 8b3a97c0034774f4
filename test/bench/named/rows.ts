import { closeSync, openSync, readSync } from 'node:fs'
import type { NameTable } from './name-table.ts'

// The rows of a CSV file, read piece by piece: with long ids they are too many for one buffer.

const NEWLINE = 10
const CARRIAGE_RETURN = 13
const COMMA = 44
const ZERO = 48
const PIECE = 1 << 22
/** Behind the last row, so that four bytes may be read at once. */
const MARGIN = 4

/** Calls `take` for each row behind the first, at its first field, and `pieceEnds` before what was read is let go. */
export function readRows(path: string, take: (rows: Rows) => void, pieceEnds?: (rows: Rows) => void): void {
  const file = openSync(path, 'r')
  const rows = new Rows(path)
  try {
    while (rows.more(file)) {
      while (rows.next()) take(rows)
      pieceEnds?.(rows)
    }
  } finally {
    closeSync(file)
  }
}

export class Rows {
  readonly #path: string
  readonly #bytes = new Uint8Array(PIECE + MARGIN)
  readonly view = new DataView(this.#bytes.buffer)
  /** Whole rows stand up to there. */
  #end = 0
  #filled = 0
  at = 0
  #rowEnd = -1
  #row = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Moves the part of a row that is left to the front and reads on. */
  more(file: number): boolean {
    this.#bytes.copyWithin(0, this.#end, this.#filled)
    this.#filled -= this.#end
    const read = readSync(file, this.#bytes, this.#filled, PIECE - this.#filled, null)
    if (read === 0 && this.#filled === 0) return false
    this.#filled += read
    if (read === 0) this.#bytes[this.#filled++] = NEWLINE
    this.#end = this.#bytes.lastIndexOf(NEWLINE, this.#filled - 1) + 1
    if (this.#end === 0) throw this.wrong('no end')
    this.#rowEnd = -1
    return true
  }

  next(): boolean {
    this.at = this.#rowEnd + 1
    if (this.at >= this.#end) return false
    this.#rowEnd = this.#bytes.indexOf(NEWLINE, this.at)
    return this.#row++ > 0 || this.next()
  }

  id(ids: NameTable): boolean {
    if (!ids.read(this.view, this.at, this.#rowEnd + MARGIN) || ids.end >= this.#rowEnd || ids.end === this.at)
      return false
    this.at = ids.end + 1
    return true
  }

  skipField(): void {
    while (this.at < this.#rowEnd && this.#bytes[this.at] !== COMMA) this.at++
    this.at++
  }

  lastNumber(): number {
    let number = 0
    const end = this.#fieldEnd()
    if (this.at >= end) throw this.wrong('no criticality')
    for (; this.at < end; this.at++) number = number * 10 + this.#bytes[this.at]! - ZERO
    if (!(number >= 0 && number <= 10)) throw this.wrong('a criticality that is not 0 to 10')
    return number
  }

  /** The number of the row's last field. */
  lastName(names: NameTable): number {
    const end = this.#fieldEnd()
    const before = this.#bytes[end]!
    this.#bytes[end] = COMMA // as any other field ends; the row's own end is known
    const read = names.read(this.view, this.at, end + MARGIN)
    this.#bytes[end] = before
    if (!read || names.end === this.at) throw this.wrong('no kind')
    const known = names.find()
    if (known === -1 && names.count === 255) throw this.wrong('a kind too many: 255 are the most')
    return known === -1 ? names.add() : known
  }

  #fieldEnd(): number {
    return this.#bytes[this.#rowEnd - 1] === CARRIAGE_RETURN ? this.#rowEnd - 1 : this.#rowEnd
  }

  /** What is wrong with this row, or with one that stands so many before it. */
  wrong(what: string, before = 0): Error {
    return new Error(`${this.#path}: row ${this.#row - before} has ${what}.`)
  }
}
