import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { rowsBy } from '../../graph/rows.ts'
import { CAPABILITY_COUNT, CONTROL } from '../../model/capabilities.ts'
import type { Crossings } from '../walk-options.ts'
import { NONE, RowBuilder } from './component-rows.ts'
import { components } from './components.ts'
import type { Condensed } from './condensed.ts'
import { countEntries, valueVertices } from './entries.ts'
import { relabelled, searchOrder } from './search-order.ts'
import type { Valuation } from './valuation.ts'

export function condense(
  graph: PrivilegeGraph,
  { factor, levels }: Crossings,
  valuation: Valuation,
  cut: Uint8Array | undefined,
): Condensed {
  const { stateCount, rowStart, rowEnd, heads, edgeOf, lookOf } = graph
  const isCut = (arc: number) => cut !== undefined && cut[edgeOf[arc]!] === 1
  const certain = components({
    count: stateCount,
    rowStart,
    rowEnd,
    heads,
    isOpen: (arc) => factor[lookOf[arc]!] === 0 && !isCut(arc),
  })
  const valued = valueVertices(graph)
  const states = rowsBy(certain.of, certain.count)
  const worth = worthOfState(graph, valuation, levels)
  let most = CAPABILITY_COUNT * valued.count
  for (let state = 0; state < stateCount; state++) most += rowEnd[state]! - rowStart[state]!
  const rows = new RowBuilder(certain.count + valued.count, most, levels)
  for (let component = 0; component < certain.count; component++) {
    for (let i = states.starts[component]!; i < states.starts[component + 1]!; i++) {
      const state = states.entries[i]!
      for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
        if (factor[lookOf[arc]!] === 0 && !isCut(arc)) rows.certain(certain.of[heads[arc]!]!)
      }
      const vertex = valued.of[graph.nodeOf[state]!]!
      if (vertex !== NONE && worth(state) === 0) rows.certain(certain.count + vertex)
    }
    for (let i = states.starts[component]!; i < states.starts[component + 1]!; i++) {
      const state = states.entries[i]!
      for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
        const easier = factor[lookOf[arc]!]!
        if (easier > 0 && !isCut(arc)) rows.harder(certain.of[heads[arc]!]!, easier)
      }
      const vertex = valued.of[graph.nodeOf[state]!]!
      if (vertex !== NONE && worth(state) > 0) rows.harder(certain.count + vertex, worth(state))
    }
    rows.end()
  }
  for (let vertex = 0; vertex < valued.count; vertex++) rows.end()
  const drawn = rows.take()
  const entries = countEntries(graph, valuation, certain.count, states, valued)
  return relabelled({ ...drawn, ...entries }, certain.of, searchOrder(drawn))
}

/** The factor by which a state counts for its node: control holds the others, and counts for the best of them. */
function worthOfState(
  { nodeOf, capabilityOf, held }: PrivilegeGraph,
  valuation: Valuation,
  levels: Crossings['levels'],
) {
  const easier = (a: number, b: number) => (levels.isEasier(levels.times(1, b), levels.times(1, a)) ? b : a)
  const best = Array.from({ length: 1 << CAPABILITY_COUNT }, (_, mask) => {
    const among = valuation.capabilityFactor.filter((_, capability) => ((mask >> capability) & 1) === 1)
    return among.length === 0 ? 0 : among.reduce(easier)
  })
  return (state: number) => {
    const capability = capabilityOf[state]!
    return capability === CONTROL ? best[held[nodeOf[state]!]!]! : valuation.capabilityFactor[capability]!
  }
}
