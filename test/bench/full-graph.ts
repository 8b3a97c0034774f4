import { UNVALUED } from '../../server/graph/node-table.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { Profiles } from '../../server/graph/profiles.ts'
import { nodeKinds } from '../../server/model/kinds.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import { scoreTable } from '../../server/model/score-table.ts'
import type { CsvEstate } from './csv-estate.ts'
import { csvGraph } from './csv-graph.ts'
import { edgeKindOf, nodeKindOf, tierOf, unvaluedKinds } from './full-table.ts'
import { DESCRIBES, mergedEdges } from './merged-edges.ts'
import type { KindColumn } from './node-kinds.ts'
import { DESCRIBING } from './plain-graph.ts'

/** The estate with capabilities, eases and tiers, as `full-table.ts` reads its kinds. Every Identity is ranked. */
export function fullGraph(estate: CsvEstate, nodes: KindColumn): PrivilegeGraph {
  const profiles = new Profiles(scoreTable)
  const classes = Uint8Array.from(estate.kinds, (name) => {
    if (DESCRIBING.has(name)) return DESCRIBES
    const anEnd = name as NodeId // the profile of an edge does not depend on its ends
    return profiles.of({
      ...known(edgeKindOf, name),
      from: anEnd,
      to: anEnd,
      confidence: 'granted',
      verdict: 'allowed',
    })
  })
  const byName = nodes.names.map((name) => known(nodeKindOf, name))
  const kinds = nodes.column.map((kind) => nodeKinds.indexOf(byName[kind]!))
  const tiers = Int8Array.from(nodes.column, (number, node) => {
    const kind = byName[number]!
    if (unvaluedKinds.has(kind)) return UNVALUED
    return tierOf(kind === 'Resource' ? estate.criticality[node]! : 0)
  })
  const { list, looks, kinds: edgeKinds } = profiles
  return csvGraph(
    mergedEdges(estate, classes, list.length),
    { profiles: list, looks, kinds: edgeKinds },
    { kinds, tiers },
  )
}

/** Leaving out what the table does not name would shrink a blast radius. */
function known<T>(table: Readonly<Record<string, T>>, name: string): T {
  if (!Object.hasOwn(table, name)) throw new Error(`full-table.ts has no kind ${name}.`)
  return table[name]!
}
