// https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals
import { allowed } from '../../model/facts.ts'
import { defineDerivation } from '../derivation.ts'

export const entraApplications = defineDerivation({
  id: 'entra-applications',
  version: 1,
  adds: ['RUNS_AS', 'AUTHENTICATES_AS'],
  says: 'An application acts as the service principal of the same app id in its tenant, and its credentials sign in as it unless the service principal is disabled.',
  reads: {
    nodes: ['entra_application'],
    also: ['oauth_app', 'agent', 'client_secret', 'certificate'],
    edges: ['APPLIES_TO'],
  },
  derive({ nodes, edges, node }, emit) {
    const keyOf = (account: unknown, appId: unknown) => `${account}/${appId}`
    const principals = new Map(
      nodes
        .filter(({ kind, provider, stub }) => kind === 'Identity' && provider === 'entra' && !stub)
        .map((it) => [keyOf(it.account, it.properties?.['appId']), it]),
    )
    const credentials = Map.groupBy(edges, ({ to, key }) => (key === 'credential' ? to : undefined))
    for (const application of nodes.filter(({ type }) => type === 'entra_application')) {
      const appId = application.properties?.['appId']
      const principal = appId === undefined ? undefined : principals.get(keyOf(application.account, appId))
      if (!principal) continue
      const edge = { to: principal.id, confidence: 'granted', ...allowed } as const
      emit.edge([application, principal], { kind: 'RUNS_AS', from: application.id, ...edge })
      if (principal.properties?.['enabled'] === false) continue
      for (const held of credentials.get(application.id) ?? []) {
        const secret = node(held.from)
        if (secret)
          emit.edge([secret, held, application, principal], { kind: 'AUTHENTICATES_AS', from: secret.id, ...edge })
      }
    }
  },
})
