import type { Static, TSchema } from 'typebox'
import type { CoverageGap, EdgeClaim, NodeClaim } from '../server/model/facts.ts'

/**
 * What an importer is: what it reads, the shape it trusts, and a map to claims. No file access, store, graph, clock,
 * network or other importer. Intake opens the files, selects the records, checks them against their schema, and turns
 * claims into facts by adding the evidence.
 */
export interface Importer {
  /** DESIGN's source name. */
  readonly source: string
  /** Raised when the same file would now say something else. */
  readonly version: number
  /** What the file is, in a clause. */
  readonly reads: string
  /** The commands that make the file; `ambit sources` prints them. */
  readonly get: readonly string[]
  /** Files of `cypher/queries/` that the user runs on another tool’s Neo4j; `ambit sources` prints them whole. */
  readonly queries?: readonly string[]
  /** Whether a file is its own, from its name and first 64 KiB; `auto` and the wrong-source error ask it. */
  readonly sniff: (head: Head) => boolean
  readonly format: 'json' | 'jsonc' | 'ndjson' | 'json or ndjson' | 'csv' | 'csv or json'
  /** Fresh for every import, so that an importer may remember what it read. */
  readonly open: (run: Run) => Reader
}

export interface Head {
  readonly name: string
  readonly text: string
}

/** What an import hands to its importer. */
export interface Run {
  /** `--scope`: names what the file itself does not (a cluster, a tenant, a client). */
  readonly scope: string | undefined
  /** The newest file's time, ISO 8601: the only clock an importer has. */
  readonly collectedAt: string
  /** The keyed fingerprint of a secret's value, or undefined for what many secrets share. The value goes no further. */
  readonly fingerprint: (value: string) => string | undefined
}

export interface Reader {
  readonly records: readonly RecordType[]
  /** After the last record of the last file: what only the whole can say. */
  readonly end?: (emit: Emit) => void
  /** What this import did not get to see, per scope it wrote. */
  readonly coverage: (scope: string) => readonly CoverageGap[]
  /** The scope that a file without a record speaks for: a clean scan says that what was there is gone. */
  readonly ofEmpty?: (file: string) => string
  /** True when the tool writes nothing at all where it found nothing: only then is an empty file no damage. */
  readonly blankIsEmpty?: true
  /** True when the last page announces more: the batch then closes nothing. */
  readonly partial?: () => boolean
}

/** One class of record in a file. */
export interface RecordType {
  /**
   * Where such records stand: a JSON pointer with `*` for any index or key (`/UserDetailList/*`; `` is the whole
   * document), `arn:*` for any key that begins so, and `#` for an index alone (`/#`: the members of a bare array, never
   * the keys of a wrapper object), or `line` (NDJSON) or `row` (CSV).
   */
  readonly at: string
  readonly schema: TSchema
  readonly map: (record: never, emit: Emit, place: Place) => void
}

/** Where the record at hand stands. */
export interface Place {
  readonly file: string
  /** The id of the file, as evidence names it. */
  readonly fileId: string
  /** The record's own pointer, line or row. */
  readonly pointer: string
  /** What the selector does not name in full, in order: keys and indexes. */
  readonly keys: readonly string[]
}

/** Ties a record's schema to the type its `map` receives. */
export const recordType = <S extends TSchema>(
  at: string,
  schema: S,
  map: (record: Static<S>, emit: Emit, place: Place) => void,
): RecordType => ({ at, schema, map: map as RecordType['map'] })

export interface Emit {
  /**
   * A scope is a source plus what the file covers: `aws-iam:<account>:authz`. Everything emitted names one. In `end`,
   * the records that say so are named beside it, else every file of the import is the evidence.
   */
  readonly into: (scope: string, from?: readonly Place[]) => ScopedEmit
  /** The record says something new, which `end` will state. */
  readonly later: () => void
  /** The record is not taken, and the receipt says why. Never quote a value. */
  readonly reject: (reason: string) => void
  /** A part of the record was not understood; the record still counts as read. */
  readonly skip: (reason: string) => void
}

export interface ScopedEmit {
  /** `at` is a pointer inside the record to what says so, such as `/Policies/0`. */
  readonly node: (claim: NodeClaim, at?: string) => void
  readonly edge: (claim: EdgeClaim, at?: string) => void
}

export const defineImporter = (importer: Importer): Importer => importer
