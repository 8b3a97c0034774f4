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
  const draft = draftArcs(edges, waysOf(profiles), nodeCount)
  const stateCount = holdStarts(draft, startCapability)
  return lay(draft, preorder(draft, stateCount))
}

/** The arcs of all profiles in flat rows, for loops over millions of edges. */
interface Ways {
  readonly start: Uint32Array
  readonly needs: Uint8Array
  readonly gives: Uint8Array
  readonly look: Uint16Array
}

function waysOf(profiles: readonly Profile[]): Ways {
  const all = profiles.flatMap(({ arcs }) => arcs)
  const start = new Uint32Array(profiles.length + 1)
  for (const [i, { arcs }] of profiles.entries()) start[i + 1] = start[i]! + arcs.length
  return {
    start,
    needs: Uint8Array.from(all, ({ needs }) => needs),
    gives: Uint8Array.from(all, ({ gives }) => gives),
    look: Uint16Array.from(all, ({ look }) => look),
  }
}

/** Arcs grouped by tail node, in the order of their edges. */
interface Draft {
  readonly ways: Ways
  /** By node. */
  readonly starts: Uint32Array
  readonly held: Uint8Array
  /** One bit for each capability that some arc out of the node needs. */
  readonly needed: Uint8Array
  /** By arc: head node × capability, edge and way. */
  readonly ends: Uint32Array
  readonly edge: Uint32Array
  readonly way: Uint16Array
}

function draftArcs({ from, to, profileOf }: EdgeColumns, ways: Ways, nodeCount: number): Draft {
  const { start, needs, gives } = ways
  const held = bytes(nodeCount)
  const needed = new Uint8Array(nodeCount)
  // Counted two places on and dealt out one place on, so that in the end every row's start stands in its own place.
  const places = new Uint32Array(nodeCount + 2)
  for (let edge = 0; edge < profileOf.length; edge++) {
    const profile = profileOf[edge]!
    const end = start[profile + 1]!
    for (let way = start[profile]!; way < end; way++) {
      const tail = from[edge]!
      held[to[edge]!]! |= 1 << gives[way]!
      needed[tail]! |= 1 << needs[way]!
      places[tail + 2]!++
    }
  }
  for (let node = 0; node < nodeCount; node++) places[node + 2]! += places[node + 1]!
  const arcCount = places[nodeCount + 1]!
  const ends = new Uint32Array(arcCount)
  const edgeOf = new Uint32Array(arcCount)
  const wayOf = new Uint16Array(arcCount)
  for (let edge = 0; edge < profileOf.length; edge++) {
    const profile = profileOf[edge]!
    const end = start[profile + 1]!
    for (let way = start[profile]!; way < end; way++) {
      const at = places[from[edge]! + 1]!++
      ends[at] = to[edge]! * CAPABILITY_COUNT + gives[way]!
      edgeOf[at] = edge
      wayOf[at] = way
    }
  }
  return { ways, starts: places, held, needed, ends, edge: edgeOf, way: wayOf }
}

/** Where a way leads out, what a compromise begins with is a state too. Returns how many states there are. */
function holdStarts({ needed, held }: Draft, startCapability: (node: number) => number): number {
  let stateCount = 0
  for (let node = 0; node < held.length; node++) {
    if (needed[node] !== 0) held[node]! |= 1 << startCapability(node)
    stateCount += bitCount[held[node]!]!
  }
  return stateCount
}

type Numbered = Pick<StateRows, 'stateCount' | 'firstState' | 'nodeOf'>
const UNSEEN = 0xffffffff

/**
 * Numbers states by their nodes in depth-first preorder from the first node on; without recursion, since a chain may be
 * as long as the estate.
 */
function preorder({ starts, ends, held }: Draft, stateCount: number): Numbered {
  const firstState = words(held.length).fill(UNSEEN)
  const nodeOf = words(stateCount)
  const stack = new Uint32Array(held.length)
  const cursor = new Uint32Array(held.length)
  let size = 0
  for (let root = 0; root < held.length; root++) {
    if (firstState[root] !== UNSEEN) continue
    let depth = 0
    let node = root
    for (;;) {
      stack[depth] = node
      cursor[depth++] = starts[node]!
      firstState[node] = size
      for (let count = bitCount[held[node]!]!; count > 0; count--) nodeOf[size++] = node
      let at = 0
      let end = 0
      for (; depth > 0; depth--) {
        at = cursor[depth - 1]!
        end = starts[stack[depth - 1]! + 1]!
        while (at < end && firstState[ends[at]! >>> 2] !== UNSEEN) at++
        if (at < end) break
      }
      if (depth === 0) break
      cursor[depth - 1] = at + 1
      node = ends[at]! >>> 2
    }
  }
  return { stateCount, firstState, nodeOf }
}

/** Lays the arcs out node by node in the order of states, and within a node by the capability they need. */
function lay(draft: Draft, { stateCount, firstState, nodeOf }: Numbered): StateRows {
  const { starts, held, needed, ends, edge, way, ways } = draft
  const capabilityOf = bytes(stateCount)
  const rowStart = words(stateCount)
  const rowEnd = words(stateCount)
  const heads = words(ends.length)
  const tails = words(ends.length)
  const edgeOf = words(ends.length)
  const lookOf = halves(ends.length)
  let arcCount = 0
  for (let first = 0; first < stateCount; ) {
    const node = nodeOf[first]!
    const mask = held[node]!
    const count = bitCount[mask]!
    const nodeStart = arcCount
    const control = mask & CONTROL_BIT ? first + count - 1 : -1
    for (let capability = 0, state = first; capability < CAPABILITY_COUNT; capability++) {
      const occurs = (mask >>> capability) & 1
      // Without a state that crosses them, nobody ever does: the capability they need is given by nothing.
      const tail = occurs ? state : control
      const start = arcCount
      if ((needed[node]! >>> capability) & 1 && tail !== -1) {
        const end = starts[node + 1]!
        for (let at = starts[node]!; at < end; at++) {
          const from = way[at]!
          if (ways.needs[from] !== capability) continue
          const to = ends[at]! >>> 2
          heads[arcCount] = firstState[to]! + bitCount[held[to]! & ((1 << (ends[at]! & 3)) - 1)]!
          tails[arcCount] = tail
          edgeOf[arcCount] = edge[at]!
          lookOf[arcCount++] = ways.look[from]!
        }
      }
      if (!occurs) continue
      capabilityOf[state] = capability
      rowStart[state] = state === control ? nodeStart : start
      rowEnd[state++] = arcCount
    }
    first += count
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
