import type { CoverageGap, EdgeFact, NodeFact } from '../model/facts.ts'

export interface ScopeHeaderLike {
  readonly scope: string
  readonly source: string
  readonly complete: boolean
  readonly coverage: readonly CoverageGap[]
  readonly collectedAt: string
}

interface Wanted {
  readonly types?: readonly string[]
  /** A graph holds no evidence; a source may leave it out of the facts. */
  readonly withoutEvidence?: boolean
}

/** What a graph is compiled from; a store's snapshot is one. */
export interface FactSource {
  readonly revision: number
  nodes(wanted?: Wanted): AsyncIterable<readonly NodeFact[]>
  edges(wanted?: Wanted): AsyncIterable<readonly EdgeFact[]>
  scopes(): Promise<readonly ScopeHeaderLike[]>
}
