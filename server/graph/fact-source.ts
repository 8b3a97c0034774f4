import type { CoverageGap, EdgeFact, NodeFact } from '../model/facts.ts'
import type { PackedFacts } from '../model/packed-facts.ts'

export interface ScopeHeaderLike {
  readonly scope: string
  readonly source: string
  readonly complete: boolean
  readonly coverage: readonly CoverageGap[]
  readonly collectedAt: string
}

interface Wanted {
  readonly scopes?: readonly string[]
  readonly types?: readonly string[]
  /** A graph holds no evidence; a source may leave it out of the facts. */
  readonly withoutEvidence?: boolean
}

/** What a graph is compiled from; a store's snapshot is one. */
export interface FactSource {
  readonly revision: number
  nodes(wanted?: Wanted): AsyncIterable<readonly NodeFact[]>
  edges(wanted?: Wanted): AsyncIterable<readonly EdgeFact[]>
  /** The same as bytes, where a source has them so. */
  packed?(scopes?: readonly string[]): AsyncIterable<PackedFacts>
  scopes(): Promise<readonly ScopeHeaderLike[]>
}
