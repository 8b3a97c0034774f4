import type { NodeFact } from '../model/facts.ts'
import { type NodeKind, nodeKinds } from '../model/kinds.ts'
import type { NodeId } from '../model/node-id.ts'
import type { TextIndex } from './text-index.ts'

const STATED = 1
const STRAY = 2

/** Which ids are nodes: each by its number, those that are united by one. */
export class NodeNumbers {
  /** By id: its node. */
  readonly of: Uint32Array
  readonly #seen: Uint8Array
  /** Ends that no fact states → the richest kind that an edge says they are; the order of edges decides nothing. */
  readonly strays = new Map<number, NodeKind | 'any'>()

  /** No id is new from then on but those of `united`. */
  constructor(ids: TextIndex, united: ReadonlyMap<string, string>) {
    const arrows = [...united].map(([other, canonical]) => [ids.addText(other), ids.addText(canonical)] as const)
    this.of = Uint32Array.from({ length: ids.length }, (_, id) => id)
    for (const [other, canonical] of arrows) this.of[other] = canonical
    this.#seen = new Uint8Array(ids.length)
  }

  state(id: number): void {
    this.#seen[this.of[id]!] = STATED
  }

  isStated(id: number): boolean {
    return this.#seen[this.of[id]!] === STATED
  }

  /** An end of an edge, of a kind that allows only some kinds of nodes there. */
  seen(id: number, allowed: readonly NodeKind[] | 'any'): void {
    if (this.isStated(id)) return
    const node = this.of[id]!
    this.#seen[node] = STRAY
    const known = this.strays.get(node) ?? 'any'
    const said = allowed === 'any' ? 'any' : allowed[0]!
    const isRicher = said !== 'any' && (known === 'any' || nodeKinds.indexOf(said) < nodeKinds.indexOf(known))
    this.strays.set(node, isRicher ? said : known)
  }

  /** All of them, each by the number of its id. */
  all(): Uint32Array {
    return Uint32Array.from(this.of.keys()).filter((id) => this.#seen[id] !== 0)
  }
}

/** An end that no fact states any more becomes a stub: leaving the edge out would shrink a blast radius. */
export function strayNode(id: string, kind: NodeKind | 'any'): NodeFact {
  return {
    scope: 'derived:stray',
    node: {
      id: id as NodeId,
      kind: kind === 'any' ? 'Resource' : kind,
      type: 'unknown',
      name: id,
      stub: true,
      counts: false,
    },
    evidence: [],
  }
}
