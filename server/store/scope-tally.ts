import type { ScopeChange } from './store.ts'

type Change = 'added' | 'removed' | 'unchanged'
export interface Tallied {
  readonly kind: string | null
  readonly type: string
}

/** Counts what a scope's batch changed, while it is staged. */
export class ScopeTally {
  readonly #counts = { added: [0, 0], removed: [0, 0], unchanged: [0, 0] }
  readonly #removedByKind = new Map<string, number>()
  readonly #keptByKind = new Map<string, number>()

  count(change: Change, { kind, type }: Tallied): void {
    // Only nodes have a kind beside what they are filtered by.
    const isEdge = kind === null
    this.#counts[change][isEdge ? 1 : 0]!++
    if (change === 'added') return
    const byKind = change === 'removed' ? this.#removedByKind : this.#keptByKind
    const key = kind ?? type
    byKind.set(key, (byKind.get(key) ?? 0) + 1)
  }

  /** How many facts the scope has after the batch. */
  get held(): { readonly nodes: number; readonly edges: number } {
    const { added, unchanged } = this.#counts
    return { nodes: added[0]! + unchanged[0]!, edges: added[1]! + unchanged[1]! }
  }

  change(scope: string): ScopeChange {
    const pair = ([nodes = 0, edges = 0]: readonly number[]) => ({ nodes, edges })
    return {
      scope,
      added: pair(this.#counts.added),
      removed: pair(this.#counts.removed),
      unchanged: pair(this.#counts.unchanged),
      removedByKind: Object.fromEntries(this.#removedByKind),
      keptByKind: Object.fromEntries(this.#keptByKind),
    }
  }
}
