import type { ComponentRows } from './component-rows.ts'
import type { Entries } from './entries.ts'

/**
 * The graph with every cycle of certain crossings drawn together: who holds one of its states holds them all, at the
 * same ease. A node with several states gets a component of its own for its value, entered from each of them, so that
 * every node is counted once, at its best.
 */
export interface Condensed extends ComponentRows, Entries {
  /** By state. */
  readonly componentOf: Uint32Array
  /** The cycle over harder crossings that a component is part of, or NONE. */
  readonly cycleOf: Uint32Array
}
