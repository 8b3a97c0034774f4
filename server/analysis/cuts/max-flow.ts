/**
 * Dinic's maximum flow (1970) on a network that is built arc by arc. Capacities are small integers; UNCUTTABLE stands
 * for an arc that no cut may hold.
 */
export const UNCUTTABLE = 2 ** 50

export class FlowNetwork {
  readonly #to: number[] = []
  readonly #capacity: number[] = []
  readonly #rows: number[][] = []

  node(): number {
    return this.#rows.push([]) - 1
  }

  /** Returns the arc's number; it and its reverse differ in the last bit, whichever of the two is followed. */
  arc(from: number, to: number, capacity: number): number {
    const arc = this.#to.push(to) - 1
    this.#capacity.push(capacity)
    this.#rows[from]!.push(arc)
    this.#to.push(from)
    this.#capacity.push(0)
    this.#rows[to]!.push(arc + 1)
    return arc
  }

  /** The flow's value, or Infinity as soon as it shows that no finite cut exists. */
  maxFlow(source: number, sink: number): number {
    let flow = 0
    for (;;) {
      const level = this.#levels(source)
      if (level[sink] === -1) return flow
      const next = new Uint32Array(this.#rows.length)
      for (
        let sent = this.#augment(source, sink, level, next);
        sent > 0;
        sent = this.#augment(source, sink, level, next)
      ) {
        flow += sent
        if (flow >= UNCUTTABLE) return Number.POSITIVE_INFINITY
      }
    }
  }

  /** After `maxFlow`: what the source still reaches. A full arc from inside to outside is in the cut. */
  sourceSide(source: number): Int32Array {
    return this.#levels(source)
  }

  #levels(source: number): Int32Array {
    const level = new Int32Array(this.#rows.length).fill(-1)
    level[source] = 0
    const queue = [source]
    for (let head = 0; head < queue.length; head++) {
      for (const arc of this.#rows[queue[head]!]!) {
        const to = this.#to[arc]!
        if (this.#capacity[arc]! === 0 || level[to] !== -1) continue
        level[to] = level[queue[head]!]! + 1
        queue.push(to)
      }
    }
    return level
  }

  /** One augmenting path along the levels; without recursion, since a chain may be as long as the estate. */
  #augment(source: number, sink: number, level: Int32Array, next: Uint32Array): number {
    const path: number[] = []
    let at = source
    while (at !== sink) {
      const row = this.#rows[at]!
      let arc = -1
      for (; next[at]! < row.length; next[at]!++) {
        const candidate = row[next[at]!]!
        if (this.#capacity[candidate]! > 0 && level[this.#to[candidate]!] === level[at]! + 1) {
          arc = candidate
          break
        }
      }
      if (arc !== -1) {
        path.push(arc)
        at = this.#to[arc]!
        continue
      }
      const back = path.pop()
      if (back === undefined) return 0
      at = this.#to[back ^ 1]!
      next[at]!++
    }
    let sent = UNCUTTABLE
    for (const arc of path) sent = Math.min(sent, this.#capacity[arc]!)
    for (const arc of path) {
      this.#capacity[arc]! -= sent
      this.#capacity[arc ^ 1]! += sent
    }
    return sent
  }
}
