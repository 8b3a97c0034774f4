import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'

/** A path as far as its edges are known: the first `at` of a way's, then one more, where there is one. */
export interface Beginning {
  readonly way: { readonly arcs: readonly number[] }
  readonly at: number
  readonly edge?: number | undefined
}

/**
 * Which path's edges come first, from the start on; a beginning comes before all that begins so. Long ways are compared
 * once, however many branches leave them.
 */
export class EdgeOrder {
  readonly #edgeOf: Uint32Array
  readonly #shared = new Map<Beginning['way'], Map<Beginning['way'], number>>()

  constructor({ edgeOf }: PrivilegeGraph) {
    this.#edgeOf = edgeOf
  }

  compare(a: Beginning, b: Beginning): number {
    const at = Math.min(a.at, b.at, a.way === b.way ? a.at : this.#sharedBy(a.way, b.way))
    const [edgeA, edgeB] = [this.#edgeAt(a, at), this.#edgeAt(b, at)]
    if (edgeA !== edgeB && edgeA !== undefined && edgeB !== undefined) return edgeA - edgeB
    return a.at - b.at || (edgeA === undefined ? 0 : 1) - (edgeB === undefined ? 0 : 1)
  }

  #edgeAt({ way, at, edge }: Beginning, place: number): number | undefined {
    return place < at ? this.#edgeOf[way.arcs[place]!] : edge
  }

  /** How many edges two ways have in common before they part. */
  #sharedBy(a: Beginning['way'], b: Beginning['way']): number {
    const known = this.#shared.get(a)?.get(b)
    if (known !== undefined) return known
    const most = Math.min(a.arcs.length, b.arcs.length)
    let count = 0
    while (count < most && this.#edgeOf[a.arcs[count]!] === this.#edgeOf[b.arcs[count]!]) count++
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      this.#shared.set(one, (this.#shared.get(one) ?? new Map()).set(other, count))
    return count
  }
}
