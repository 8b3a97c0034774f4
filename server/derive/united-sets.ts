import type { NodeId } from '../model/node-id.ts'

/** Ids that are one thing, as sets that grow together. */
export class UnitedSets {
  readonly #above = new Map<NodeId, NodeId>()

  /** The same id for all of a set, for as long as none is united with another. */
  top(id: NodeId): NodeId {
    let at = id
    for (let next = this.#above.get(at); next !== undefined; next = this.#above.get(at)) at = next
    for (let next = this.#above.get(id); next !== undefined && next !== at; next = this.#above.get(id)) {
      this.#above.set(id, at)
      id = next
    }
    return at
  }

  unite(a: NodeId, b: NodeId): void {
    const [first, second] = [this.top(a), this.top(b)]
    if (first !== second) this.#above.set(second, first)
  }
}
