import type { CoverageGap, EdgeFact, NodeFact, SourceFile } from '../model/facts.ts'
import type { PackedFacts } from '../model/packed-facts.ts'

export type Revision = number

/** What a scope's newest batch said about itself. */
export interface ScopeHeader {
  readonly scope: string
  readonly source: string
  readonly importerVersion: number
  /**
   * False when the batch saw only a part: what it does not repeat is carried forward and marked stale. An id that it
   * does repeat is said anew, and takes the place of what the scope said of it before, stale or not.
   */
  readonly complete: boolean
  readonly coverage: readonly CoverageGap[]
  /** ISO 8601: when the newest of its files was collected. */
  readonly collectedAt: string
  /** sha-256 of all its files, so that the same export again is recognised without reading it twice. */
  readonly contentHash: string
}

export interface ScopeInfo extends ScopeHeader {
  /** The revision at which the scope last changed: while it stays, so do all its facts. */
  readonly revision: Revision
  readonly nodes: number
  readonly edges: number
}

/**
 * What one sealed scope changed, by kind of fact. A fact stays while the scope says its id: new evidence or properties
 * under an id said before make it neither added nor removed, though they make a new revision.
 */
export interface ScopeChange {
  readonly scope: string
  readonly added: { readonly nodes: number; readonly edges: number }
  readonly removed: { readonly nodes: number; readonly edges: number }
  readonly unchanged: { readonly nodes: number; readonly edges: number }
  /** Facts removed, by node or edge kind: the shrink guard reads it. */
  readonly removedByKind: Readonly<Record<string, number>>
  readonly keptByKind: Readonly<Record<string, number>>
}

export interface RevisionInfo {
  readonly revision: Revision
  /** ISO 8601 */
  readonly committedAt: string
  /** Those that changed, sorted. */
  readonly scopes: readonly string[]
}

export interface Facts {
  readonly nodes: readonly NodeFact[]
  readonly edges: readonly EdgeFact[]
}

/**
 * A revision that is being prepared. Nobody sees it before `flip`; after `abandon`, or a crash, nobody ever will.
 * Only one writer exists at a time in a store, over all processes; one that lost its lease fails with
 * `import_interrupted` at its next call and can change nothing any more.
 */
export interface Writer {
  /** The number the flip will give. Numbers of abandoned writers are never used again. */
  readonly revision: Revision
  /** Files must be known before facts that name them. Repeating has no effect. */
  putFiles(files: readonly SourceFile[]): Promise<void>
  /** Stages facts of one scope, in chunks of any size and any order; the scope is theirs, not the facts'. */
  put(scope: string, facts: Facts): Promise<void>
  /**
   * Ends the scope's batch: all that a complete one did not say is closed at this revision. Once per scope and writer,
   * and after the last `put`; a scope that was put to must be sealed before the flip.
   */
  seal(header: ScopeHeader): Promise<ScopeChange>
  /** Closes everything the scope said; the scope itself is gone from this revision on. */
  drop(scope: string): Promise<ScopeChange>
  /** Edges put by this writer, new or not, an end of which no fact states after the flip: `limit` of them, and how many. Ask after sealing. */
  dangling(limit: number): Promise<{ readonly total: number; readonly edges: readonly EdgeFact[] }>
  /** What will hold after the flip. */
  snapshot(): Promise<Snapshot>
  /** Makes all that was staged the newest revision in one small step, or answers the old one if nothing changed. */
  flip(): Promise<Revision>
  abandon(): Promise<void>
}

export interface FactFilter {
  readonly scopes?: readonly string[]
  /** Node types (nodes) or edge kinds (edges). */
  readonly types?: readonly string[]
  /** Node ids (nodes) or edge ids (edges). */
  readonly ids?: readonly string[]
  /** Their evidence is not read: every fact comes with an empty list. */
  readonly withoutEvidence?: boolean
}

/** What held at one revision. Reading streams; a chunk is valid on its own and as large as is cheap. */
export interface Snapshot {
  readonly revision: Revision
  nodes(filter?: FactFilter): AsyncIterable<readonly NodeFact[]>
  edges(filter?: FactFilter): AsyncIterable<readonly EdgeFact[]>
  /** All nodes and edges, or those of some scopes, as bytes, without their evidence and in any order. */
  packed(scopes?: readonly string[]): AsyncIterable<PackedFacts>
  /** Every scope with its newest batch at this revision. */
  scopes(): Promise<readonly ScopeInfo[]>
  files(ids: readonly string[]): Promise<readonly SourceFile[]>
}

/** Small records that are not facts: import jobs, receipts, idempotency keys. They know no revisions. */
export interface Records {
  put(kind: string, id: string, value: unknown): Promise<void>
  get(kind: string, id: string): Promise<unknown>
  /** Newest first, by when the id was first put. */
  list(kind: string, limit: number): Promise<readonly { readonly id: string; readonly value: unknown }[]>
}

export interface Store {
  /** Where it is, without credentials. */
  readonly name: string
  readonly records: Records
  /** 0 while nothing was ever committed. */
  current(): Promise<Revision>
  /** Oldest first. */
  revisions(): Promise<readonly RevisionInfo[]>
  /** What held at that revision; without one, what holds now. Fails with `unknown_revision`. */
  snapshot(at?: Revision): Promise<Snapshot>
  /** Waits for the other writer to end, for at most that long, then fails with `import_in_progress`. */
  write(options?: { readonly waitMs?: number }): Promise<Writer>
  close(): Promise<void>
}

export interface Batch extends ScopeHeader {
  readonly files?: readonly SourceFile[]
  readonly facts: AsyncIterable<Facts> | Iterable<Facts>
}

/** Makes the batch all that its scope says, in one step: the rest is closed at the revision returned, not erased. */
export async function replaceScope(store: Store, { files = [], facts, ...header }: Batch): Promise<Revision> {
  const writer = await store.write()
  try {
    await writer.putFiles(files)
    for await (const chunk of facts) await writer.put(header.scope, chunk)
    await writer.seal(header)
    return await writer.flip()
  } catch (error) {
    await writer.abandon()
    throw error
  }
}
