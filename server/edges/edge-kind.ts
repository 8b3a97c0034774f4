import type { Capability } from '../model/capabilities.ts'
import type { NodeKind } from '../model/kinds.ts'

/** One way over an edge: what must be held at its tail, what is then held at its head, and how easy that is. */
export interface Crossing {
  readonly needs: Capability
  readonly gives: Capability
  /** A row of the score table: no number lives here. */
  readonly ease: string
  /** The row that counts instead when the tail is where the attacker starts. */
  readonly easeAtStart?: string
}

/** What is special about a kind of edge, as data; compile, paths, cuts and the README read it from here. */
export interface EdgeKind {
  readonly kind: string
  readonly from: readonly NodeKind[] | 'any'
  readonly to: readonly NodeKind[] | 'any'
  /** Empty: it describes, and no attacker crosses it. */
  readonly crossings: readonly Crossing[]
  /** Where the edge's `key` decides what a crossing gives: the crossings of each key; other keys take `crossings`. */
  readonly crossingsByKey?: ReadonlyMap<string, readonly Crossing[]>
  /** ATT&CK or ATLAS id. */
  readonly technique?: string
  /** One hop as a sentence; `{from}` and `{to}` are the names of its ends. */
  readonly says: string
  readonly means: string
  readonly cutBy: string
  /** How the cut is taken back. */
  readonly undoneBy: string
  /** False where the edge is a fact of structure that nobody can remove. */
  readonly cuttable?: false
}

export const defineEdgeKind = (kind: EdgeKind): EdgeKind => kind

/** The crossings of one edge. */
export const crossingsOf = (kind: EdgeKind, key: string | undefined): readonly Crossing[] =>
  (key === undefined ? undefined : kind.crossingsByKey?.get(key)) ?? kind.crossings
