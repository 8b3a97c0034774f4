import type { CoverageGap, EdgeClaim, EdgeFact, EvidenceRef, NodeClaim } from '../model/facts.ts'
import type { NodeId } from '../model/node-id.ts'

/** A node as all scopes together tell it, with the evidence of each; stale when nobody but a mention says it anew. */
export interface GivenNode extends NodeClaim {
  readonly evidence: readonly EvidenceRef[]
  readonly stale?: boolean
}

/** An edge between united nodes: its ends are canonical ids. */
export type GivenEdge = EdgeClaim & Pick<EdgeFact, 'id' | 'evidence' | 'stale'>

/** What a derivation may look at: only what it said it reads. Nodes that several scopes name are already united. */
export interface Given {
  readonly nodes: readonly GivenNode[]
  readonly edges: readonly GivenEdge[]
  node(id: NodeId): GivenNode | undefined
  /** ISO 8601: the time at which conditions on time are judged. */
  readonly asOf: string
}

export type Basis = readonly (GivenNode | GivenEdge)[]

/**
 * Every derived fact names the facts it rests on and inherits their evidence. It is never firmer than the weakest of
 * them: an inferred, conditional or stale fact in the basis makes the derived one so too.
 */
export interface DeriveEmit {
  readonly edge: (restsOn: Basis, claim: EdgeClaim) => void
  readonly node: (restsOn: Basis, claim: NodeClaim) => void
  /** What this rule could not decide for want of a source. */
  readonly gap: (gap: CoverageGap) => void
}

/** Facts → derived facts. Writes the scope `derived:<id>` at the same flip as the facts it rests on. */
export interface Derivation {
  readonly id: string
  /** Raised when the same facts would now give something else. */
  readonly version: number
  readonly adds: readonly string[]
  readonly says: string
  readonly reads: {
    /** Node types; the derivation is not run when none of them occurs. */
    readonly nodes: readonly string[]
    /** Node types wanted too, but whose absence or presence alone decides nothing. */
    readonly also?: readonly string[]
    /** Edge kinds, including those that derivations earlier in the list have added. */
    readonly edges?: readonly string[]
  }
  readonly derive: (given: Given, emit: DeriveEmit) => void
}

export const defineDerivation = (derivation: Derivation): Derivation => derivation
