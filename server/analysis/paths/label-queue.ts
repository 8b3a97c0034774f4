import type { Label, Order } from './order.ts'

interface Bucket extends Label {
  readonly turn: number
  readonly ids: Stack
}

class Stack {
  #ids = new Int32Array(16)
  size = 0

  get top(): number {
    return this.#ids[this.size - 1]!
  }

  push(id: number): void {
    if (this.size === this.#ids.length) {
      const larger = new Int32Array(2 * this.size)
      larger.set(this.#ids)
      this.#ids = larger
    }
    this.#ids[this.size++] = id
  }

  pop(): number {
    return this.#ids[--this.size]!
  }
}

/**
 * What waits, the best label first and, among equal ones, the earliest turn. One bucket for all that is alike, since
 * few different labels wait at a time. It is kept from search to search with the room it has taken.
 */
export class LabelQueue {
  #order: Order | undefined
  /** The first to come out last. */
  readonly #sorted: Bucket[] = []
  readonly #spare: Stack[] = []
  #last: Bucket | undefined

  begin(order: Order): void {
    this.#order = order
    while (this.#sorted.length > 0) this.#close()
  }

  get isEmpty(): boolean {
    return this.#sorted.length === 0
  }

  /** The best label that waits. Not asked of an empty queue. */
  get best(): Label {
    return this.#sorted[this.#sorted.length - 1]!
  }

  /** What comes out next. */
  get top(): number {
    return this.#sorted[this.#sorted.length - 1]!.ids.top
  }

  push(level: number, hops: number, turn: number, id: number): void {
    let bucket = this.#last
    if (bucket === undefined || bucket.level !== level || bucket.hops !== hops || bucket.turn !== turn) {
      bucket = this.#bucket(level, hops, turn)
      this.#last = bucket
    }
    bucket.ids.push(id)
  }

  pop(): number {
    const bucket = this.#sorted[this.#sorted.length - 1]!
    const id = bucket.ids.pop()
    if (bucket.ids.size === 0) this.#close()
    return id
  }

  #close(): void {
    const bucket = this.#sorted.pop()!
    if (this.#last === bucket) this.#last = undefined
    bucket.ids.size = 0
    this.#spare.push(bucket.ids)
  }

  #bucket(level: number, hops: number, turn: number): Bucket {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      const there = this.#sorted[middle]!
      const by = this.#order!.compare(there.level, there.hops, level, hops) || there.turn - turn
      if (by === 0) return there
      if (by > 0) low = middle + 1
      else high = middle
    }
    const bucket = { level, hops, turn, ids: this.#spare.pop() ?? new Stack() }
    this.#sorted.splice(low, 0, bucket)
    return bucket
  }
}
