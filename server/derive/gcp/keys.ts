// https://cloud.google.com/iam/docs/service-account-creds#key-types
import { allowed } from '../../model/facts.ts'
import { defineDerivation } from '../derivation.ts'

export const gcpKeys = defineDerivation({
  id: 'gcp-keys',
  version: 1,
  adds: ['AUTHENTICATES_AS'],
  says: 'A key that a user manages signs in as its service account, unless either of them is disabled.',
  reads: { nodes: ['private_key'], also: ['service_account'], edges: ['APPLIES_TO'] },
  derive({ edges, node }, emit) {
    for (const edge of edges) {
      if (edge.key !== 'gcp key') continue
      const [key, account] = [node(edge.from), node(edge.to)]
      if (!key || !account || key.properties?.['disabled'] === true || account.properties?.['enabled'] === false)
        continue
      const claim = {
        kind: 'AUTHENTICATES_AS',
        from: key.id,
        to: account.id,
        confidence: 'granted',
        ...allowed,
      } as const
      emit.edge([key, edge, account], claim)
    }
  },
})
