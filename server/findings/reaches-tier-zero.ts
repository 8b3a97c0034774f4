import { easiestGoals } from '../analysis/easiest-goal.ts'
import { isPrincipal, tierOf } from '../graph/node-table.ts'
import { stateAt } from '../graph/state-rows.ts'
import { CONTROL } from '../model/capabilities.ts'
import { scoreTable } from '../model/score-table.ts'
import { defineFinding } from './finding.ts'

export const reachesTierZero = defineFinding({
  id: 'reaches-tier-zero',
  says: 'This identity reaches control of something that controls everything inside its boundary.',
  fix: 'Cut the way: ask for the containment of this identity, and take the smallest cut.',
  frameworks: ['NHI5:2025', 'ASI03', 'L6', 'T1078.004', 'T1548'],
  notAssessed: () => undefined,
  severity: (_band, { raisedBy = 0 }) => (raisedBy > 0 ? 'critical' : 'high'),
  *find({ graph, walk }) {
    const { nodes } = graph
    const { tierHarm, capabilityFactor } = walk.table ?? scoreTable
    const goals = [...nodes.tiers.keys()]
      .filter((node) => tierOf(nodes, node) === 0)
      .map((node) => stateAt(graph, node, CONTROL))
      .filter((state) => state !== -1)
    const easiest = easiestGoals(graph, goals, walk)
    for (let node = 0; node < nodes.count; node++) {
      if (!isPrincipal(nodes, node) || tierOf(nodes, node) === 0) continue
      yield undefined
      const found = easiest(node)
      if (!found) continue
      const because = `It reaches control of ${nodes.names.at(found.node)} at ease ${Number(found.ease.toFixed(3))}.`
      const isSevere = found.ease * tierHarm[0] * capabilityFactor.control >= 0.6
      yield { subject: node, because, edges: [], witnessTo: found.node, raisedBy: isSevere ? 1 : 0 }
    }
  },
})
