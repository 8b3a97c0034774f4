// https://learn.microsoft.com/entra/workload-id/workload-identity-federation
import { allowed, conditionalOn } from '../../model/facts.ts'
import { matcher } from '../aws/match.ts'
import { defineDerivation, type GivenNode } from '../derivation.ts'
import { bareIssuer, holderTypes, type TokenHolder, tokenHolders } from './oidc-tokens.ts'

export const oidcEntra = defineDerivation({
  id: 'join-oidc-entra',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'A job of GitHub Actions, or a service account of a cluster, signs in as the service principal that has a federated credential for its issuer and exactly its subject.',
  reads: {
    nodes: ['entra_federated_credential'],
    also: [
      ...holderTypes,
      'service_account',
      'entra_application',
      'azure_managed_identity',
      'oauth_app',
      'workload',
      'agent',
    ],
    edges: ['APPLIES_TO', 'RUNS_AS'],
  },
  derive(given, emit) {
    const holders = Map.groupBy(tokenHolders(given), ({ issuer }) => issuer)
    const principals = Map.groupBy(
      given.edges.filter(({ kind }) => kind === 'RUNS_AS'),
      ({ from }) => from,
    )
    for (const trust of given.edges) {
      const credential = trust.kind === 'APPLIES_TO' && trust.key === 'trust' ? given.node(trust.from) : undefined
      const trusting = given.node(trust.to)
      if (credential?.type !== 'entra_federated_credential' || !trusting) continue
      const runs = principals.get(trusting.id) ?? []
      const targets =
        trusting.kind === 'Identity'
          ? [{ to: trusting, by: [] }]
          : runs.map((edge) => ({ to: given.node(edge.to), by: [edge] }))
      for (const holder of holders.get(bareIssuer(String(credential.properties?.['issuer'] ?? ''))) ?? []) {
        const missing = missingOf(holder, credential)
        if (missing === 'no') continue
        for (const { to, by } of targets) {
          if (!to || to.properties?.['enabled'] === false) continue
          emit.edge([holder.node, ...holder.restsOn, credential, trust, ...by, to], {
            kind: 'CAN_ASSUME',
            from: holder.node.id,
            to: to.id,
            confidence: 'granted',
            key: credential.id,
            note: `${credential.name} takes tokens of ${holder.issuer} for ${credential.properties?.['subject'] || 'what its expression matches'}.`,
            ...(missing.length > 0 ? conditionalOn(missing.join('; ')) : allowed),
          })
        }
      }
    }
  },
})

/** What is not known of whether the holder's token fits; Entra compares subjects exactly, or by an expression. */
function missingOf({ subject, missing }: TokenHolder, { name, properties }: GivenNode): 'no' | readonly string[] {
  const open = missing === undefined ? [] : [missing]
  const wanted = properties?.['subject']
  if (typeof wanted !== 'string' || wanted === '') {
    return properties?.['claimsMatchingExpression'] ? [...open, `what the expression of ${name} matches`] : 'no'
  }
  return matcher(subject.pattern)(wanted) && !subject.except.includes(wanted) ? open : 'no'
}
