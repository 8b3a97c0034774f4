import { FIELD, NODE_ROW, type PackedFacts, ROW } from '../model/packed-facts.ts'
import { Growing } from './growing.ts'
import { bytes, halves, words } from './shared-arrays.ts'
import { TextColumn } from './text-column.ts'
import { TextIndex, Texts } from './text-index.ts'

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

  constructor() {
    this.#rowEnds.push(0)
  }

  /** Takes the row that begins there, behind its scope, notes the ids in it, and gives where it ends. */
  node(chunk: Uint8Array, start: number, ids: Texts): number {
    ids.note(chunk, start)
    const next = chunk.indexOf(ROW, start)
    const end = next === -1 ? chunk.length : next
    this.#rows.append(chunk.subarray(start, end))
    this.#rowEnds.push(this.#rows.length)
    return end
  }

  edge(row: Uint8Array, start: number, ids: Texts): number {
    if (row[start + ID_LENGTH] !== FIELD) throw new Error('an edge has an id that is none')
    this.#high.push(hex(row, start + 1, 8))
    this.#middle.push(hex(row, start + 9, 8))
    this.#low.push(hex(row, start + 17, 4))
    const ends = ids.note(row, ids.note(row, start + ID_LENGTH + 1) + 1)
    this.#claim.push(this.#claims.read(row, ends + 1, 2))
    const stale = this.#claims.end + 1
    this.#stale.push(row[stale] === YES ? 1 : 0)
    return stale + 1
  }

  nodeId(id: number): void {
    this.#nodeIds.push(id)
  }

  edgeEnds(from: number, to: number): void {
    this.#from.push(from)
    this.#to.push(to)
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

/** Rows of one scope and sort that follow each other, which they mostly do. */
interface Run {
  readonly builder: SegmentBuilder
  readonly areNodes: boolean
  count: number
}

/** Deals packed rows out to the segments of their scopes. */
export class SegmentBuilders {
  readonly #ids: TextIndex
  readonly #texts = new Texts()
  readonly #builders = new Map<string, SegmentBuilder>()

  constructor(ids: TextIndex) {
    this.#ids = ids
  }

  add({ bytes, scopeOf }: PackedFacts): void {
    const texts = this.#texts
    const runs: Run[] = []
    let last = -1
    texts.length = 0
    for (let at = 0; at < bytes.length; at++) {
      const areNodes = bytes[at++] === NODE_ROW
      let scope = 0
      for (; bytes[at] !== FIELD; at++) scope = scope * 10 + bytes[at]! - 48
      const here = scope * 2 + (areNodes ? 1 : 0)
      if (here !== last) runs.push({ builder: this.#builderOf(scopeOf(scope)), areNodes, count: 0 })
      last = here
      const run = runs[runs.length - 1]!
      run.count++
      at = areNodes ? run.builder.node(bytes, at + 1, texts) : run.builder.edge(bytes, at + 1, texts)
    }
    this.#number(bytes, runs)
  }

  #number(bytes: Uint8Array, runs: readonly Run[]): void {
    const numbers = new Uint32Array(this.#texts.length)
    this.#ids.addAll(bytes, this.#texts, numbers)
    let at = 0
    for (const { builder, areNodes, count } of runs) {
      if (areNodes) for (let i = 0; i < count; i++) builder.nodeId(numbers[at++]!)
      else for (let i = 0; i < count; i++, at += 2) builder.edgeEnds(numbers[at]!, numbers[at + 1]!)
    }
  }

  finish(): Map<string, Segment> {
    return new Map([...this.#builders].map(([scope, builder]) => [scope, builder.finish()]))
  }

  #builderOf(scope: string): SegmentBuilder {
    const builder = this.#builders.get(scope) ?? new SegmentBuilder()
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
