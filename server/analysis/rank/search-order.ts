import { rowsBy } from '../../graph/rows.ts'
import { halves, words } from '../../graph/shared-arrays.ts'
import { type ComponentRows, NONE } from './component-rows.ts'
import { components } from './components.ts'
import type { Condensed } from './condensed.ts'
import { type Entries, inOrder } from './entries.ts'

/** Components so ordered that, as far as no cycle forbids it, what a component leads to comes before it. */
export function searchOrder(drawn: ComponentRows) {
  const cycleOf = words(drawn.count).fill(NONE)
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
  return { order: sourcesAfterHeads(drawn, order), cycleOf }
}

/**
 * What nothing leads to may come as soon as all it leads to has come: what is kept of that serves it while it is near
 * in memory, and need not be kept for it until the end.
 */
function sourcesAfterHeads({ count, start, heads }: ComponentRows, order: Uint32Array): Uint32Array {
  const place = new Uint32Array(count)
  for (let i = 0; i < count; i++) place[order[i]!] = i
  const isEntered = new Uint8Array(count)
  for (const head of heads) isEntered[head] = 1
  const after = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const component = order[i]!
    if (isEntered[component] === 1 || start[component] === start[component + 1]) after[i] = i
    else
      for (let arc = start[component]!; arc < start[component + 1]!; arc++)
        after[i] = Math.max(after[i]!, place[heads[arc]!]!)
  }
  return rowsBy(after, count).entries.map((i) => order[i]!)
}

/** The same graph with its components numbered in that order. */
export function relabelled(
  drawn: ComponentRows & Entries,
  of: Uint32Array,
  { order, cycleOf: before }: ReturnType<typeof searchOrder>,
): Condensed {
  const componentOf = words(of.length)
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
