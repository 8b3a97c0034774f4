import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { CsvEstate } from '../csv-estate.ts'
import { NameTable } from './name-table.ts'

// The same files as csv-estate.ts reads, with ids that are strings, as exports have them. Read piece by piece: with
// long ids the edges are too large for one buffer.

const NEWLINE = 10
const CARRIAGE_RETURN = 13
const COMMA = 44
const ZERO = 48
const PIECE = 1 << 22
/** Behind the last row, so that four bytes may be read at once. */
const MARGIN = 4

export interface NamedEstate extends CsvEstate {
  readonly ids: NameTable
}

export function readNamedEstate(folder: string): NamedEstate {
  const ids = new NameTable()
  const criticality = new Growing(Uint8Array)
  readRows(join(folder, 'nodes.csv'), (rows) => {
    if (!rows.id(ids)) throw rows.wrong('no id')
    if (ids.find() !== -1) throw rows.wrong('an id that another row has')
    const node = ids.add()
    rows.skipField()
    criticality.put(node, rows.lastNumber())
  })
  const from = new Growing(Uint32Array)
  const to = new Growing(Uint32Array)
  const kind = new Growing(Uint8Array)
  const kinds = new NameTable()
  let count = 0
  let tail = -1
  readRows(join(folder, 'edges.csv'), (rows) => {
    tail = rows.known(ids, tail) // most exports tell the edges of one node together
    from.put(count, tail)
    to.put(count, rows.known(ids, -1))
    kind.put(count++, rows.lastName(kinds))
  })
  return {
    ids,
    nodeCount: ids.count,
    criticality: criticality.taken(ids.count),
    from: from.taken(count),
    to: to.taken(count),
    kind: kind.taken(count),
    kinds: Array.from({ length: kinds.count }, (_, i) => kinds.name(i)),
  }
}

/** Calls `take` for each row behind the first, at its first field. */
function readRows(path: string, take: (rows: Rows) => void): void {
  const file = openSync(path, 'r')
  const rows = new Rows(path)
  try {
    while (rows.more(file)) while (rows.next()) take(rows)
  } finally {
    closeSync(file)
  }
}

class Rows {
  readonly #path: string
  #bytes = new Uint8Array(PIECE + MARGIN)
  #view = new DataView(this.#bytes.buffer)
  /** Whole rows stand up to there. */
  #end = 0
  #filled = 0
  #at = 0
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
    this.#at = this.#rowEnd + 1
    if (this.#at >= this.#end) return false
    this.#rowEnd = this.#bytes.indexOf(NEWLINE, this.#at)
    return this.#row++ > 0 || this.next()
  }

  id(ids: NameTable): boolean {
    if (!ids.read(this.#view, this.#at, this.#rowEnd + MARGIN) || ids.end >= this.#rowEnd || ids.end === this.#at)
      return false
    this.#at = ids.end + 1
    return true
  }

  /** Leaving out an edge whose end is unknown would shrink a blast radius. */
  known(ids: NameTable, likely: number): number {
    const number = this.id(ids) ? ids.find(likely) : -1
    if (number === -1) throw this.wrong('an end that nodes.csv does not have')
    return number
  }

  skipField(): void {
    while (this.#at < this.#rowEnd && this.#bytes[this.#at] !== COMMA) this.#at++
    this.#at++
  }

  lastNumber(): number {
    let number = 0
    const end = this.#fieldEnd()
    if (this.#at >= end) throw this.wrong('no criticality')
    for (; this.#at < end; this.#at++) number = number * 10 + this.#bytes[this.#at]! - ZERO
    if (!(number >= 0 && number <= 10)) throw this.wrong('a criticality that is not 0 to 10')
    return number
  }

  /** The number of the row's last field. */
  lastName(names: NameTable): number {
    const end = this.#fieldEnd()
    const before = this.#bytes[end]!
    this.#bytes[end] = COMMA // as any other field ends; the row's own end is known
    const read = names.read(this.#view, this.#at, end + MARGIN)
    this.#bytes[end] = before
    if (!read || names.end === this.#at) throw this.wrong('no kind')
    const known = names.find()
    if (known === -1 && names.count === 255) throw this.wrong('a kind too many: 255 are the most')
    return known === -1 ? names.add() : known
  }

  #fieldEnd(): number {
    return this.#bytes[this.#rowEnd - 1] === CARRIAGE_RETURN ? this.#rowEnd - 1 : this.#rowEnd
  }

  wrong(what: string): Error {
    return new Error(`${this.#path}: row ${this.#row} has ${what}.`)
  }
}

/** A column whose length is not known before its last row. */
class Growing<T extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>> {
  readonly #make: new (
    length: number,
  ) => T
  #column: T

  constructor(make: new (length: number) => T) {
    this.#make = make
    this.#column = new make(1 << 16)
  }

  put(at: number, value: number): void {
    if (at === this.#column.length) {
      const wider = new this.#make(2 * at)
      wider.set(this.#column)
      this.#column = wider
    }
    this.#column[at] = value
  }

  taken(count: number): T {
    return this.#column.subarray(0, count) as T
  }
}
