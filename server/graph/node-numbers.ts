import type { NodeFact } from '../model/facts.ts'
import { type NodeKind, nodeKinds } from '../model/kinds.ts'
import type { NodeId } from '../model/node-id.ts'
import { FIELD } from '../model/packed-facts.ts'
import type { Segment } from './segment.ts'
import type { TextColumn } from './text-column.ts'
import { TextIndex } from './text-index.ts'

const bytesOf = (text: string) => Buffer.from(text)

/** Numbers ids as they come; ids that are united have one number. */
export class NodeNumbers {
  readonly ids = new TextIndex()
  readonly #others = new TextIndex()
  readonly #canonical: Uint8Array[] = []
  /** Ends that no fact states → the richest kind that an edge says they are; the order of edges decides nothing. */
  readonly strays = new Map<number, NodeKind | 'any'>()
  /** How many facts state. */
  stated = 0

  constructor(united: ReadonlyMap<string, string>) {
    for (const [other, canonical] of united) {
      this.#others.addText(other)
      this.#canonical.push(bytesOf(canonical))
    }
  }

  of(bytes: Uint8Array, start: number, end: number): number {
    const other = this.#others.length === 0 ? -1 : this.#others.find(bytes, start, end)
    if (other === -1) return this.ids.add(bytes, start, end)
    const canonical = this.#canonical[other]!
    return this.ids.add(canonical, 0, canonical.length)
  }

  /** By node fact of a segment, its node. All of them come before any edge. */
  nodesOf({ nodes }: Segment): Uint32Array {
    const numbers = new Uint32Array(nodes.length)
    for (let row = 0; row < numbers.length; row++) {
      const start = nodes.starts[row]!
      numbers[row] = this.of(nodes.bytes, start, nodes.bytes.indexOf(FIELD, start))
    }
    this.stated = this.ids.length
    return numbers
  }

  /** By end of a segment, its node. */
  endsOf({ bytes, starts, length }: TextColumn): Uint32Array {
    const numbers = new Uint32Array(length)
    for (let end = 0; end < length; end++) numbers[end] = this.of(bytes, starts[end]!, starts[end + 1]!)
    return numbers
  }

  gate(id: string): number {
    const bytes = bytesOf(id)
    const number = this.of(bytes, 0, bytes.length)
    this.seen(number, ['Gate'])
    return number
  }

  seen(number: number, allowed: readonly NodeKind[] | 'any'): void {
    if (number < this.stated) return
    const known = this.strays.get(number) ?? 'any'
    const said = allowed === 'any' ? 'any' : allowed[0]!
    const isRicher = said !== 'any' && (known === 'any' || nodeKinds.indexOf(said) < nodeKinds.indexOf(known))
    this.strays.set(number, isRicher ? said : known)
  }
}

/** An end that no fact states any more becomes a stub: leaving the edge out would shrink a blast radius. */
export function strayNode(id: string, kind: NodeKind): NodeFact {
  return {
    scope: 'derived:stray',
    node: { id: id as NodeId, kind, type: 'unknown', name: id, stub: true, counts: false },
    evidence: [],
  }
}
