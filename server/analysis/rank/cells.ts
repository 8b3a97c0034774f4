import { NONE } from './component-rows.ts'

/**
 * How many targets are reached at which level, by class: whole numbers, so that no order of counting shows. Of each
 * cell the two smallest nodes are kept: the worst target is one of them, the second where the first is the start.
 */
export class Cells {
  readonly classes: number
  /** By `level * classes + class`. */
  #count: Int32Array
  #first: Uint32Array
  #second: Uint32Array
  #isUsed: Uint8Array
  #used: Uint32Array
  #size = 0

  constructor(classes: number) {
    this.classes = classes
    this.#count = new Int32Array(64 * classes)
    this.#first = new Uint32Array(64 * classes).fill(NONE)
    this.#second = new Uint32Array(64 * classes).fill(NONE)
    this.#isUsed = new Uint8Array(64 * classes)
    this.#used = new Uint32Array(64 * classes)
  }

  /** Targets of one class at one level, and the two smallest of them, where they are known. */
  add(level: number, kind: number, targets: number, first = NONE, second = NONE): void {
    const cell = this.#cellOf(level, kind)
    this.#count[cell]! += targets
    if (first !== NONE) this.#offer(cell, first)
    if (second !== NONE) this.#offer(cell, second)
  }

  /** One target. */
  addOne(level: number, kind: number, node: number): void {
    const cell = this.#cellOf(level, kind)
    this.#count[cell]!++
    if (node < this.#second[cell]!) this.#offer(cell, node)
  }

  /** Each cell that was met; its count may be 0, and a node in it may be counted at an easier level as well. */
  forEach(visit: (level: number, kind: number, targets: number, first: number, second: number) => void): void {
    for (let i = 0; i < this.#size; i++) {
      const cell = this.#used[i]!
      const level = Math.floor(cell / this.classes)
      visit(level, cell - level * this.classes, this.#count[cell]!, this.#first[cell]!, this.#second[cell]!)
    }
  }

  clear(): void {
    for (let i = 0; i < this.#size; i++) {
      const cell = this.#used[i]!
      this.#count[cell] = 0
      this.#first[cell] = this.#second[cell] = NONE
      this.#isUsed[cell] = 0
    }
    this.#size = 0
  }

  #cellOf(level: number, kind: number): number {
    const cell = level * this.classes + kind
    if (cell >= this.#count.length) this.#grow(cell)
    if (this.#isUsed[cell] === 0) {
      this.#isUsed[cell] = 1
      this.#used[this.#size++] = cell
    }
    return cell
  }

  #offer(cell: number, node: number): void {
    const first = this.#first[cell]!
    if (node < first) {
      this.#first[cell] = node
      this.#second[cell] = first
    } else if (node !== first && node < this.#second[cell]!) this.#second[cell] = node
  }

  #grow(cell: number): void {
    const length = Math.max(cell + 1, this.#count.length * 2)
    this.#count = longer(this.#count, new Int32Array(length))
    this.#first = longer(this.#first, new Uint32Array(length).fill(NONE))
    this.#second = longer(this.#second, new Uint32Array(length).fill(NONE))
    this.#isUsed = longer(this.#isUsed, new Uint8Array(length))
    this.#used = longer(this.#used, new Uint32Array(length))
  }
}

function longer<T extends Int32Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
