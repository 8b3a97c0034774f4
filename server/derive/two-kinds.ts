import type { CoverageGap, NodeFact } from '../model/facts.ts'
import { nodeKinds } from '../model/kinds.ts'

const named = 3

/** Ids that one source takes for one kind of thing and another for another: both are kept, and that is said. */
export class TwoKinds {
  /** A bit for each kind. */
  readonly #kinds = new Map<string, number>()
  readonly #found = new Set<string>()

  /** A mere mention decides nothing. */
  take({ node }: NodeFact): void {
    if (node.stub) return
    const before = this.#kinds.get(node.id) ?? 0
    const kinds = before | (1 << nodeKinds.indexOf(node.kind))
    if (kinds === before) return
    this.#kinds.set(node.id, kinds)
    if (before !== 0) this.#found.add(node.id)
  }

  get gaps(): readonly CoverageGap[] {
    if (this.#found.size === 0) return []
    const ids = [...this.#found].sort()
    const which = ids.slice(0, named).map((id) => `${id} (${this.#kindsOf(id).join(', ')})`)
    const rest = ids.length > named ? ` and ${ids.length - named} more` : ''
    return [
      {
        missing: `of which kind the things are that sources give several kinds (${ids.length}): ${which.join(', ')}${rest}`,
        settledBy: 'another id in one of the sources',
      },
    ]
  }

  #kindsOf(id: string) {
    const kinds = this.#kinds.get(id)!
    return nodeKinds.filter((_, bit) => kinds & (1 << bit))
  }
}
