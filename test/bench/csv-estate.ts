import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
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
const CARRIAGE_RETURN = 13
const COMMA = 44
const ZERO = 48
/** As far as a letter is looked for behind the end of the file. */
const BEHIND = 8
/** The shortest row of an edge: `0,0,A` and its end. */
const LEAST_ROW = 6
/** The shortest row of a node: `0,a,0`, and its end but for the last. */
const LEAST_NODE = 5

export function readEstate(folder: string): CsvEstate {
  const criticality = readCriticality(new Rows(join(folder, 'nodes.csv')))
  return { ...readEdges(new Rows(join(folder, 'edges.csv')), criticality.length), ...criticality.column }
}

class Rows {
  /** The file, and some line ends behind it. */
  readonly bytes: Uint8Array
  readonly length: number
  readonly #path: string
  at = 0
  #row = 1

  constructor(path: string) {
    this.#path = path
    const file = openSync(path, 'r')
    this.length = fstatSync(file).size
    this.bytes = new Uint8Array(this.length + BEHIND).fill(NEWLINE, this.length)
    let read = 0
    for (let got = 1; got > 0 && read < this.length; read += got)
      got = readSync(file, this.bytes, read, Math.min(this.length - read, 2 ** 30), read)
    closeSync(file)
    this.endRow()
  }

  /** A whole number and the comma behind it. */
  number(): number {
    const { bytes, length } = this
    const start = this.at
    let number = 0
    let at = start
    for (; at < length && bytes[at] !== COMMA; at++) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) throw this.wrong('an id or number that is not of digits')
      number = number * 10 + digit
    }
    if (at === start || at === length) throw this.wrong('a field that is missing')
    this.at = at + 1
    return number
  }

  /** The end of the last field of the row; a carriage return is no part of it. */
  fieldEnd(): number {
    const { bytes, length } = this
    let at = this.at
    while (at < length && bytes[at] !== NEWLINE && bytes[at] !== CARRIAGE_RETURN) at++
    return at
  }

  endRow(): void {
    const { bytes, length } = this
    while (this.at < length && bytes[this.at] !== NEWLINE) this.at++
    this.at++
    this.#row++
  }

  /** What is wrong with the row of an edge that begins there; read once more, field by field, to tell. */
  wrongEdge(start: number, row: number, nodeCount: number): Error {
    this.at = start
    this.#row = row
    const ends = [this.number(), this.number()]
    return this.wrong(
      ends.some((end) => end >= nodeCount) ? 'an end that nodes.csv does not have' : 'an end that is wrong',
    )
  }

  wrong(what: string): Error {
    return new Error(`${this.#path}: row ${this.#row} has ${what}.`)
  }
}

function readCriticality(rows: Rows) {
  const column = new Uint8Array(Math.ceil(rows.length / LEAST_NODE))
  let count = 0
  for (; rows.at < rows.length; rows.endRow()) {
    if (rows.number() !== count) throw rows.wrong('an id that does not count up from 0')
    while (rows.at < rows.length && rows.bytes[rows.at] !== COMMA) rows.at++
    rows.at++
    let criticality = 0
    for (const end = rows.fieldEnd(); rows.at < end; rows.at++)
      criticality = criticality * 10 + rows.bytes[rows.at]! - ZERO
    if (!(criticality >= 0 && criticality <= 10)) throw rows.wrong('a criticality that is not 0 to 10')
    column[count++] = criticality
  }
  return { length: count, column: { nodeCount: count, criticality: column.slice(0, count) } }
}

/** One loop over all bytes, since a call for each field would take longer than reading it. */
function readEdges(rows: Rows, nodeCount: number) {
  const { bytes, length } = rows
  const most = Math.ceil(length / LEAST_ROW)
  const from = new Uint32Array(most)
  const to = new Uint32Array(most)
  const kind = new Uint8Array(most)
  const names = new Names(bytes)
  const { guesses, starts, lengths } = names
  let count = 0
  let at = rows.at
  // No loop asks for the end of the file: behind it stand line ends.
  while (at < length) {
    const row = at
    let tail = 0
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) tail = tail * 10 + digit
    const second = at + 1
    let isRow = at > row && bytes[at] === COMMA
    at = second
    let head = 0
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) head = head * 10 + digit
    isRow &&= at > second && bytes[at] === COMMA
    // Leaving such an edge out would shrink a blast radius.
    if (!isRow || tail >= nodeCount || head >= nodeCount) throw rows.wrongEdge(row, count + 2, nodeCount)
    const start = ++at
    from[count] = tail
    to[count] = head
    let name = guesses[guessOf(bytes, start)]! - 1
    if (name >= 0) {
      const other = starts[name]! - start
      for (const end = start + lengths[name]!; at < end && bytes[at] === bytes[other + at]; ) at++
      if (at !== start + lengths[name]! || bytes[at]! > CARRIAGE_RETURN) name = -1
    }
    if (name < 0) {
      at = start
      while (bytes[at]! > CARRIAGE_RETURN) at++
      name = names.numberOf(start, at)
    }
    kind[count++] = name
    while (bytes[at] !== NEWLINE) at++
    at++
  }
  return {
    from: from.subarray(0, count),
    to: to.subarray(0, count),
    kind: kind.subarray(0, count),
    kinds: names.list,
  }
}

/** A name of the file is guessed by some of its letters, and compared. */
const guessOf = (bytes: Uint8Array, start: number): number =>
  (bytes[start]! * 7 + bytes[start + 2]! * 31 + bytes[start + 4]! * 3) & 1023

/** Numbers the few names of a column without making a string of each row. */
class Names {
  readonly list: string[] = []
  /** By `guessOf`: one more than the number of the name that was met last. */
  readonly guesses = new Uint8Array(1024)
  readonly starts: number[] = []
  readonly lengths: number[] = []
  readonly #bytes: Uint8Array
  readonly #numbers = new Map<string, number>()

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  numberOf(start: number, end: number): number {
    const name = new TextDecoder().decode(this.#bytes.subarray(start, end))
    let number = this.#numbers.get(name)
    if (number === undefined) {
      if (this.list.length === 255) throw new Error('edges.csv has more than 255 kinds of edges.')
      number = this.list.push(name) - 1
      this.#numbers.set(name, number)
      this.starts.push(start)
      this.lengths.push(end - start)
    }
    this.guesses[guessOf(this.#bytes, start)] = number + 1
    return number
  }
}
