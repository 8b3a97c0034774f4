import type { EdgeClaim, NodeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import type { End, GraphNode } from './graph-shape.ts'

/** What one node of the file became: the node that edges mean when they name it, and what stands around it. */
export interface Became {
  readonly claim: NodeClaim
  /** Stated with it: a token beside its bot, a grant beside its installation. */
  readonly more?: readonly NodeClaim[]
  readonly edges?: readonly EdgeClaim[]
  /** Nodes that single kinds of edges lead to or from instead. */
  readonly parts?: { readonly grant?: NodeId; readonly job?: NodeId; readonly place?: NodeId }
}

export interface SeenNode extends Became {
  readonly given: GraphNode
  readonly scope: string
}

/** The nodes met so far in all files of an import, by what edges may name them with. */
export class SeenNodes {
  readonly #byId = new Map<string, SeenNode[]>()
  readonly #inFile = new Map<string, SeenNode>()
  readonly #all: SeenNode[] = []
  #byName: Map<string, SeenNode[]> | undefined

  add(file: string, node: SeenNode): void {
    this.#all.push(node)
    this.#inFile.set(`${file}\n${node.given.id}`, node)
    const same = this.#byId.get(node.given.id)
    if (same) same.push(node)
    else this.#byId.set(node.given.id, [node])
  }

  /** The node an end names. An id that two files give to two things is looked for in the edge's own file first. */
  find(file: string, end: End): SeenNode | 'several' | undefined {
    const { match_by: by = 'id', value = '', kind } = end
    const fits = ({ given }: SeenNode) => kind === undefined || given.kinds.includes(kind)
    if (by === 'id') {
      const own = this.#inFile.get(`${file}\n${value}`)
      return own && fits(own) ? own : one((this.#byId.get(value) ?? []).filter(fits))
    }
    if (by === 'name') return one((this.#named().get(value.toUpperCase()) ?? []).filter(fits))
    const matchers = end.property_matchers ?? []
    if (matchers.length === 0) return undefined
    return one(
      this.#all.filter(
        (node) => fits(node) && matchers.every(({ key, value }) => node.given.properties?.[key] === value),
      ),
    )
  }

  *[Symbol.iterator](): Iterator<SeenNode> {
    yield* this.#all
  }

  /** BloodHound upper-cases names when it takes them in, so case tells nothing apart. */
  #named(): Map<string, SeenNode[]> {
    if (this.#byName?.get('')?.length === this.#all.length) return this.#byName
    this.#byName = Map.groupBy(this.#all, ({ given }) => String(given.properties?.['name'] ?? given.id).toUpperCase())
    this.#byName.set('', [...this.#all])
    return this.#byName
  }
}

/** Only an unambiguous match is one; the same thing met twice is one thing. */
function one(found: readonly SeenNode[]): SeenNode | 'several' | undefined {
  const [first] = found
  return found.every(({ claim }) => claim.id === first?.claim.id) ? first : 'several'
}
