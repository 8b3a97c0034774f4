import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CONTROL } from '../model/capabilities.ts'

interface Covers {
  readonly byState: Uint8Array
  readonly some: boolean
}

const known = new WeakMap<PrivilegeGraph, Covers>()

/**
 * By state of control: how many states it brings along, which stand just before it; 0 for any other state. Undefined
 * where no node has several states.
 */
export function coversOf(graph: PrivilegeGraph): Uint8Array | undefined {
  let covers = known.get(graph)
  if (!covers) {
    covers = makeCovers(graph)
    known.set(graph, covers)
  }
  return covers.some ? covers.byState : undefined
}

function makeCovers({ stateCount, nodeOf, capabilityOf, firstState }: PrivilegeGraph): Covers {
  const byState = new Uint8Array(stateCount)
  let some = false
  for (let state = 0; state < stateCount; state++) {
    if (capabilityOf[state] !== CONTROL) continue
    byState[state] = state - firstState[nodeOf[state]!]!
    if (byState[state] !== 0) some = true
  }
  return { byState, some }
}
