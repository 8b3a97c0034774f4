import type { BareEdges } from './edges-at.ts'
import type { ScopeHeaderLike } from './fact-source.ts'
import type { Look } from './look.ts'
import type { NodeTable } from './node-table.ts'
import type { StateRows } from './state-rows.ts'

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
 * walks them, and only an answer goes back to the store, for the evidence of what it shows. The arrays lie in shared
 * memory, so that a worker thread can be handed them without a copy.
 */
export interface PrivilegeGraph extends StateRows {
  readonly revision: number
  readonly scoreTable: string
  readonly nodes: NodeTable
  readonly edges: EdgeTable
  readonly looks: readonly Look[]
  readonly bare: BareEdges
  readonly scopes: readonly ScopeHeaderLike[]
  /** Ends that no fact states any more; they became stubs, so that no edge is left out. */
  readonly strays: number
}
