import { FIELD, type PackedFacts, ROW } from '../model/packed-facts.ts'
import { Growing } from './growing.ts'
import { bytes, halves, words } from './shared-arrays.ts'
import { TextColumn } from './text-column.ts'
import { TextIndex } from './text-index.ts'

/** What one scope says, in columns: it stays as it is until the scope says something else. */
export interface Segment {
  /** By node fact: its row without the scope. */
  readonly nodes: TextColumn
  /** The ids at the ends of its edges, each once. */
  readonly ends: TextColumn
  /** What its edges say beside that, each once: their kind, a separator, and the rest as JSON. */
  readonly claims: TextColumn
  /** By edge: numbers of ends and of a claim, and the ten bytes of its id. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly claim: Uint32Array
  readonly high: Uint32Array
  readonly middle: Uint32Array
  readonly low: Uint16Array
  readonly stale: Uint8Array
}

const YES = '1'.charCodeAt(0)
const ID_LENGTH = 21

/** Collects the facts of one scope as they stream by. */
export class SegmentBuilder {
  readonly #nodes = new Rows()
  readonly #ends = new TextIndex()
  readonly #claims = new TextIndex()
  readonly #from = new Growing(words)
  readonly #to = new Growing(words)
  readonly #claim = new Growing(words)
  readonly #high = new Growing(words)
  readonly #middle = new Growing(words)
  readonly #low = new Growing(halves)
  readonly #stale = new Growing(bytes)

  node(from: Uint8Array, start: number, end: number): void {
    this.#nodes.push(from, start, end)
  }

  /** Takes the row that begins there, behind its scope, and gives where it ends. */
  edge(row: Uint8Array, start: number): number {
    if (row[start + ID_LENGTH] !== FIELD) throw new Error('an edge has an id that is none')
    this.#high.push(hex(row, start + 1, 8))
    this.#middle.push(hex(row, start + 9, 8))
    this.#low.push(hex(row, start + 17, 4))
    this.#from.push(this.#ends.read(row, start + ID_LENGTH + 1))
    this.#to.push(this.#ends.read(row, this.#ends.end + 1))
    this.#claim.push(this.#claims.read(row, this.#ends.end + 1, 2))
    const stale = this.#claims.end + 1
    this.#stale.push(row[stale] === YES ? 1 : 0)
    return stale + 1
  }

  finish(): Segment {
    return {
      nodes: this.#nodes.column(),
      ends: this.#ends.column(),
      claims: this.#claims.column(),
      from: this.#from.all(),
      to: this.#to.all(),
      claim: this.#claim.all(),
      high: this.#high.all(),
      middle: this.#middle.all(),
      low: this.#low.all(),
      stale: this.#stale.all(),
    }
  }
}

/** Runs of bytes one behind the other. */
class Rows {
  #bytes = new Uint8Array(1 << 12)
  readonly #starts = new Growing(words)

  constructor() {
    this.#starts.push(0)
  }

  push(from: Uint8Array, start: number, end: number): void {
    const at = this.#starts.at(this.#starts.length - 1)
    if (at + end - start > this.#bytes.length) {
      const larger = new Uint8Array(2 * (at + end - start))
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(from.subarray(start, end), at)
    this.#starts.push(at + end - start)
  }

  column(): TextColumn {
    const starts = this.#starts.all()
    return TextColumn.from(this.#bytes.subarray(0, starts[starts.length - 1]!), starts)
  }
}

function hex(bytes: Uint8Array, start: number, length: number): number {
  let number = 0
  for (let i = start; i < start + length; i++) {
    const digit = bytes[i]!
    number = number * 16 + (digit <= 57 ? digit - 48 : digit - 87)
  }
  return number
}

/** Deals packed rows out to the segments of their scopes. */
export class SegmentBuilders {
  readonly #builders = new Map<string, SegmentBuilder>()

  nodes({ bytes, scopeOf }: PackedFacts): void {
    const builders = this.#here(scopeOf)
    for (let at = 0; at < bytes.length; ) {
      const start = bytes.indexOf(FIELD, at) + 1
      const row = bytes.indexOf(ROW, start)
      const end = row === -1 ? bytes.length : row
      builders(numberAt(bytes, at)).node(bytes, start, end)
      at = end + 1
    }
  }

  edges({ bytes, scopeOf }: PackedFacts): void {
    const builders = this.#here(scopeOf)
    for (let at = 0; at < bytes.length; ) {
      const builder = builders(numberAt(bytes, at))
      while (bytes[at] !== FIELD) at++
      at = builder.edge(bytes, at + 1) + 1
    }
  }

  finish(): Map<string, Segment> {
    return new Map([...this.#builders].map(([scope, builder]) => [scope, builder.finish()]))
  }

  /** Rows of one scope mostly follow each other. */
  #here(scopeOf: (number: number) => string): (scope: number) => SegmentBuilder {
    let last = -1
    let builder: SegmentBuilder | undefined
    return (scope) => {
      if (scope !== last || builder === undefined) builder = this.#builderOf(scopeOf(scope))
      last = scope
      return builder
    }
  }

  #builderOf(scope: string): SegmentBuilder {
    const builder = this.#builders.get(scope) ?? new SegmentBuilder()
    this.#builders.set(scope, builder)
    return builder
  }
}

function numberAt(bytes: Uint8Array, start: number): number {
  let number = 0
  for (let at = start; bytes[at] !== FIELD; at++) number = number * 10 + bytes[at]! - 48
  return number
}
