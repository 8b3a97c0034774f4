/** How many targets are reached at which level, by class: whole numbers, so that no order of counting shows. */
export class Cells {
  readonly #classes: number
  #count: Int32Array
  readonly used: number[] = []
  #isUsed: Uint8Array

  constructor(classes: number) {
    this.#classes = classes
    this.#count = new Int32Array(64 * classes)
    this.#isUsed = new Uint8Array(64 * classes)
  }

  add(level: number, kind: number, targets: number): void {
    const cell = level * this.#classes + kind
    if (cell >= this.#count.length) this.#grow(cell)
    if (this.#isUsed[cell] === 0) {
      this.#isUsed[cell] = 1
      this.used.push(cell)
    }
    this.#count[cell]! += targets
  }

  count(cell: number): number {
    return this.#count[cell]!
  }

  levelOf(cell: number): number {
    return Math.floor(cell / this.#classes)
  }

  classOf(cell: number): number {
    return cell % this.#classes
  }

  clear(): void {
    for (const cell of this.used) {
      this.#count[cell] = 0
      this.#isUsed[cell] = 0
    }
    this.used.length = 0
  }

  #grow(cell: number): void {
    const length = Math.max(cell + 1, this.#count.length * 2)
    const count = new Int32Array(length)
    count.set(this.#count)
    this.#count = count
    const isUsed = new Uint8Array(length)
    isUsed.set(this.#isUsed)
    this.#isUsed = isUsed
  }
}
