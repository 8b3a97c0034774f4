import type { ScopeHeaderLike } from './fact-source.ts'
import type { NodeTable } from './node-table.ts'

/** How an arc is crossed; thousands of arcs share one, so that an arc keeps a number and not an ease. */
export interface Look {
  /** Ease with the factors for inferred and conditional already in it, gates not. */
  readonly ease: number
  readonly easeAtStart: number
  readonly gates: number
  /** The least firm total that counts it: granted, with inferred, with conditional. */
  readonly basis: Basis
}

export const GRANTED = 0 as const
export const WITH_INFERRED = 1 as const
export const WITH_CONDITIONAL = 2 as const
export type Basis = typeof GRANTED | typeof WITH_INFERRED | typeof WITH_CONDITIONAL

/** Compressed rows: the entries of row `i` are `entries[starts[i]]` up to `entries[starts[i + 1] - 1]`. */
export interface Rows {
  readonly starts: Uint32Array
  readonly entries: Uint32Array
}

/** The edges of a revision, by index; the index order is the order of their ids. */
export interface EdgeTable {
  readonly count: number
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** Index into `kinds`. */
  readonly kind: Uint8Array
  readonly kinds: readonly string[]
  /** Index into `confidences`. */
  readonly confidence: Uint8Array
  readonly conditional: Uint8Array
  readonly stale: Uint8Array
  /** Ten bytes an edge: its id without the leading `e`. */
  readonly idBytes: Uint8Array
  /** Only where there is one: the missing fact, the gates (node indices), and the window in epoch milliseconds. */
  readonly missing: ReadonlyMap<number, string>
  readonly gates: ReadonlyMap<number, readonly number[]>
  readonly windows: ReadonlyMap<number, Window>
}

export interface Window {
  readonly from: number
  readonly until: number
}

/**
 * A revision compiled: frozen typed rows over states (node × capability). Arcs are the crossings of edges; analysis
 * walks them, and only an answer goes back to the store, for the evidence of what it shows.
 */
export interface PrivilegeGraph {
  readonly revision: number
  readonly scoreTable: string
  readonly nodes: NodeTable
  readonly edges: EdgeTable
  readonly stateCount: number
  readonly arcCount: number
  /** Arcs by tail state. */
  readonly starts: Uint32Array
  /** The state an arc gives. */
  readonly heads: Uint32Array
  readonly tails: Uint32Array
  readonly edgeOf: Uint32Array
  readonly lookOf: Uint16Array
  readonly looks: readonly Look[]
  /** Arcs by head state. */
  readonly backward: Rows
  /** All edges, traversable or not, by their tail node and by their head node. */
  readonly out: Rows
  readonly in: Rows
  readonly scopes: readonly ScopeHeaderLike[]
  /** Ends that no fact states any more; they became stubs, so that no edge is left out. */
  readonly strays: number
}
