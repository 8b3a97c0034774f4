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

  append(values: A): void {
    const length = this.length + values.length
    if (length > this.#array.length) {
      const larger = this.#make(length * 2)
      larger.set(this.#array)
      this.#array = larger
    }
    this.#array.set(values, this.length)
    this.length = length
  }

  /** What was pushed, and no more. */
  all(): A {
    const all = this.#make(this.length)
    all.set(this.#array.subarray(0, this.length))
    return all
  }
}
