import { isPrincipal, UNVALUED } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type NodeKind, nodeKinds, type Tier } from '../model/kinds.ts'
import { oncePerGraph } from './once-per-graph.ts'

/** What a node counts as where it is reached; an estate has some tens of these. */
export interface TargetClass {
  readonly kind: NodeKind
  readonly tier: Tier | undefined
  readonly isPrincipal: boolean
  readonly isHuman: boolean
}

export interface TargetClasses {
  readonly list: readonly TargetClass[]
  /** By state the class of its node; beside it whether its node has other states too. */
  readonly classOf: Uint16Array
  readonly hasOthers: Uint8Array
  /** By class: its tier, or UNVALUED. */
  readonly tierOf: Int8Array
}

/** Read once for a graph, in the order of states, so that a walk that counts stays near in memory. */
export const targetClasses = oncePerGraph(classify)

function classify({ nodes, nodeOf, held, stateCount }: PrivilegeGraph): TargetClasses {
  const list: TargetClass[] = []
  const numbers = new Map<number, number>()
  const classOf = new Uint16Array(stateCount)
  const hasOthers = new Uint8Array(stateCount)
  for (let state = 0; state < stateCount; state++) {
    const node = nodeOf[state]!
    const tier = nodes.tiers[node]!
    const principal = isPrincipal(nodes, node)
    const human = principal && nodes.strings[nodes.types[node]!] === 'human'
    const key = (nodes.kinds[node]! * 8 + tier + 1) * 4 + (principal ? 2 : 0) + (human ? 1 : 0)
    let number = numbers.get(key)
    if (number === undefined) {
      const stated = tier === UNVALUED ? undefined : (tier as Tier)
      number =
        list.push({ kind: nodeKinds[nodes.kinds[node]!]!, tier: stated, isPrincipal: principal, isHuman: human }) - 1
      numbers.set(key, number)
    }
    classOf[state] = number
    hasOthers[state] = (held[node]! & (held[node]! - 1)) === 0 ? 0 : 1
  }
  return { list, classOf, hasOthers, tierOf: Int8Array.from(list, ({ tier }) => tier ?? UNVALUED) }
}
