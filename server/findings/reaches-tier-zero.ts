import { isPrincipal, tierOf } from '../graph/node-table.ts'
import { CONTROL } from '../model/capabilities.ts'
import { defineFinding } from './finding.ts'

export const reachesTierZero = defineFinding({
  id: 'reaches-tier-zero',
  says: 'This identity reaches control of something that controls everything inside its boundary.',
  fix: 'Cut the way: ask for the containment of this identity, and take the smallest cut.',
  frameworks: ['NHI5:2025', 'ASI03', 'L6', 'T1078.004', 'T1548'],
  notAssessed: () => undefined,
  severity: (_band, { raisedBy = 0 }) => (raisedBy > 0 ? 'critical' : 'high'),
  *find({ graph, blastOf }) {
    const { nodes } = graph
    for (let node = 0; node < nodes.count; node++) {
      if (!isPrincipal(nodes, node) || tierOf(nodes, node) === 0) continue
      yield undefined
      const worst = blastOf(node).contributions.find(
        ({ tier, state }) => tier === 0 && graph.capabilityOf[state] === CONTROL,
      )
      if (!worst) continue
      const because = `It reaches control of ${nodes.names.at(worst.node)} at ease ${Number(worst.ease.toFixed(3))}.`
      yield {
        subject: node,
        because,
        edges: [],
        witnessTo: worst.node,
        raisedBy: worst.ease * worst.harm >= 0.6 ? 1 : 0,
      }
    }
  },
})
