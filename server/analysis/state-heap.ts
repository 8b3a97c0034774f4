/** A binary heap of (state, ease, hops) with stale entries left in place; the settled mark skips them. */
export class StateHeap {
  readonly #states: number[] = []
  readonly #eases: number[] = []
  readonly #hops: number[] = []

  get size(): number {
    return this.#states.length
  }

  /** Whether the heap's best entry comes before a state of that ease and those hops. */
  isBefore(ease: number, hops: number): boolean {
    const topEase = this.#eases[0]!
    return topEase > ease || (topEase === ease && this.#hops[0]! < hops)
  }

  push(state: number, ease: number, hops: number): void {
    let at = this.#states.push(state) - 1
    this.#eases.push(ease)
    this.#hops.push(hops)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(at, parent)) break
      this.#swap(at, parent)
      at = parent
    }
  }

  pop(): number {
    const top = this.#states[0]!
    const last = this.#states.length - 1
    this.#swap(0, last)
    this.#states.pop()
    this.#eases.pop()
    this.#hops.pop()
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      if (left >= last) break
      const right = left + 1
      const child = right < last && this.#before(right, left) ? right : left
      if (!this.#before(child, at)) break
      this.#swap(at, child)
      at = child
    }
    return top
  }

  #before(a: number, b: number): boolean {
    return this.#eases[a]! > this.#eases[b]! || (this.#eases[a] === this.#eases[b] && this.#hops[a]! < this.#hops[b]!)
  }

  #swap(a: number, b: number): void {
    for (const column of [this.#states, this.#eases, this.#hops]) {
      const value = column[a]!
      column[a] = column[b]!
      column[b] = value
    }
  }
}
