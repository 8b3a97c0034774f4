import type { Confidence, NodeKind, Tier } from './kinds.ts'
import type { NodeId } from './node-id.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A file that was read. Its id is made of source, name and content, so that both stores name it alike. */
export interface SourceFile {
  readonly id: string
  readonly source: string
  readonly name: string
  readonly sha256: string
  /** ISO 8601, UTC: the file's own stamp, else its modification time. */
  readonly collectedAt: string
}

/** Where a fact is said: a file and a JSON pointer, line or row in it. */
export interface EvidenceRef {
  readonly file: string
  readonly pointer: string
}

/** What an importer says of a node; with evidence it becomes a fact. Times are ISO 8601 in UTC. */
export interface NodeClaim {
  readonly id: NodeId
  readonly kind: NodeKind
  readonly type: string
  readonly name: string
  readonly provider?: string | undefined
  readonly account?: string | undefined
  readonly environment?: string | undefined
  readonly tier?: Tier | undefined
  readonly dataClass?: string | undefined
  readonly createdAt?: string | undefined
  readonly expiresAt?: string | undefined
  readonly lastUsedAt?: string | undefined
  readonly rotatedAt?: string | undefined
  /** Other names for the same thing, qualified by authority (`email:`, `github-login:`, `appId:`): scopes meet by them. */
  readonly aliases?: readonly string[] | undefined
  /** Seen only as a reference: it overwrites nothing and is not counted among principals. */
  readonly stub?: boolean | undefined
  /** False for what only describes (policies, app registrations): reached, but never valued. */
  readonly counts?: boolean | undefined
  readonly properties?: { readonly [key: string]: Json } | undefined
}

/** Allowed, or conditional with the missing fact named. Denied is no edge. */
export type Verdict =
  | { readonly verdict: 'allowed'; readonly missing?: never }
  | { readonly verdict: 'conditional'; readonly missing: string }

export const allowed: Verdict = { verdict: 'allowed' }
export const conditionalOn = (missing: string): Verdict => ({ verdict: 'conditional', missing })

export type EdgeClaim = Verdict & {
  readonly kind: string
  readonly from: NodeId
  readonly to: NodeId
  readonly confidence: Confidence
  /** Tells parallel edges of one kind apart (catalogue id, statement, layer). */
  readonly key?: string | undefined
  /** Ids of the Gate nodes that must say yes. */
  readonly gates?: readonly NodeId[] | undefined
  /** A row of the score table that replaces the kind's own ease, such as a catalogue entry's. */
  readonly ease?: string | undefined
  /** The edge holds only from, and only until (ISO 8601). */
  readonly startsAt?: string | undefined
  readonly expiresAt?: string | undefined
  /** One sentence more than the kind says, for the reader of a path. */
  readonly note?: string | undefined
  readonly properties?: { readonly [key: string]: Json } | undefined
}

export interface NodeFact {
  readonly scope: string
  readonly node: NodeClaim
  readonly evidence: readonly EvidenceRef[]
  /** Carried forward through a partial batch that did not repeat it. */
  readonly stale?: boolean
}

export interface EdgeFact {
  readonly scope: string
  readonly id: string
  readonly edge: EdgeClaim
  readonly evidence: readonly EvidenceRef[]
  readonly stale?: boolean
}

/** What a batch did not see, in a sentence, with the command or source that would tell. */
export interface CoverageGap {
  readonly missing: string
  readonly settledBy?: string
}

/** Reserved for facts that Ambit derives; no importer may claim it. */
export const DERIVED_PREFIX = 'derived:'

/** Scopes of the sample estate: marked wherever they show, and gone with the first real import. */
export const DEMO_PREFIX = 'demo:'
