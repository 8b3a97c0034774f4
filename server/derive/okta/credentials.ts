// https://developer.okta.com/docs/guides/create-an-api-token/main/
import { allowed } from '../../model/facts.ts'
import { defineDerivation } from '../derivation.ts'

export const oktaCredentials = defineDerivation({
  id: 'okta-credentials',
  version: 1,
  adds: ['AUTHENTICATES_AS'],
  says: 'An API token of Okta signs in as the user who made it, a client secret or key as its application, unless either of them is switched off.',
  reads: {
    nodes: ['api_token', 'client_secret', 'private_key', 'other'],
    also: ['human', 'service_account', 'oauth_app', 'bot'],
    edges: ['APPLIES_TO'],
  },
  derive({ edges, node }, emit) {
    for (const edge of edges) {
      if (edge.key !== 'okta credential') continue
      const [secret, holder] = [node(edge.from), node(edge.to)]
      if (!secret || !holder || secret.properties?.['disabled'] === true) continue
      if (holder.properties?.['enabled'] === false) continue
      const claim = { kind: 'AUTHENTICATES_AS', from: secret.id, to: holder.id, confidence: 'granted' } as const
      emit.edge([secret, edge, holder], { ...claim, ...allowed })
    }
  },
})
