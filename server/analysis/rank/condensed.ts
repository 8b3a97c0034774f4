import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { rowsBy } from '../../graph/rows.ts'
import { halves, words } from '../../graph/shared-arrays.ts'
import { CAPABILITY_COUNT, CONTROL } from '../../model/capabilities.ts'
import type { Crossings } from '../walk-options.ts'
import { type ComponentRows, NONE, RowBuilder } from './component-rows.ts'
import { components } from './components.ts'
import { countEntries, type Entries, inOrder, valueVertices } from './entries.ts'
import type { Valuation } from './valuation.ts'

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
  return relabelled({ ...drawn, ...entries }, certain.of, ordered(drawn))
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

/** Components so ordered that, as far as no cycle forbids it, what a component leads to comes before it. */
function ordered(drawn: ComponentRows) {
  const cycleOf = words(drawn.count).fill(NONE)
  // Without harder crossings there is no cycle left, and the numbers are in that order already.
  if (drawn.factor.every((factor) => factor === 0)) return { order: undefined, cycleOf }
  const { of, order, count } = components({
    count: drawn.count,
    rowStart: drawn.start,
    rowEnd: drawn.start.subarray(1),
    heads: drawn.heads,
    isOpen: () => true,
  })
  const members = new Uint32Array(count)
  for (const whole of of) members[whole]!++
  for (let component = 0; component < drawn.count; component++)
    if (members[of[component]!]! > 1) cycleOf[component] = of[component]!
  return { order, cycleOf }
}

function relabelled(
  drawn: ComponentRows & Entries,
  of: Uint32Array,
  { order, cycleOf: before }: ReturnType<typeof ordered>,
): Condensed {
  const componentOf = words(of.length)
  if (!order) {
    componentOf.set(of)
    return { ...drawn, componentOf, cycleOf: before }
  }
  const label = new Uint32Array(drawn.count)
  for (let i = 0; i < order.length; i++) label[order[i]!] = i
  for (let state = 0; state < of.length; state++) componentOf[state] = label[of[state]!]!
  const start = words(drawn.count + 1)
  const mid = words(drawn.count)
  const heads = words(drawn.heads.length)
  const factor = halves(drawn.heads.length)
  const cycleOf = words(drawn.count)
  let size = 0
  for (let i = 0; i < order.length; i++) {
    const component = order[i]!
    const from = drawn.start[component]!
    mid[i] = size + drawn.mid[component]! - from
    for (let arc = from; arc < drawn.start[component + 1]!; arc++, size++) {
      heads[size] = label[drawn.heads[arc]!]!
      factor[size] = drawn.factor[arc]!
    }
    start[i + 1] = size
    cycleOf[i] = before[component]!
  }
  const entries = inOrder(drawn, order)
  return { count: drawn.count, start, mid, heads, factor, ...entries, componentOf, cycleOf }
}
