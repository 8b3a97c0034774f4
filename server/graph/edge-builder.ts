import type { EdgeFact } from '../model/facts.ts'
import { confidences } from '../model/kinds.ts'
import { bucketOrder } from './bucket-order.ts'
import { Growing } from './growing.ts'
import type { EdgeTable, Window } from './privilege-graph.ts'
import type { Profiles } from './profiles.ts'
import { bytes, halves, words } from './shared-arrays.ts'

/** Collects edges in columns as they stream by; no object per edge is kept. */
export class EdgeBuilder {
  readonly #profiles: Profiles
  readonly #from = new Growing(words)
  readonly #to = new Growing(words)
  readonly #profile = new Growing(halves)
  readonly #confidence = new Growing(bytes)
  readonly #conditional = new Growing(bytes)
  readonly #stale = new Growing(bytes)
  /** An id is 80 bits: two words and the rest. */
  readonly #high = new Growing(words)
  readonly #middle = new Growing(words)
  readonly #low = new Growing(words)
  readonly #missing = new Map<number, string>()
  readonly #gates = new Map<number, readonly number[]>()
  readonly #windows = new Map<number, Window>()

  constructor(profiles: Profiles) {
    this.#profiles = profiles
  }

  add({ id, edge, stale }: EdgeFact, from: number, to: number, gates: readonly number[]): void {
    const at = this.#from.length
    this.#from.push(from)
    this.#to.push(to)
    this.#profile.push(this.#profiles.of(edge))
    this.#confidence.push(confidences.indexOf(edge.confidence))
    this.#conditional.push(edge.verdict === 'conditional' ? 1 : 0)
    this.#stale.push(stale ? 1 : 0)
    this.#high.push(Number.parseInt(id.slice(1, 9), 16))
    this.#middle.push(Number.parseInt(id.slice(9, 17), 16))
    this.#low.push(Number.parseInt(id.slice(17, 21), 16))
    if (edge.missing !== undefined) this.#missing.set(at, edge.missing)
    if (gates.length > 0) this.#gates.set(at, gates)
    if (edge.startsAt !== undefined || edge.expiresAt !== undefined) {
      const from = edge.startsAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(edge.startsAt)
      const until = edge.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(edge.expiresAt)
      this.#windows.set(at, { from, until })
    }
  }

  /** `place` gives the final index of each provisional node number. */
  finish(place: Uint32Array): { edges: EdgeTable; profileOf: Uint16Array } {
    const sorted = this.#sorted(place)
    const order = this.#distinct(sorted)
    const { stale, windows } = this.#together(sorted, order)
    const from = this.#from.take(order)
    const to = this.#to.take(order)
    for (let i = 0; i < order.length; i++) {
      from[i] = place[from[i]!]!
      to[i] = place[to[i]!]!
    }
    const profileOf = this.#waysTogether(sorted, order)
    const kind = bytes(order.length)
    for (let i = 0; i < order.length; i++) kind[i] = this.#profiles.list[profileOf[i]!]!.kind
    const edges = {
      count: order.length,
      from,
      to,
      kind,
      kinds: this.#profiles.kinds,
      confidence: this.#confidence.take(order),
      conditional: this.#conditional.take(order),
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
      this.#from.length,
      (at) => this.#high.at(at),
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
  #together(sorted: Uint32Array, order: Uint32Array): { stale: Uint8Array; windows: Map<number, Window> } {
    const stale = this.#stale.take(order)
    const windows = new Map<number, Window>()
    for (let edge = 0, at = 0; edge < order.length; edge++) {
      const speaker = order[edge]!
      let window = this.#windows.get(speaker)
      for (; at < sorted.length && this.#compare(sorted[at]!, speaker) === 0; at++) {
        const other = sorted[at]!
        if (this.#isInferred(other) !== this.#isInferred(speaker)) continue
        if (!this.#stale.at(other)) stale[edge] = 0
        window = hull(window, this.#windows.get(other))
      }
      if (window) windows.set(edge, window)
    }
    return { stale, windows }
  }

  #waysTogether(sorted: Uint32Array, order: Uint32Array): Uint16Array {
    const profileOf = this.#profile.take(order)
    if (sorted.length === order.length) return profileOf
    for (let edge = 0, at = 0; edge < order.length; edge++) {
      const profiles: number[] = []
      for (; at < sorted.length && this.#compare(sorted[at]!, order[edge]!) === 0; at++)
        profiles.push(this.#profile.at(sorted[at]!))
      if (profiles.length > 1) profileOf[edge] = this.#profiles.together(profiles)
    }
    return profileOf
  }

  #isInferred(at: number): boolean {
    return confidences[this.#confidence.at(at)] === 'inferred'
  }

  /** The preferred fact of each edge; the others say the same less firmly. */
  #distinct(sorted: Uint32Array): Uint32Array {
    return sorted.filter((at, i) => i === 0 || this.#compare(sorted[i - 1]!, at) !== 0)
  }

  #compare(a: number, b: number): number {
    return (
      this.#high.at(a) - this.#high.at(b) ||
      this.#middle.at(a) - this.#middle.at(b) ||
      this.#low.at(a) - this.#low.at(b)
    )
  }

  #preference(at: number): number {
    return this.#profiles.list[this.#profile.at(at)]!.preference
  }

  #idBytes(order: Uint32Array): Uint8Array {
    const ids = bytes(order.length * 10)
    const view = new DataView(ids.buffer)
    for (let i = 0; i < order.length; i++) {
      view.setUint32(i * 10, this.#high.at(order[i]!))
      view.setUint32(i * 10 + 4, this.#middle.at(order[i]!))
      view.setUint16(i * 10 + 8, this.#low.at(order[i]!))
    }
    return ids
  }
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
