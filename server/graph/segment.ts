import { FIELD, NODE_ROW, type PackedFacts, ROW } from '../model/packed-facts.ts'
import { Growing } from './growing.ts'
import { bytes, halves, words } from './shared-arrays.ts'
import { TextColumn } from './text-column.ts'
import { TextIndex } from './text-index.ts'

/** What one scope says, in columns; ids are numbers in an index that all segments share. */
export interface Segment {
  /** By node fact: its row, without the scope, and its id. */
  readonly nodes: TextColumn
  readonly nodeIds: Uint32Array
  /** What its edges say beside their ends, each once: their kind, a separator, and the rest as JSON. */
  readonly claims: TextColumn
  /** By edge: the ids of its ends, a number of a claim, and the ten bytes of its own id. */
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
class SegmentBuilder {
  readonly #ids: TextIndex
  readonly #claims = new TextIndex()
  readonly #rows = new Growing(bytes)
  readonly #rowEnds = new Growing(words)
  readonly #nodeIds = new Growing(words)
  readonly #from = new Growing(words)
  readonly #to = new Growing(words)
  readonly #claim = new Growing(words)
  readonly #high = new Growing(words)
  readonly #middle = new Growing(words)
  readonly #low = new Growing(halves)
  readonly #stale = new Growing(bytes)

  constructor(ids: TextIndex) {
    this.#ids = ids
    this.#rowEnds.push(0)
  }

  /** Takes the row that begins there, behind its scope, and gives where it ends. */
  node(chunk: Uint8Array, start: number): number {
    this.#nodeIds.push(this.#ids.read(chunk, start))
    const next = chunk.indexOf(ROW, start)
    const end = next === -1 ? chunk.length : next
    this.#rows.append(chunk.subarray(start, end))
    this.#rowEnds.push(this.#rows.length)
    return end
  }

  edge(row: Uint8Array, start: number): number {
    if (row[start + ID_LENGTH] !== FIELD) throw new Error('an edge has an id that is none')
    this.#high.push(hex(row, start + 1, 8))
    this.#middle.push(hex(row, start + 9, 8))
    this.#low.push(hex(row, start + 17, 4))
    this.#from.push(this.#ids.read(row, start + ID_LENGTH + 1))
    this.#to.push(this.#ids.read(row, this.#ids.end + 1))
    this.#claim.push(this.#claims.read(row, this.#ids.end + 1, 2))
    const stale = this.#claims.end + 1
    this.#stale.push(row[stale] === YES ? 1 : 0)
    return stale + 1
  }

  finish(): Segment {
    return {
      nodes: new TextColumn(this.#rows.all(), this.#rowEnds.all()),
      nodeIds: this.#nodeIds.all(),
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

/** Deals packed rows out to the segments of their scopes. */
export class SegmentBuilders {
  readonly #ids: TextIndex
  readonly #builders = new Map<string, SegmentBuilder>()

  constructor(ids: TextIndex) {
    this.#ids = ids
  }

  add({ bytes, scopeOf }: PackedFacts): void {
    let last = -1
    let builder: SegmentBuilder | undefined
    for (let at = 0; at < bytes.length; at++) {
      const isNode = bytes[at++] === NODE_ROW
      let scope = 0
      for (; bytes[at] !== FIELD; at++) scope = scope * 10 + bytes[at]! - 48
      if (scope !== last || builder === undefined) builder = this.#builderOf(scopeOf(scope)) // they mostly come in runs
      last = scope
      at = isNode ? builder.node(bytes, at + 1) : builder.edge(bytes, at + 1)
    }
  }

  finish(): Map<string, Segment> {
    return new Map([...this.#builders].map(([scope, builder]) => [scope, builder.finish()]))
  }

  #builderOf(scope: string): SegmentBuilder {
    const builder = this.#builders.get(scope) ?? new SegmentBuilder(this.#ids)
    this.#builders.set(scope, builder)
    return builder
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
