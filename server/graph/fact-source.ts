import type { CoverageGap, EdgeFact, NodeFact } from '../model/facts.ts'

export interface ScopeHeaderLike {
  readonly scope: string
  readonly source: string
  readonly complete: boolean
  readonly coverage: readonly CoverageGap[]
  readonly collectedAt: string
}

/** What a graph is compiled from; a store's snapshot is one. */
export interface FactSource {
  readonly revision: number
  nodes(filter?: { readonly types?: readonly string[] }): AsyncIterable<readonly NodeFact[]>
  edges(filter?: { readonly types?: readonly string[] }): AsyncIterable<readonly EdgeFact[]>
  scopes(): Promise<readonly ScopeHeaderLike[]>
}
