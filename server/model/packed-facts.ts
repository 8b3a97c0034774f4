import type { EdgeFact, NodeFact } from './facts.ts'

// Facts as bytes, for who reads all of them: no object and no string for each of ten million. The texts of a row stand
// between bytes that no text in UTF-8 holds, and rows between others. A node's row is n, scope, id, kind, type, claim,
// stale; an edge's is e, scope, id, from, to, kind, claim, stale; the letter and the scope are one text. The claim is
// JSON of what is not said beside it; evidence is left out.

export const FIELD = 0xff
export const ROW = 0xfe

export const NODE_ROW = 'n'.charCodeAt(0)

export interface PackedFacts {
  /** Rows name their scope by its number here. */
  readonly scopeOf: (number: number) => string
  readonly bytes: Uint8Array
}

/** Packs rows of texts. */
export class Packer {
  readonly #scopes: string[] = []
  readonly #numbers = new Map<string, number>()
  #bytes = Buffer.allocUnsafe(1 << 16)
  #length = 0

  node(scope: string, ...texts: readonly string[]): void {
    this.#row('n', scope, texts)
  }

  edge(scope: string, ...texts: readonly string[]): void {
    this.#row('e', scope, texts)
  }

  #row(sort: string, scope: string, texts: readonly string[]): void {
    if (this.#length > 0) this.#byte(ROW)
    this.#text(`${sort}${this.#numberOf(scope)}`)
    for (const text of texts) {
      this.#byte(FIELD)
      this.#text(text)
    }
  }

  /** What was packed since the last time. */
  take(): PackedFacts {
    const bytes = Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length)
    this.#length = 0
    return { scopeOf: (number) => this.#scopes[number]!, bytes }
  }

  #numberOf(scope: string): number {
    const known = this.#numbers.get(scope)
    if (known !== undefined) return known
    this.#numbers.set(scope, this.#scopes.length)
    return this.#scopes.push(scope) - 1
  }

  #byte(byte: number): void {
    this.#room(1)
    this.#bytes[this.#length++] = byte
  }

  #text(text: string): void {
    this.#room(text.length * 3)
    this.#length += this.#bytes.write(text, this.#length)
  }

  #room(size: number): void {
    if (this.#length + size <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.#length + size))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

export function packNode(packer: Packer, { scope, node, stale }: NodeFact): void {
  const { id, kind, type, ...rest } = node
  packer.node(scope, id, kind, type, JSON.stringify(rest), stale ? '1' : '0')
}

export function packEdge(packer: Packer, { scope, id, edge, stale }: EdgeFact): void {
  const { kind, from, to, ...rest } = edge
  packer.edge(scope, id, from, to, kind, JSON.stringify(rest), stale ? '1' : '0')
}
