// https://github.com/spiffe/spire/tree/main/support/oidc-discovery-provider
import { conditionalOn } from '../../model/facts.ts'
import { matcher } from '../aws/match.ts'
import { defineDerivation } from '../derivation.ts'
import { registered } from '../spire/entries.ts'

export const spiffeSubjects = defineDerivation({
  id: 'join-spiffe-subjects',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'A SPIFFE id is the subject of the tokens that SPIRE makes for it, so it is whom a cloud or Vault lets in under that subject, if the issuer that is trusted speaks for its trust domain.',
  reads: { nodes: ['spire_entry'], also: ['workload', 'external'], edges: ['APPLIES_TO'] },
  derive(given, emit) {
    const subjects = given.nodes.flatMap((node) => {
      const { issuer, subject } = node.properties ?? {}
      if (node.provider !== 'federated' || typeof issuer !== 'string' || typeof subject !== 'string') return []
      return subject.startsWith('spiffe://') ? [{ node, issuer, subject, takes: matcher(subject) }] : []
    })
    for (const { entry, identity, edge } of subjects.length > 0 ? registered(given) : []) {
      for (const { node, issuer, subject, takes } of subjects) {
        if (!takes(identity.id)) continue
        emit.edge([entry, edge, identity, node], {
          kind: 'CAN_ASSUME',
          from: identity.id,
          to: node.id,
          key: 'spiffe subject',
          confidence: 'granted',
          note: `${subject} is the subject of its JWT-SVID.`,
          ...conditionalOn(
            `whether ${issuer} is the issuer of the trust domain ${identity.account}: jwt_issuer of its SPIRE server`,
          ),
        })
      }
    }
  },
})
