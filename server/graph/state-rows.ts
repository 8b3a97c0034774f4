import { CAPABILITY_COUNT, type Capability, CONTROL, capabilities } from '../model/capabilities.ts'
import type { Profile } from './profiles.ts'
import type { Rows } from './rows.ts'
import { rowsBy } from './rows.ts'
import { bytes, halves, words } from './shared-arrays.ts'

/**
 * The part of a graph that is walked: states (node × capability) and the arcs between them.
 *
 * Only states that occur have a number: what some arc gives, and what a compromise of a node with a way out begins
 * with. Numbers follow a depth-first preorder of the nodes, so that a walk stays near in memory; the states of one node
 * stand together, control last. The arcs of a node stand together too, by the capability they need: the row of control
 * is all of them, since control covers the rest.
 */
export interface StateRows {
  readonly stateCount: number
  readonly arcCount: number
  /** By state. */
  readonly nodeOf: Uint32Array
  readonly capabilityOf: Uint8Array
  readonly rowStart: Uint32Array
  readonly rowEnd: Uint32Array
  /** By node: its first state, and one bit for each capability that is a state. */
  readonly firstState: Uint32Array
  readonly held: Uint8Array
  /** By arc: the state it gives, the least state that crosses it, its edge, and how it is crossed. */
  readonly heads: Uint32Array
  readonly tails: Uint32Array
  readonly edgeOf: Uint32Array
  readonly lookOf: Uint16Array
  /** Arcs by head state. */
  readonly backward: Rows
}

export interface EdgeColumns {
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly profileOf: Uint16Array
}

const bitCount = Uint8Array.from({ length: 1 << CAPABILITY_COUNT }, (_, mask) =>
  [0, 1, 2, 3].reduce((count, bit) => count + ((mask >> bit) & 1), 0),
)
const CONTROL_BIT = 1 << CONTROL

/** The number of a state, or −1 where it does not occur. */
export function stateAt({ firstState, held }: StateRows, node: number, capability: number): number {
  const mask = held[node]!
  const bit = 1 << capability
  return mask & bit ? firstState[node]! + bitCount[mask & (bit - 1)]! : -1
}

/** The capability a state is. */
export const capabilityAt = ({ capabilityOf }: StateRows, state: number): Capability =>
  capabilities[capabilityOf[state]!]!

/** All states of a node, the least capability first. */
export function statesOf({ firstState, held }: StateRows, node: number): number[] {
  return Array.from({ length: bitCount[held[node]!]! }, (_, i) => firstState[node]! + i)
}

/** The capabilities held on a node, given which of its states are: control is all of them. */
export function heldCapabilities(rows: StateRows, node: number, isHeld: (state: number) => boolean): Capability[] {
  const held = statesOf(rows, node).filter(isHeld)
  if (held.some((state) => rows.capabilityOf[state] === CONTROL)) return [...capabilities]
  return held.map((state) => capabilityAt(rows, state))
}

/** The state that covers this one: control of the same node, itself where that does not occur. */
export function coveringState(rows: StateRows, state: number): number {
  const control = stateAt(rows, rows.nodeOf[state]!, CONTROL)
  return control === -1 ? state : control
}

/** The states that come with one: of control all of its node, of any other only itself; the strongest first. */
export function coveredStates(rows: StateRows, state: number): number[] {
  if (rows.capabilityOf[state] !== CONTROL) return [state]
  return statesOf(rows, rows.nodeOf[state]!).reverse()
}

/** Compresses edges into rows; `startCapability` says by node what its compromise holds to begin with. */
export function stateRows(
  edges: EdgeColumns,
  profiles: readonly Profile[],
  nodeCount: number,
  startCapability: (node: number) => number,
): StateRows {
  const ways = new Ways(profiles)
  const held = occurring(edges, ways, nodeCount, startCapability)
  const drafted = draftArcs(edges, ways, nodeCount)
  const order = preorder(drafted, nodeCount)
  return number(drafted, order, held, nodeCount)
}

/** The arcs of all profiles in flat rows, for loops over millions of edges. */
class Ways {
  readonly start: Uint32Array
  readonly needs: Uint8Array
  readonly gives: Uint8Array
  readonly look: Uint16Array

  constructor(profiles: readonly Profile[]) {
    const all = profiles.flatMap(({ arcs }) => arcs)
    this.start = new Uint32Array(profiles.length + 1)
    for (const [i, { arcs }] of profiles.entries()) this.start[i + 1] = this.start[i]! + arcs.length
    this.needs = Uint8Array.from(all, ({ needs }) => needs)
    this.gives = Uint8Array.from(all, ({ gives }) => gives)
    this.look = Uint16Array.from(all, ({ look }) => look)
  }
}

function occurring(edges: EdgeColumns, ways: Ways, nodeCount: number, startCapability: (node: number) => number) {
  const { from, to, profileOf } = edges
  const held = bytes(nodeCount)
  const leads = new Uint8Array(nodeCount)
  for (let edge = 0; edge < profileOf.length; edge++) {
    const profile = profileOf[edge]!
    for (let way = ways.start[profile]!; way < ways.start[profile + 1]!; way++) {
      held[to[edge]!]! |= 1 << ways.gives[way]!
      leads[from[edge]!] = 1
    }
  }
  for (let node = 0; node < nodeCount; node++) if (leads[node]) held[node]! |= 1 << startCapability(node)
  return held
}

