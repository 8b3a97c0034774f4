import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import type { Rows } from '../../graph/rows.ts'
import { words } from '../../graph/shared-arrays.ts'
import { NONE } from './component-rows.ts'
import { SLOTS, VALUE, type Valuation } from './valuation.ts'

/** Class, count, and the two smallest nodes, which stand for ties. */
export const ENTRY_WORDS = 4

/** What is counted in a component, by class: entries of component c from `entryStart[c]`, ENTRY_WORDS each. */
export interface Entries {
  readonly entryStart: Uint32Array
  readonly entries: Uint32Array
}

/** Nodes with several states: what they are worth is counted at a vertex of its own, entered from each of them. */
export interface Valued {
  readonly count: number
  /** By node: the number of its value vertex, or NONE where one state is all it has. */
  readonly of: Uint32Array
  readonly nodes: Uint32Array
}

export function valueVertices({ held, nodes }: PrivilegeGraph): Valued {
  const of = new Uint32Array(nodes.count).fill(NONE)
  let count = 0
  for (let node = 0; node < nodes.count; node++) if ((held[node]! & (held[node]! - 1)) !== 0) of[node] = count++
  const several = new Uint32Array(count)
  for (let node = 0; node < nodes.count; node++) if (of[node] !== NONE) several[of[node]!] = node
  return { count, of, nodes: several }
}

/** Every node once: at its only state, or at its value vertex. */
export function countEntries(
  { nodes, nodeOf, capabilityOf }: PrivilegeGraph,
  { classOf, classCount }: Valuation,
  certain: number,
  states: Rows,
  valued: Valued,
): Entries {
  const entryStart = words(certain + valued.count + 1)
  const entries = new Uint32Array(nodes.count * ENTRY_WORDS)
  const place = new Uint32Array(classCount)
  let size = 0
  const count = (from: number, kind: number, node: number) => {
    let at = place[kind]!
    if (at < from || at >= size || entries[at * ENTRY_WORDS] !== kind) {
      at = size++
      place[kind] = at
      entries.set([kind, 0, NONE, NONE], at * ENTRY_WORDS)
    }
    const word = at * ENTRY_WORDS
    entries[word + 1]!++
    if (node < entries[word + 2]!) {
      entries[word + 3] = entries[word + 2]!
      entries[word + 2] = node
    } else if (node < entries[word + 3]!) entries[word + 3] = node
  }
  for (let component = 0; component < certain; component++) {
    const from = size
    for (let i = states.starts[component]!; i < states.starts[component + 1]!; i++) {
      const state = states.entries[i]!
      const node = nodeOf[state]!
      if (valued.of[node] === NONE) count(from, classOf[node * SLOTS + capabilityOf[state]!]!, node)
    }
    entryStart[component + 1] = size
  }
  for (let vertex = 0; vertex < valued.count; vertex++) {
    const node = valued.nodes[vertex]!
    count(size, classOf[node * SLOTS + VALUE]!, node)
    entryStart[certain + vertex + 1] = size
  }
  return { entryStart, entries }
}

/** The same, with components in another order. */
export function inOrder({ entryStart, entries }: Entries, order: Uint32Array): Entries {
  const start = words(order.length + 1)
  const sorted = words(entryStart[order.length]! * ENTRY_WORDS)
  let size = 0
  for (let i = 0; i < order.length; i++) {
    const end = entryStart[order[i]! + 1]! * ENTRY_WORDS
    for (let at = entryStart[order[i]!]! * ENTRY_WORDS; at < end; at++) sorted[size++] = entries[at]!
    start[i + 1] = size / ENTRY_WORDS
  }
  return { entryStart: start, entries: sorted }
}

export const SEVERAL = NONE - 1

/**
 * Class and node of each component of a single node, which most are, two words each: a search that counts millions of
 * them looks nowhere else. The class is NONE where there is nothing to count, SEVERAL where the entries have to be read.
 */
export function loneEntries({ entryStart, entries }: Entries, count: number): Uint32Array {
  const lone = new Uint32Array(2 * count).fill(NONE)
  for (let component = 0; component < count; component++) {
    const at = entryStart[component]! * ENTRY_WORDS
    const size = entryStart[component + 1]! - entryStart[component]!
    if (size === 0) continue
    const isLone = size === 1 && entries[at + 1] === 1
    lone[2 * component] = isLone ? entries[at]! : SEVERAL
    lone[2 * component + 1] = entries[at + 2]!
  }
  return lone
}
