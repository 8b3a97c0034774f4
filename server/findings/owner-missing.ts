import { isPrincipal, PROVIDER_MANAGED, typeOf } from '../graph/node-table.ts'
import { scoreTable } from '../model/score-table.ts'
import { edgesInto } from './around.ts'
import { defineFinding } from './finding.ts'
import { moved } from './severity.ts'

const DAY = 86_400_000

export const ownerMissing = defineFinding({
  id: 'owner-missing',
  says: 'Nobody answers for this identity, so nobody would notice it misused.',
  fix: 'Name an owner, or retire the identity.',
  frameworks: ['NHI1:2025', 'L6', 'T1078'],
  notAssessed: ({ graph }) =>
    graph.edges.kinds.includes('OWNS') ? undefined : 'a source that names owners: tags, or an inventory',
  severity: (band, { raisedBy = 0 }) => moved(band, raisedBy),
  *find({ graph, asOf }) {
    const { nodes } = graph
    for (let node = 0; node < nodes.count; node++) {
      if (!isPrincipal(nodes, node) || nodes.flags[node]! & PROVIDER_MANAGED) continue
      if (['human', 'external'].includes(typeOf(nodes, node)) || edgesInto(graph, node, 'OWNS').length > 0) continue
      const unused = (asOf - nodes.lastUsedAt[node]!) / DAY
      const dormant = unused > scoreTable.policy.dormantAfterDays
      const because = dormant
        ? `No source names an owner, and it was last used ${Math.floor(unused)} days ago.`
        : 'No source names an owner.'
      yield { subject: node, because, edges: [], raisedBy: dormant ? 1 : 0 }
    }
  },
})
