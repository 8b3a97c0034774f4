import { kindOf } from '../graph/node-table.ts'
import { edgesInto } from './around.ts'
import { defineFinding } from './finding.ts'

export const secretShared = defineFinding({
  id: 'secret-shared',
  says: 'Several identities are given one credential, so its loss is the loss of all, and no log can tell them apart.',
  fix: 'Give each consumer a credential of its own, best one that the platform issues for minutes.',
  frameworks: ['NHI9:2025', 'ASI03', 'L6', 'T1078'],
  notAssessed: ({ graph }) =>
    graph.edges.kinds.includes('USES_SECRET')
      ? undefined
      : 'a source that says who uses a secret: agent configurations, CI, or an inventory',
  severity: (band) => band,
  *find({ graph }) {
    const { nodes } = graph
    for (let node = 0; node < nodes.count; node++) {
      if (kindOf(nodes, node) !== 'Secret') continue
      const edges = edgesInto(graph, node, 'USES_SECRET')
      const consumers = new Set(edges.map((edge) => graph.edges.from[edge]!))
      if (consumers.size < 2) continue
      yield { subject: node, because: `${consumers.size} identities are given it.`, edges }
    }
  },
})
