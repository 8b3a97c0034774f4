/** How many targets are reached at which level, by class: whole numbers, so that no order of counting shows. */
export class Cells {
  readonly classes: number
  /** By `level * classes + class`. */
  #count: Int32Array
  #isUsed: Uint8Array
  #used: Uint32Array
  #size = 0

  constructor(classes: number) {
    this.classes = classes
    this.#count = new Int32Array(64 * classes)
    this.#isUsed = new Uint8Array(64 * classes)
    this.#used = new Uint32Array(64 * classes)
  }

  add(level: number, kind: number, targets: number): void {
    const cell = level * this.classes + kind
    if (cell >= this.#count.length) this.#grow(cell)
    if (this.#isUsed[cell] === 0) {
      this.#isUsed[cell] = 1
      this.#used[this.#size++] = cell
    }
    this.#count[cell]! += targets
  }

  /** Level, class and number of targets of each cell that holds any. */
  forEach(visit: (level: number, kind: number, targets: number) => void): void {
    for (let i = 0; i < this.#size; i++) {
      const cell = this.#used[i]!
      const targets = this.#count[cell]!
      if (targets !== 0) visit(Math.floor(cell / this.classes), cell % this.classes, targets)
    }
  }

  clear(): void {
    for (let i = 0; i < this.#size; i++) {
      this.#count[this.#used[i]!] = 0
      this.#isUsed[this.#used[i]!] = 0
    }
    this.#size = 0
  }

  #grow(cell: number): void {
    const length = Math.max(cell + 1, this.#count.length * 2)
    const count = new Int32Array(length)
    const isUsed = new Uint8Array(length)
    const used = new Uint32Array(length)
    count.set(this.#count)
    isUsed.set(this.#isUsed)
    used.set(this.#used)
    this.#count = count
    this.#isUsed = isUsed
    this.#used = used
  }
}
