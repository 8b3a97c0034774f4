import { seeded } from '../estate.ts'

/** The edges of an estate while it is made: as many as were ordered, in the order they were drawn. */
export class Draft {
  readonly kinds: string[] = []
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly kind: Uint8Array
  count = 0
  readonly random: () => number

  constructor(edges: number, seed: number) {
    this.from = new Uint32Array(edges)
    this.to = new Uint32Array(edges)
    this.kind = new Uint8Array(edges)
    this.random = seeded(seed)
  }

  get left(): number {
    return this.from.length - this.count
  }

  get isFull(): boolean {
    return this.left === 0
  }

  /** Nothing where an end is missing (−1), both are one, or all edges are drawn. */
  add(from: number, kind: string, to: number): void {
    if (from === -1 || to === -1 || from === to || this.isFull) return
    let number = this.kinds.indexOf(kind)
    if (number === -1) number = this.kinds.push(kind) - 1
    this.from[this.count] = from
    this.to[this.count] = to
    this.kind[this.count++] = number
  }

  chance(share: number): boolean {
    return this.random() < share
  }

  below(count: number): number {
    return Math.floor(count * this.random())
  }

  /** 1 or more, mostly few: Pareto's distribution, cut at `most`. */
  few(most: number, exponent: number): number {
    return Math.min(most, Math.floor((1 - this.random()) ** (-1 / exponent)))
  }
}
