/** Ids that are one thing, as sets that grow together. */
export class UnitedSets<Id extends string> {
  readonly #above = new Map<Id, Id>()

  /** The same id for all of a set, for as long as none is united with another. */
  top(id: Id): Id {
    let at = id
    for (let next = this.#above.get(at); next !== undefined; next = this.#above.get(at)) at = next
    for (let next = this.#above.get(id); next !== undefined && next !== at; next = this.#above.get(id)) {
      this.#above.set(id, at)
      id = next
    }
    return at
  }

  /** The top of the first becomes the top of both. */
  unite(first: Id, second: Id): void {
    const [top, other] = [this.top(first), this.top(second)]
    if (top !== other) this.#above.set(other, top)
  }

  /** Each id that is not the top of its set → that top. */
  tops(): Map<Id, Id> {
    return new Map([...this.#above.keys()].map((id) => [id, this.top(id)]))
  }
}
