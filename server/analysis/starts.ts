import { kindOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CONTROL, stateOf } from '../model/capabilities.ts'

/** What a compromise holds to begin with: control, but of a Secret or a Location only the reading of it. */
export function startStates({ nodes }: PrivilegeGraph, starts: readonly number[]): number[] {
  return starts.map((node) => {
    const kind = kindOf(nodes, node)
    return stateOf(node, kind === 'Secret' || kind === 'Location' ? 0 : CONTROL)
  })
}
