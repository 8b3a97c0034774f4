import type { Row } from './neo4j-connection.ts'
import { keyOf, type Staged } from './neo4j-rows.ts'
import { ScopeTally } from './scope-tally.ts'
import type { ScopeHeader } from './store.ts'

/** A fact that the scope said before and that has no end yet. */
interface Earlier {
  readonly element: string
  readonly id: string
  readonly kind: string
  readonly stale: boolean
}
type Sort = 'nodes' | 'edges'

class Side {
  readonly said = new Set<string>()
  readonly saidIds = new Set<string>()
  readonly earlier = new Map<string, Earlier>()
  readonly earlierIds = new Set<string>()
}

/** What one scope's batch has come to, against what the scope said before. */
export class Neo4jStaging {
  readonly scope: string
  readonly tally = new ScopeTally()
  readonly edgeKinds = new Set<string>()
  /** The header of the batch before; none where the scope is new. */
  readonly header: string | undefined
  changed = false
  sealed = false
  /** The batch again, of which only the stamps differ. */
  touched: ScopeHeader | undefined
  readonly #sides = { nodes: new Side(), edges: new Side() }

  constructor(scope: string, header: string | undefined) {
    this.scope = scope
    this.header = header
  }

  saidBefore(sort: Sort, rows: readonly Row[]): void {
    const { earlier, earlierIds } = this.#sides[sort]
    for (const row of rows) {
      const { fid, ...rest } = row as unknown as Earlier & { readonly fid: string }
      earlier.set(keyOf(fid), rest)
      earlierIds.add(rest.id)
      if (sort === 'edges') this.edgeKinds.add(rest.kind)
    }
  }

  /** Whether the fact has to be written. */
  isNew(sort: Sort, { key, row }: Staged): boolean {
    const { said, saidIds, earlier, earlierIds } = this.#sides[sort]
    if (said.has(key)) return false
    said.add(key)
    if (this.header !== undefined) saidIds.add(row.id)
    if (sort === 'edges') this.edgeKinds.add(row.type)
    const isThere = earlier.has(key)
    this.tally.count(isThere || earlierIds.has(row.id) ? 'unchanged' : 'added', row)
    if (!isThere) this.changed = true
    return !isThere
  }

  says(fid: string): boolean {
    return this.#sides.edges.said.has(keyOf(fid))
  }

  /** What the batch did not say: to be closed, or, if it saw only a part, to be carried forward as stale. */
  unsaid(sort: Sort, complete: boolean): { readonly close: readonly string[]; readonly carry: readonly string[] } {
    const { said, saidIds, earlier } = this.#sides[sort]
    const close: string[] = []
    const carry: string[] = []
    for (const [key, { element, id, kind, stale }] of earlier) {
      if (said.has(key)) continue
      const isSaidAnew = saidIds.has(id)
      const counted = sort === 'nodes' ? { kind, type: '' } : { kind: null, type: kind }
      if (!isSaidAnew) this.tally.count(complete ? 'removed' : 'unchanged', counted)
      if (complete || isSaidAnew) close.push(element)
      else if (!stale) carry.push(element)
    }
    if (close.length + carry.length > 0) this.changed = true
    return { close, carry }
  }
}
