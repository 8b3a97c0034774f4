import { confidences } from '../model/kinds.ts'
import { bucketOrder } from './bucket-order.ts'
import type { EdgeTable, Window } from './privilege-graph.ts'
import type { Profiles } from './profiles.ts'
import type { Segment } from './segment.ts'
import { bytes, halves, words } from './shared-arrays.ts'
import type { Way } from './ways.ts'

/** An edge of which several facts speak. */
interface Shared {
  readonly edge: number
  readonly facts: Uint32Array
}

/** Puts the edges of all segments into one table; no object per edge is made. */
export class EdgeBuilder {
  readonly #profiles: Profiles
  readonly #from: Uint32Array
  readonly #to: Uint32Array
  readonly #profile: Uint16Array
  readonly #confidence: Uint8Array
  readonly #conditional: Uint8Array
  readonly #stale: Uint8Array
  /** An id is 80 bits: two words and the rest. */
  readonly #high: Uint32Array
  readonly #middle: Uint32Array
  readonly #low: Uint16Array
  readonly #missing = new Map<number, string>()
  readonly #gates = new Map<number, readonly number[]>()
  readonly #windows = new Map<number, Window>()
  #length = 0

  constructor(profiles: Profiles, count: number) {
    this.#profiles = profiles
    this.#from = new Uint32Array(count)
    this.#to = new Uint32Array(count)
    this.#profile = new Uint16Array(count)
    this.#confidence = new Uint8Array(count)
    this.#conditional = new Uint8Array(count)
    this.#stale = new Uint8Array(count)
    this.#high = new Uint32Array(count)
    this.#middle = new Uint32Array(count)
    this.#low = new Uint16Array(count)
  }

  /** `nodeOf` gives by id its node, `ways` by claim what it says. */
  add(segment: Segment, nodeOf: Uint32Array, ways: readonly Way[]): void {
    const first = this.#length
    const { length } = segment.claim
    this.#high.set(segment.high, first)
    this.#middle.set(segment.middle, first)
    this.#low.set(segment.low, first)
    this.#stale.set(segment.stale, first)
    const profileOf = Uint16Array.from(ways, ({ profile }) => profile)
    const confidenceOf = Uint8Array.from(ways, ({ confidence }) => confidence)
    const conditionalOf = Uint8Array.from(ways, ({ conditional }) => (conditional ? 1 : 0))
    const isPlain = ways.every(({ missing, gates, window }) => missing === undefined && !gates && !window)
    for (let edge = 0, at = first; edge < length; edge++, at++) {
      const claim = segment.claim[edge]!
      this.#from[at] = nodeOf[segment.from[edge]!]!
      this.#to[at] = nodeOf[segment.to[edge]!]!
      this.#profile[at] = profileOf[claim]!
      this.#confidence[at] = confidenceOf[claim]!
      this.#conditional[at] = conditionalOf[claim]!
      if (!isPlain) this.#addRest(at, ways[claim]!, nodeOf)
    }
    this.#length += length
  }