/** Arcs grouped by tail node and, within it, by the capability they need. */
interface Draft {
  /** Row of `node * CAPABILITY_COUNT + needs`. */
  readonly starts: Uint32Array
  /** Node × capability. */
  readonly ends: Uint32Array
  readonly edge: Uint32Array
  readonly look: Uint16Array
}

function draftArcs({ from, to, profileOf }: EdgeColumns, ways: Ways, nodeCount: number): Draft {
  const starts = new Uint32Array(nodeCount * CAPABILITY_COUNT + 1)
  const eachWay = (visit: (edge: number, way: number) => void) => {
    for (let edge = 0; edge < profileOf.length; edge++) {
      const profile = profileOf[edge]!
      for (let way = ways.start[profile]!; way < ways.start[profile + 1]!; way++) visit(edge, way)
    }
  }
  eachWay((edge, way) => starts[from[edge]! * CAPABILITY_COUNT + ways.needs[way]! + 1]!++)
  for (let row = 0; row < nodeCount * CAPABILITY_COUNT; row++) starts[row + 1]! += starts[row]!
  const arcCount = starts[nodeCount * CAPABILITY_COUNT]!
  const next = starts.slice()
  const ends = new Uint32Array(arcCount)
  const edgeOf = new Uint32Array(arcCount)
  const look = new Uint16Array(arcCount)
  eachWay((edge, way) => {
    const at = next[from[edge]! * CAPABILITY_COUNT + ways.needs[way]!]!++
    ends[at] = to[edge]! * CAPABILITY_COUNT + ways.gives[way]!
    edgeOf[at] = edge
    look[at] = ways.look[way]!
  })
  return { starts, ends, edge: edgeOf, look }
}

/** Nodes in depth-first preorder from the first node on; without recursion, since a chain may be as long as the estate. */
function preorder({ starts, ends }: Draft, nodeCount: number): Uint32Array {
  const order = new Uint32Array(nodeCount)
  const seen = new Uint8Array(nodeCount)
  const cursor = new Uint32Array(nodeCount)
  const stack = new Uint32Array(nodeCount)
  let size = 0
  for (let root = 0; root < nodeCount; root++) {
    if (seen[root]) continue
    let depth = 0
    let node = root
    for (;;) {
      if (!seen[node]) {
        seen[node] = 1
        order[size++] = node
        cursor[node] = starts[node * CAPABILITY_COUNT]!
        stack[depth++] = node
      }
      const end = starts[(node + 1) * CAPABILITY_COUNT]!
      let at = cursor[node]!
      while (at < end && seen[ends[at]! >>> 2]) at++
      cursor[node] = at + 1
      if (at < end) node = ends[at]! >>> 2
      else if (--depth > 0) node = stack[depth - 1]!
      else break
    }
  }
  return order
}

function number(draft: Draft, order: Uint32Array, held: Uint8Array, nodeCount: number): StateRows {
  const firstState = words(nodeCount)
  let stateCount = 0
  for (const node of order) {
    firstState[node] = stateCount
    stateCount += bitCount[held[node]!]!
  }
  const nodeOf = words(stateCount)
  const capabilityOf = bytes(stateCount)
  const rowStart = words(stateCount)
  const rowEnd = words(stateCount)
  const most = draft.ends.length
  const heads = words(most)
  const tails = words(most)
  const edgeOf = words(most)
  const lookOf = halves(most)
  let arcCount = 0
  for (const node of order) {
    const mask = held[node]!
    const first = firstState[node]!
    const nodeStart = arcCount
    const control = mask & CONTROL_BIT ? first + bitCount[mask]! - 1 : -1
    for (let capability = 0; capability < CAPABILITY_COUNT; capability++) {
      const bit = 1 << capability
      const state = mask & bit ? first + bitCount[mask & (bit - 1)]! : -1
      const tail = state === -1 ? control : state
      const start = arcCount
      const row = node * CAPABILITY_COUNT + capability
      // Without a state that crosses them, nobody ever does: the capability they need is given by nothing.
      for (let at = draft.starts[row]!; tail !== -1 && at < draft.starts[row + 1]!; at++) {
        const end = draft.ends[at]!
        heads[arcCount] = firstState[end >>> 2]! + bitCount[held[end >>> 2]! & ((1 << (end & 3)) - 1)]!
        tails[arcCount] = tail
        edgeOf[arcCount] = draft.edge[at]!
        lookOf[arcCount] = draft.look[at]!
        arcCount++
      }
      if (state === -1) continue
      nodeOf[state] = node
      capabilityOf[state] = capability
      rowStart[state] = state === control ? nodeStart : start
      rowEnd[state] = arcCount
    }
  }
  const used = heads.subarray(0, arcCount)
  return {
    stateCount,
    arcCount,
    nodeOf,
    capabilityOf,
    rowStart,
    rowEnd,
    firstState,
    held,
    heads: used,
    tails: tails.subarray(0, arcCount),
    edgeOf: edgeOf.subarray(0, arcCount),
    lookOf: lookOf.subarray(0, arcCount),
    backward: rowsBy(used, stateCount),
  }
}
