import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { CONTROL } from '../../server/model/capabilities.ts'
import { nodeKinds } from '../../server/model/kinds.ts'
import type { CsvEstate } from './csv-estate.ts'
import { csvGraph } from './csv-graph.ts'
import { tierOf } from './full-table.ts'
import { DESCRIBES, mergedEdges } from './merged-edges.ts'

/** Kinds that convey nothing. */
export const DESCRIBING = new Set(['OWNS', 'CREATED_BY', 'REVIEWED_BY'])

const crossed = {
  profiles: [{ kind: 0, arcs: [{ needs: CONTROL, gives: CONTROL, look: 0 }], preference: 0 }],
  looks: [{ ease: 1, easeAtStart: 1, gates: 0, needs: CONTROL, basis: 0 }],
  kinds: ['CAN_CONTROL'],
} as const

/**
 * The estate as plain graphs have it: every kind that conveys anything conveys control at ease 1, parallel edges are
 * one. What peers without capabilities compute; all of it in the rows that Ambit walks. Who is among `identities` is
 * ranked.
 */
export function plainGraph(estate: CsvEstate, [first, end]: readonly [number, number]): PrivilegeGraph {
  const classes = Uint8Array.from(estate.kinds, (name) => (DESCRIBING.has(name) ? DESCRIBES : 0))
  const kinds = new Uint8Array(estate.nodeCount).fill(nodeKinds.indexOf('Resource'))
  kinds.fill(nodeKinds.indexOf('Identity'), first, end)
  const tiers = Int8Array.from(estate.criticality, tierOf)
  return csvGraph(mergedEdges(estate, classes, 1), crossed, { kinds, tiers })
}
