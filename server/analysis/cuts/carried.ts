import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'

/**
 * What a flow carries, kept only for what it touches. It carries over ways: an arc and the state that crosses it, the
 * least that can, or control of the same node. Ways are entries, numbered from 1, and chained by edge and by head.
 */
export class Carried {
  /** By edge and by head state: the last entry of its chain, 0 where no flow was ever led. */
  readonly lastOver: Uint32Array
  readonly lastInto: Uint32Array
  /** By entry: the one before it in each chain, the arc, the state that crosses it, and how much is carried. */
  readonly beforeOver: number[] = [0]
  readonly beforeInto: number[] = [0]
  readonly arc: number[] = [0]
  readonly tail: number[] = [0]
  readonly amount: number[] = [0]
  readonly #graph: PrivilegeGraph

  constructor(graph: PrivilegeGraph) {
    this.#graph = graph
    this.lastOver = new Uint32Array(graph.edges.count)
    this.lastInto = new Uint32Array(graph.stateCount)
  }

  wipe(): void {
    const { edgeOf, heads } = this.#graph
    for (let entry = 1; entry < this.arc.length; entry++) {
      this.lastOver[edgeOf[this.arc[entry]!]!] = 0
      this.lastInto[heads[this.arc[entry]!]!] = 0
    }
    this.arc.length = 1
    this.tail.length = 1
    this.amount.length = 1
    this.beforeOver.length = 1
    this.beforeInto.length = 1
  }

  onEdge(edge: number): number {
    let sum = 0
    for (let entry = this.lastOver[edge]!; entry !== 0; entry = this.beforeOver[entry]!) sum += this.amount[entry]!
    return sum
  }

  /** The entry of a way, 0 where it never carried: several arcs of one edge to one head are the same to a tail. */
  entryOver(arc: number, tail: number): number {
    const { edgeOf, heads } = this.#graph
    const head = heads[arc]!
    for (let entry = this.lastOver[edgeOf[arc]!]!; entry !== 0; entry = this.beforeOver[entry]!)
      if (this.tail[entry] === tail && heads[this.arc[entry]!] === head) return entry
    return 0
  }

  add(arc: number, tail: number, amount: number): void {
    const known = this.entryOver(arc, tail)
    if (known !== 0) {
      this.amount[known]! += amount
      return
    }
    const edge = this.#graph.edgeOf[arc]!
    const head = this.#graph.heads[arc]!
    this.arc.push(arc)
    this.tail.push(tail)
    this.amount.push(amount)
    this.beforeOver.push(this.lastOver[edge]!)
    this.beforeInto.push(this.lastInto[head]!)
    this.lastOver[edge] = this.arc.length - 1
    this.lastInto[head] = this.arc.length - 1
  }

  /** The edges that carry out of a part of the states, told by what is in it. */
  leaving(isInside: (state: number) => boolean): number[] {
    const { edgeOf, heads } = this.#graph
    const edges = new Set<number>()
    for (let entry = 1; entry < this.arc.length; entry++) {
      const arc = this.arc[entry]!
      if (this.amount[entry] !== 0 && isInside(this.tail[entry]!) && !isInside(heads[arc]!)) edges.add(edgeOf[arc]!)
    }
    return [...edges]
  }
}
