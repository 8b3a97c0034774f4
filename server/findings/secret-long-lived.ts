import { kindOf } from '../graph/node-table.ts'
import { scoreTable } from '../model/score-table.ts'
import { defineFinding } from './finding.ts'
import { moved } from './severity.ts'

const DAY = 86_400_000

export const secretLongLived = defineFinding({
  id: 'secret-long-lived',
  says: 'A credential is older than the policy allows.',
  fix: 'Rotate it, or let the workload prove itself to the platform and need no stored credential.',
  frameworks: ['NHI7:2025', 'L4', 'T1552'],
  notAssessed: ({ graph: { nodes } }) =>
    nodes.createdAt.some((time, node) => !Number.isNaN(time) && kindOf(nodes, node) === 'Secret')
      ? undefined
      : 'a source that says when credentials were made, such as access key lists',
  severity: (band, { raisedBy = 0 }) => moved(band, raisedBy - 1),
  *find({ graph, asOf }) {
    const { nodes } = graph
    const { secretMaxAgeDays } = scoreTable.policy
    for (let node = 0; node < nodes.count; node++) {
      if (kindOf(nodes, node) !== 'Secret' || nodes.expiresAt[node]! <= asOf) continue
      const since = Number.isNaN(nodes.rotatedAt[node]!) ? nodes.createdAt[node]! : nodes.rotatedAt[node]!
      const days = Math.floor((asOf - since) / DAY)
      if (!(days > secretMaxAgeDays)) continue
      const because = `It is ${days} days old; the policy allows ${secretMaxAgeDays}.`
      yield { subject: node, because, edges: [], raisedBy: days > 4 * secretMaxAgeDays ? 1 : 0 }
    }
  },
})
