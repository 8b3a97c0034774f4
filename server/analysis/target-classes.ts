import { isPrincipal, UNVALUED } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { statesOf } from '../graph/state-rows.ts'
import { CAPABILITY_COUNT } from '../model/capabilities.ts'
import type { Tier } from '../model/kinds.ts'
import { oncePerGraph } from './once-per-graph.ts'

/** What a state counts as where it is reached; an estate has some tens of these. */
export interface TargetClass {
  /** Its place in `nodeKinds`. */
  readonly kindNumber: number
  readonly tier: Tier | undefined
  readonly isPrincipal: boolean
  readonly isHuman: boolean
  readonly capability: number
  /** How many states of its node stand before and behind it. */
  readonly before: number
  readonly behind: number
}

export interface TargetClasses {
  readonly list: readonly TargetClass[]
  /** By state, so that a walk that counts reads one number of each. */
  readonly classOf: Uint16Array
  /** By class. */
  readonly before: Uint8Array
  readonly behind: Uint8Array
  /** By class: its tier, or UNVALUED. */
  readonly tierOf: Int8Array
}

/** Read once for a graph, in the order of states, so that a walk that counts stays near in memory. */
export const targetClasses = oncePerGraph(classify)

function classify(graph: PrivilegeGraph): TargetClasses {
  const { nodes, nodeOf, capabilityOf, firstState, stateCount } = graph
  const list: TargetClass[] = []
  const numbers = new Map<number, number>()
  const classOf = new Uint16Array(stateCount)
  for (let state = 0; state < stateCount; state++) {
    const node = nodeOf[state]!
    const tier = nodes.tiers[node]!
    const isPrincipalNode = isPrincipal(nodes, node)
    const isHuman = isPrincipalNode && nodes.strings[nodes.types[node]!] === 'human'
    const flags = (isPrincipalNode ? 2 : 0) + (isHuman ? 1 : 0)
    const held = graph.held[node]! // together with the capability it tells what stands around the state
    const key = ((nodes.kinds[node]! * 8 + tier + 1) * 4 + flags) * 64 + held * CAPABILITY_COUNT + capabilityOf[state]!
    let number = numbers.get(key)
    if (number === undefined) {
      const kindNumber = nodes.kinds[node]!
      const stated = tier === UNVALUED ? undefined : (tier as Tier)
      const capability = capabilityOf[state]!
      const before = state - firstState[node]!
      const behind = statesOf(graph, node).length - 1 - before
      number =
        list.push({ kindNumber, tier: stated, isPrincipal: isPrincipalNode, isHuman, capability, before, behind }) - 1
      numbers.set(key, number)
    }
    classOf[state] = number
  }
  return {
    list,
    classOf,
    before: Uint8Array.from(list, ({ before }) => before),
    behind: Uint8Array.from(list, ({ behind }) => behind),
    tierOf: Int8Array.from(list, ({ tier }) => tier ?? UNVALUED),
  }
}
