// https://learn.microsoft.com/entra/workload-id/workload-identity-federation
import { allowed, conditionalOn } from '../../model/facts.ts'
import { defineDerivation, type GivenNode } from '../derivation.ts'
import { ANY_SUBJECT, issuerName, outsideSubject } from '../outside-subject.ts'
import { principalsByApp } from './principals-by-app.ts'

export const entraFederated = defineDerivation({
  id: 'entra-federated',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'Whoever an issuer vouches for under the subject that a federated credential names signs in as its service principal or managed identity, without a secret.',
  reads: {
    nodes: ['entra_federated_credential'],
    also: ['entra_application', 'oauth_app', 'agent', 'workload', 'azure_managed_identity'],
    edges: ['APPLIES_TO', 'RUNS_AS'],
  },
  derive({ nodes, edges, node }, emit) {
    const principals = principalsByApp(nodes)
    const trusts = edges.filter(({ kind, key }) => kind === 'APPLIES_TO' && key === 'trust')
    const runsAs = new Map(edges.flatMap((edge) => (edge.kind === 'RUNS_AS' ? [[edge.from, edge] as const] : [])))
    for (const held of trusts) {
      const [trust, holder] = [node(held.from), node(held.to)]
      if (trust?.type !== 'entra_federated_credential' || !holder) continue
      const runs = holder.type === 'azure_managed_identity' ? runsAs.get(holder.id) : undefined
      const principal = holder.kind === 'Identity' ? holder : runs ? node(runs.to) : principals.of(holder)
      if (!principal || principal.properties?.['enabled'] === false) continue
      const { issuer, subject, verdict } = trustedBy(trust)
      const outsider = outsideSubject(issuer, subject)
      emit.node([trust], outsider)
      emit.edge([trust, held, holder, principal, ...(runs ? [runs] : [])], {
        kind: 'CAN_ASSUME',
        from: outsider.id,
        to: principal.id,
        key: trust.id,
        confidence: 'granted',
        note: subject === ANY_SUBJECT ? `Any subject of ${issuer} is let in.` : undefined,
        ...verdict,
      })
    }
  },
})

/** A flexible credential states an expression in the place of one subject; of those, two forms are understood. */
function trustedBy({ properties = {}, name }: GivenNode) {
  const issuer = issuerName(String(properties['issuer'] ?? ''))
  const subject = String(properties['subject'] ?? '')
  const expression = String(properties['claimsMatchingExpression'] ?? '')
  if (subject !== '' || expression === '') return { issuer, subject, verdict: allowed }
  const told = /^\s*claims\['sub'\]\s+(?:eq|matches)\s+'([^']*)'\s*$/.exec(expression)?.[1]
  if (told !== undefined) return { issuer, subject: told, verdict: allowed }
  return { issuer, subject: ANY_SUBJECT, verdict: conditionalOn(`which subjects fit the expression of "${name}"`) }
}
