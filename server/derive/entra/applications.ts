// https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals
import { allowed, conditionalOn } from '../../model/facts.ts'
import { defineDerivation } from '../derivation.ts'
import { principalsByApp } from './principals-by-app.ts'

export const entraApplications = defineDerivation({
  id: 'entra-applications',
  version: 2,
  adds: ['RUNS_AS', 'AUTHENTICATES_AS'],
  says: 'An application acts as the service principal of the same app id in its tenant, and in every other tenant that took it in when it is a multi-tenant one; its credentials sign in as them unless they are disabled.',
  reads: {
    nodes: ['entra_application'],
    also: ['oauth_app', 'agent', 'client_secret', 'certificate'],
    edges: ['APPLIES_TO'],
  },
  derive({ nodes, edges, node }, emit) {
    const principals = principalsByApp(nodes)
    const credentials = Map.groupBy(edges, ({ to, key }) => (key === 'credential' ? to : undefined))
    for (const application of nodes.filter(({ type }) => type === 'entra_application')) {
      const own = principals.of(application)
      const others = isForOneTenant(application.properties?.['signInAudience'])
        ? []
        : principals.inOtherTenants(application)
      for (const principal of own ? [own, ...others] : others) {
        const edge = { to: principal.id, confidence: 'granted' } as const
        const isDisabled = principal.properties?.['enabled'] === false
        const verdict = isDisabled ? conditionalOn(`whether ${principal.name} is enabled again`) : allowed
        emit.edge([application, principal], { kind: 'RUNS_AS', from: application.id, ...edge, ...verdict })
        if (isDisabled) continue
        for (const held of credentials.get(application.id) ?? []) {
          const secret = node(held.from)
          if (!secret) continue
          const basis = [secret, held, application, principal]
          emit.edge(basis, { kind: 'AUTHENTICATES_AS', from: secret.id, ...edge, ...allowed })
        }
      }
    }
  },
})

const isForOneTenant = (audience: unknown): boolean => audience === 'AzureADMyOrg'
