/** A column whose length is not known before its last row. */
export class Growing<T extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>> {
  readonly #make: new (
    length: number,
  ) => T
  #column: T

  constructor(make: new (length: number) => T) {
    this.#make = make
    this.#column = new make(1 << 16)
  }

  put(at: number, value: number): void {
    if (at === this.#column.length) {
      const wider = new this.#make(2 * at)
      wider.set(this.#column)
      this.#column = wider
    }
    this.#column[at] = value
  }

  taken(count: number): T {
    return this.#column.subarray(0, count) as T
  }
}
