import type { NodeClaim } from '../../server/model/facts.ts'
import { federatedSubject } from '../../server/model/node-id.ts'

/** Whoever an outside issuer vouched for, under the id that trusts of clouds give the same subject. */
export const subjectSeen = (issuer: string, subject: string): NodeClaim => ({
  id: federatedSubject(issuer, subject),
  kind: 'Identity',
  type: /^token\.actions\./.test(issuer) ? 'ci_job' : issuer.includes(':saml-provider/') ? 'human' : 'external',
  name: `${subject} at ${issuer}`,
  provider: 'federated',
  counts: false,
  stub: true,
  properties: { issuer, subject },
})