  #addRest(at: number, { missing, gates, window }: Way, nodeOf: Uint32Array): void {
    if (missing !== undefined) this.#missing.set(at, missing)
    if (gates)
      this.#gates.set(
        at,
        gates.map((gate) => nodeOf[gate]!),
      )
    if (window) this.#windows.set(at, window)
  }

  /** `place` gives the final index of each provisional node number. */
  finish(place: Uint32Array): { edges: EdgeTable; profileOf: Uint16Array } {
    const sorted = this.#sorted(place)
    const { order, shared } = this.#grouped(sorted)
    const { stale, windows } = this.#together(order, shared)
    const from = taken(this.#from, order, words)
    const to = taken(this.#to, order, words)
    for (let i = 0; i < order.length; i++) {
      from[i] = place[from[i]!]!
      to[i] = place[to[i]!]!
    }
    const profileOf = this.#waysTogether(order, shared)
    const kind = bytes(order.length)
    for (let i = 0; i < order.length; i++) kind[i] = this.#profiles.list[profileOf[i]!]!.kind
    const edges = {
      count: order.length,
      from,
      to,
      kind,
      kinds: this.#profiles.kinds,
      confidence: taken(this.#confidence, order, bytes),
      conditional: taken(this.#conditional, order, bytes),
      stale,
      idBytes: this.#idBytes(order),
      missing: picked(this.#missing, order),
      gates: new Map([...picked(this.#gates, order)].map(([e, gates]) => [e, gates.map((gate) => place[gate]!)])),
      windows,
    }
    return { edges, profileOf }
  }

  #sorted(place: Uint32Array): Uint32Array {
    return bucketOrder(
      this.#length,
      (at) => this.#high[at]!,
      (a, b) => this.#compare(a, b) || this.#preference(b) - this.#preference(a) || this.#byContent(a, b, place),
    )
  }

  /** Between facts that count alike: the order in which they came decides nothing. */
  #byContent(a: number, b: number, place: Uint32Array): number {
    if (this.#missing.size === 0 && this.#gates.size === 0) return 0
    const gates = (at: number) => (this.#gates.get(at) ?? []).map((gate) => place[gate]!)
    const text = (at: number) => `${this.#missing.get(at) ?? ''}\n${gates(at).join(' ')}`
    const [first, second] = [text(a), text(b)]
    return first < second ? -1 : first > second ? 1 : 0
  }

  /**
   * What equally firm facts of one edge say together: it is stale when all are, and holds from the first of their
   * windows to the end of the last. A scope that lets it lapse hides no way that another one still says.
   */
  #together(order: Uint32Array, shared: readonly Shared[]): { stale: Uint8Array; windows: Map<number, Window> } {
    const stale = taken(this.#stale, order, bytes)
    const windows = picked(this.#windows, order)
    for (const { edge, facts } of shared) {
      const speaker = order[edge]!
      let window = windows.get(edge)
      for (const other of facts) {
        if (this.#isInferred(other) !== this.#isInferred(speaker)) continue
        if (!this.#stale[other]) stale[edge] = 0
        window = hull(window, this.#windows.get(other))
      }
      if (window) windows.set(edge, window)
      else windows.delete(edge)
    }
    return { stale, windows: new Map([...windows].sort(([a], [b]) => a - b)) }
  }

  #waysTogether(order: Uint32Array, shared: readonly Shared[]): Uint16Array {
    const profileOf = taken(this.#profile, order, halves)
    for (const { edge, facts } of shared)
      profileOf[edge] = this.#profiles.together(Array.from(facts, (at) => this.#profile[at]!))
    return profileOf
  }

  #isInferred(at: number): boolean {
    return confidences[this.#confidence[at]!] === 'inferred'
  }

  /** The preferred fact of each edge, and the few edges that several facts share, the preferred one first. */
  #grouped(sorted: Uint32Array): { order: Uint32Array; shared: Shared[] } {
    const order = new Uint32Array(sorted.length)
    const shared: Shared[] = []
    let count = 0
    for (let at = 0; at < sorted.length; count++) {
      const first = sorted[at]!
      order[count] = first
      let end = at + 1
      while (end < sorted.length && this.#compare(first, sorted[end]!) === 0) end++
      if (end > at + 1) shared.push({ edge: count, facts: sorted.subarray(at, end) })
      at = end
    }
    return { order: order.subarray(0, count), shared }
  }

  #compare(a: number, b: number): number {
    return this.#high[a]! - this.#high[b]! || this.#middle[a]! - this.#middle[b]! || this.#low[a]! - this.#low[b]!
  }

  #preference(at: number): number {
    return this.#profiles.list[this.#profile[at]!]!.preference
  }

  #idBytes(order: Uint32Array): Uint8Array {
    const ids = bytes(order.length * 10)
    const view = new DataView(ids.buffer)
    for (let i = 0; i < order.length; i++) {
      view.setUint32(i * 10, this.#high[order[i]!]!)
      view.setUint32(i * 10 + 4, this.#middle[order[i]!]!)
      view.setUint16(i * 10 + 8, this.#low[order[i]!]!)
    }
    return ids
  }
}

/** A column in the order given, over shared memory. */
function taken<A extends Uint8Array | Uint16Array | Uint32Array>(
  column: A,
  order: Uint32Array,
  make: (length: number) => A,
): A {
  const sorted = make(order.length)
  for (let i = 0; i < order.length; i++) sorted[i] = column[order[i]!]!
  return sorted
}

/** No window is always. */
const hull = (a: Window | undefined, b: Window | undefined): Window | undefined =>
  a && b && { from: Math.min(a.from, b.from), until: Math.max(a.until, b.until) }

function picked<T>(sparse: ReadonlyMap<number, T>, order: Uint32Array): Map<number, T> {
  const kept = new Map<number, T>()
  if (sparse.size === 0) return kept
  for (let i = 0; i < order.length; i++) {
    const value = sparse.get(order[i]!)
    if (value !== undefined) kept.set(i, value)
  }
  return kept
}
