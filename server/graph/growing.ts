type TypedArray = Uint8Array | Uint16Array | Uint32Array

/** A typed array that doubles as it fills, for what streams in without a known length. */
export class Growing<A extends TypedArray> {
  #array: A
  readonly #make: (length: number) => A
  length = 0

  constructor(make: (length: number) => A) {
    this.#make = make
    this.#array = make(1024)
  }

  push(value: number): void {
    if (this.length === this.#array.length) {
      const larger = this.#make(this.#array.length * 2)
      larger.set(this.#array)
      this.#array = larger
    }
    this.#array[this.length++] = value
  }

  at(index: number): number {
    return this.#array[index]!
  }

  /** What was pushed, and no more. */
  all(): A {
    const all = this.#make(this.length)
    all.set(this.#array.subarray(0, this.length))
    return all
  }

  /** What was pushed, in the order given. */
  take(order: Uint32Array): A {
    const sorted = this.#make(order.length)
    for (let i = 0; i < order.length; i++) sorted[i] = this.#array[order[i]!]!
    return sorted
  }
}
