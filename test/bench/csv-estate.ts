import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// An estate as two CSV files: nodes.csv (id,kind,criticality; ids count up from 0) and edges.csv (src,dst,kind). Read as
// bytes, since ten million rows make too many strings.

export interface CsvEstate {
  readonly nodeCount: number
  readonly criticality: Uint8Array
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** Index into `kinds`. */
  readonly kind: Uint8Array
  readonly kinds: readonly string[]
}

const NEWLINE = 10
const COMMA = 44
const ZERO = 48
/** The shortest row of an edge: `0,0,A` and its end. */
const LEAST_ROW = 6

export function readEstate(folder: string): CsvEstate {
  const criticality = readCriticality(new Rows(join(folder, 'nodes.csv')))
  return { ...readEdges(new Rows(join(folder, 'edges.csv')), criticality.length), ...criticality.column }
}

class Rows {
  readonly bytes: Uint8Array
  readonly #path: string
  at = 0
  #row = 1

  constructor(path: string) {
    this.#path = path
    this.bytes = readFileSync(path)
    this.endRow()
  }

  /** A whole number and the comma behind it. */
  number(): number {
    const { bytes } = this
    const start = this.at
    let number = 0
    let at = start
    for (; at < bytes.length && bytes[at] !== COMMA; at++) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) throw this.wrong('an id or number that is not of digits')
      number = number * 10 + digit
    }
    if (at === start || at === bytes.length) throw this.wrong('a field that is missing')
    this.at = at + 1
    return number
  }

  /** The end of the last field of the row; a carriage return is no part of it. */
  fieldEnd(): number {
    const { bytes } = this
    let at = this.at
    while (at < bytes.length && bytes[at] !== NEWLINE && bytes[at] !== 13) at++
    return at
  }

  endRow(): void {
    const { bytes } = this
    while (this.at < bytes.length && bytes[this.at] !== NEWLINE) this.at++
    this.at++
    this.#row++
  }

  wrong(what: string): Error {
    return new Error(`${this.#path}: row ${this.#row} has ${what}.`)
  }
}

function readCriticality(rows: Rows) {
  const column: number[] = []
  for (; rows.at < rows.bytes.length; rows.endRow()) {
    if (rows.number() !== column.length) throw rows.wrong('an id that does not count up from 0')
    while (rows.at < rows.bytes.length && rows.bytes[rows.at] !== COMMA) rows.at++
    rows.at++
    let criticality = 0
    for (const end = rows.fieldEnd(); rows.at < end; rows.at++)
      criticality = criticality * 10 + rows.bytes[rows.at]! - ZERO
    if (!(criticality >= 0 && criticality <= 10)) throw rows.wrong('a criticality that is not 0 to 10')
    column.push(criticality)
  }
  return { length: column.length, column: { nodeCount: column.length, criticality: Uint8Array.from(column) } }
}

function readEdges(rows: Rows, nodeCount: number) {
  const { bytes } = rows
  const most = Math.ceil(bytes.length / LEAST_ROW)
  const from = new Uint32Array(most)
  const to = new Uint32Array(most)
  const kind = new Uint8Array(most)
  const names = new Names(bytes)
  let count = 0
  for (; rows.at < bytes.length; rows.endRow()) {
    const tail = rows.number()
    const head = rows.number()
    // Leaving such an edge out would shrink a blast radius.
    if (tail >= nodeCount || head >= nodeCount) throw rows.wrong('an end that nodes.csv does not have')
    const end = rows.fieldEnd()
    from[count] = tail
    to[count] = head
    kind[count++] = names.numberOf(rows.at, end)
    rows.at = end
  }
  return {
    from: from.subarray(0, count),
    to: to.subarray(0, count),
    kind: kind.subarray(0, count),
    kinds: names.list,
  }
}

/** Numbers the few names of a column without making a string of each row. */
class Names {
  readonly list: string[] = []
  readonly #bytes: Uint8Array
  readonly #spans: number[] = []
  readonly #slots = new Uint8Array(1024)

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  numberOf(start: number, end: number): number {
    const bytes = this.#bytes
    let slot = ((end - start) * 31 + bytes[start]! * 7 + bytes[end - 1]! * 3) & 1023
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & 1023)
      if (this.#isAt(this.#slots[slot]! - 1, start, end)) return this.#slots[slot]! - 1
    if (this.list.length === 255) throw new Error('edges.csv has more than 255 kinds of edges.')
    this.#spans.push(start, end)
    this.#slots[slot] = this.list.push(new TextDecoder().decode(bytes.subarray(start, end)))
    return this.list.length - 1
  }

  #isAt(number: number, start: number, end: number): boolean {
    const known = this.#spans[2 * number]!
    if (this.#spans[2 * number + 1]! - known !== end - start) return false
    for (let i = end - start - 1; i >= 0; i--) if (this.#bytes[known + i] !== this.#bytes[start + i]) return false
    return true
  }
}
