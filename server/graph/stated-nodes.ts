import type { NodeClaim, NodeFact } from '../model/facts.ts'
import { FIELD } from '../model/packed-facts.ts'
import { rowsBy } from './rows.ts'
import type { Segment } from './segment.ts'

const YES = '1'.charCodeAt(0)

/** The facts of each node, made when they are asked for: a million of them at once would be memory for nothing. */
export class StatedNodes {
  readonly #scopes: readonly string[]
  readonly #segments: readonly Segment[]
  /** The first row of each segment among all. */
  readonly #first: Uint32Array
  readonly #rows: { readonly starts: Uint32Array; readonly entries: Uint32Array }

  /** `nodeOf` gives by id its node. */
  constructor(byScope: ReadonlyMap<string, Segment>, nodeOf: Uint32Array) {
    this.#scopes = [...byScope.keys()]
    this.#segments = [...byScope.values()]
    this.#first = new Uint32Array(byScope.size + 1)
    for (const [i, { nodeIds }] of this.#segments.entries()) this.#first[i + 1] = this.#first[i]! + nodeIds.length
    const all = new Uint32Array(this.#first[byScope.size]!)
    for (const [i, { nodeIds }] of this.#segments.entries()) all.set(nodeIds, this.#first[i])
    for (let row = 0; row < all.length; row++) all[row] = nodeOf[all[row]!]!
    this.#rows = rowsBy(all, nodeOf.length)
  }

  of(node: number): NodeFact[] {
    const { starts, entries } = this.#rows
    const facts: NodeFact[] = []
    for (let i = starts[node]!; i < starts[node + 1]!; i++) facts.push(this.#factAt(entries[i]!))
    return facts
  }

  #factAt(row: number): NodeFact {
    let segment = 0
    while (row >= this.#first[segment + 1]!) segment++
    const { nodes } = this.#segments[segment]!
    const at = row - this.#first[segment]!
    return factOf(this.#scopes[segment]!, nodes.bytes, nodes.starts[at]!, nodes.starts[at + 1]!)
  }
}

/** A row is id, kind, type, claim, stale. */
function factOf(scope: string, bytes: Uint8Array, start: number, end: number): NodeFact {
  const row = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
  const id = row.indexOf(FIELD)
  const kind = row.indexOf(FIELD, id + 1)
  const type = row.indexOf(FIELD, kind + 1)
  const claim = row.indexOf(FIELD, type + 1)
  const node = {
    ...(JSON.parse(row.toString('utf8', type + 1, claim)) as object),
    id: row.toString('utf8', 0, id),
    kind: row.toString('latin1', id + 1, kind),
    type: row.toString('utf8', kind + 1, type),
  } as NodeClaim
  return { scope, node, evidence: [], ...(row[claim + 1] === YES && { stale: true }) }
}
