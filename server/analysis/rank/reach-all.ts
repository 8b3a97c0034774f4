import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { CERTAIN } from '../levels.ts'
import type { Crossings } from '../walk-options.ts'
import { type Condensed, condense, type Valuation } from './condensed.ts'
import { type HubOptions, Hubs } from './hubs.ts'
import { Search } from './search.ts'

/** What one component reaches, itself included: counts by level and class, and the worst targets. */
export type Reached = Pick<Search, 'cells' | 'worst'>

/**
 * Exact reach of many starts at once. `prepare` condenses cycles and lays hubs; then each component is answered by a
 * search that leaves to its hub what that reaches as well. The answer holds until the next one.
 */
export class ReachAll {
  readonly condensed: Condensed
  readonly hubs: Hubs
  readonly #search: Search

  constructor(
    graph: PrivilegeGraph,
    crossings: Crossings,
    valuation: Valuation,
    cut: Uint8Array | undefined,
    options: HubOptions = {},
  ) {
    this.condensed = condense(graph, crossings, valuation, cut)
    this.hubs = new Hubs(this.condensed, crossings.levels, valuation, options)
    this.#search = new Search(this.condensed, crossings.levels, valuation, this.hubs.pool)
  }

  /** Yields the share of the preparation that is done. */
  *prepare(): Generator<number, void> {
    for (const component of this.hubs.build()) yield component / this.condensed.count
  }

  from(component: number): Reached {
    const entry = this.hubs.entryOf(component)
    const search = this.#search
    if (entry?.hub.component === component && entry.level === CERTAIN) search.walkNothing(entry)
    else search.walk(component, entry)
    search.count()
    search.addHub()
    return search
  }
}
