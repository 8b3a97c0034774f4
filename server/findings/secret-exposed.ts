import { DECOY, kindOf } from '../graph/node-table.ts'
import { edgesOut } from './around.ts'
import { defineFinding } from './finding.ts'

export const secretExposed = defineFinding({
  id: 'secret-exposed',
  says: 'A working copy of a credential lies outside its vault.',
  fix: 'Revoke the credential at its issuer, give its consumers a new one from a vault, then delete the copy.',
  frameworks: ['NHI2:2025', 'L4', 'T1552', 'T1552.001', 'AML.T0055'],
  notAssessed: ({ graph }) =>
    graph.edges.kinds.includes('EXPOSED_IN') ? undefined : 'a secret scanner: gitleaks or trufflehog',
  severity: (band) => band,
  *find({ graph, asOf }) {
    const { nodes } = graph
    for (let node = 0; node < nodes.count; node++) {
      const lapsed = nodes.expiresAt[node]! <= asOf || (nodes.flags[node]! & DECOY) !== 0
      if (kindOf(nodes, node) !== 'Secret' || lapsed) continue
      const edges = edgesOut(graph, node, 'EXPOSED_IN')
      if (edges.length === 0) continue
      const places = edges.map((edge) => nodes.names.at(graph.edges.to[edge]!))
      yield { subject: node, because: `A copy was found in ${listed(places)}.`, edges }
    }
  },
})

const listed = (places: readonly string[]) =>
  places.length <= 3 ? places.join(', ') : `${places.slice(0, 3).join(', ')} and ${places.length - 3} more places`
