import { type Rows, rowsBy } from '../../graph/rows.ts'
import { halves, words } from '../../graph/shared-arrays.ts'
import { type ComponentRows, NONE } from './component-rows.ts'
import { type Components, components } from './components.ts'
import type { Condensed } from './condensed.ts'
import { type Entries, inOrder } from './entries.ts'

/** Components so ordered that, as far as no cycle forbids it, what a component leads to comes before it. */
export function searchOrder(drawn: ComponentRows) {
  const cycleOf = words(drawn.count).fill(NONE)
  const { of, order, count } = wholesOf(drawn)
  const members = new Uint32Array(count)
  for (const whole of of) members[whole]!++
  for (let component = 0; component < drawn.count; component++)
    if (members[of[component]!]! > 1) cycleOf[component] = of[component]!
  return { order: soonest(drawn, of, order), cycleOf }
}

/** The cycles over harder crossings; without any of those there is none left, and the numbers are in order already. */
function wholesOf({ count, start, heads, factor }: ComponentRows): Components {
  let isHarder = false
  for (let arc = 0; arc < factor.length && !isHarder; arc++) isHarder = factor[arc] !== 0
  if (isHarder) return components({ count, rowStart: start, rowEnd: start.subarray(1), heads, isOpen: () => true })
  const each = new Uint32Array(count)
  for (let component = 0; component < count; component++) each[component] = component
  return { count, of: each, order: each }
}

/**
 * Each comes as soon as all it leads to has come, the whole of a cycle at once: so what is kept of those serves it while
 * it is near in memory, and need not be kept for long. Where nothing is left to lead to, the order is the one given; in
 * a cycle it is that of the components' numbers, so that what is crossed without loss leads only to those before.
 */
function soonest(rows: ComponentRows, of: Uint32Array, order: Uint32Array): Uint32Array {
  const { count, start, heads } = rows
  const wholes = rowsBy(of, count)
  const into = tailsByHead(rows)
  const missing = new Uint32Array(count)
  for (let component = 0; component < count; component++)
    for (let arc = start[component]!; arc < start[component + 1]!; arc++)
      if (of[heads[arc]!] !== of[component]) missing[of[component]!]!++
  const sorted = new Uint32Array(count)
  const ready = new Uint32Array(count)
  let [size, open] = [0, 0]
  const come = (component: number) => {
    sorted[size++] = component
    for (let i = into.starts[component]!; i < into.starts[component + 1]!; i++) {
      const whole = of[into.entries[i]!]!
      if (whole !== of[component] && --missing[whole]! === 0) ready[open++] = whole
    }
  }
  const comeWhole = (whole: number) => {
    for (let i = wholes.starts[whole]!; i < wholes.starts[whole + 1]!; i++) come(wholes.entries[i]!)
  }
  // What leads nowhere but has nothing missing: afterwards only what became ready behind it.
  const begins = new Uint8Array(count)
  for (let whole = 0; whole < count; whole++) if (missing[whole] === 0) begins[whole] = 1
  for (const component of order) {
    const whole = of[component]!
    if (begins[whole] === 0) continue
    begins[whole] = 0
    comeWhole(whole)
    while (open > 0) comeWhole(ready[--open]!)
  }
  return sorted
}

function tailsByHead({ count, start, heads }: ComponentRows): Rows {
  const starts = new Uint32Array(count + 1)
  for (let arc = 0; arc < heads.length; arc++) starts[heads[arc]! + 1]!++
  for (let row = 0; row < count; row++) starts[row + 1]! += starts[row]!
  const next = starts.slice()
  const entries = new Uint32Array(heads.length)
  for (let tail = 0; tail < count; tail++)
    for (let arc = start[tail]!; arc < start[tail + 1]!; arc++) entries[next[heads[arc]!]!++] = tail
  return { starts, entries }
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
