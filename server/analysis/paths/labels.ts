/** Ways to states, kept in columns that are used again from search to search. */
export class Labels {
  size = 0
  /** The state, the level of the ease, and the edges of the way. */
  state = new Int32Array(256)
  level = new Int32Array(256)
  hops = new Int32Array(256)
  /** The last arc of the way and the label before it, −1 where it begins. The arc alone does not say: control crosses what reading crosses too. */
  via = new Int32Array(256)
  before = new Int32Array(256)
  /** What the way comes to at best, with the rest of it. */
  totalLevel = new Int32Array(256)
  totalHops = new Int32Array(256)
  /** Another label of the same state, −1 for none. */
  next = new Int32Array(256)
  /** 1 where a better way to the state was found. */
  stale = new Int32Array(256)

  add(state: number, level: number, hops: number, via: number, before: number, next: number): number {
    if (this.size === this.state.length) this.#grow()
    const id = this.size++
    this.state[id] = state
    this.level[id] = level
    this.hops[id] = hops
    this.via[id] = via
    this.before[id] = before
    this.next[id] = next
    this.stale[id] = 0
    return id
  }

  #grow(): void {
    const larger = (column: Int32Array<ArrayBuffer>) => {
      const twice = new Int32Array(2 * column.length)
      twice.set(column)
      return twice
    }
    this.state = larger(this.state)
    this.level = larger(this.level)
    this.hops = larger(this.hops)
    this.via = larger(this.via)
    this.before = larger(this.before)
    this.totalLevel = larger(this.totalLevel)
    this.totalHops = larger(this.totalHops)
    this.next = larger(this.next)
    this.stale = larger(this.stale)
  }
}
