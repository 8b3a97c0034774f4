// https://help.okta.com/en-us/content/topics/deploymentguides/aws/aws-deployment.htm
import { conditionalOn } from '../../model/facts.ts'
import { federatedSubject } from '../../model/node-id.ts'
import { defineDerivation } from '../derivation.ts'
import { ANY_SUBJECT } from '../outside-subject.ts'

export const oktaAws = defineDerivation({
  id: 'join-okta-aws',
  version: 1,
  adds: ['CAN_ASSUME', 'RUNS_AS'],
  says: 'Whoever is assigned to an application of Okta that signs in to AWS takes on the roles that the assignment names, where their trust takes the application’s SAML provider; whoever controls the application assigns itself.',
  reads: {
    nodes: ['okta_app'],
    also: ['human', 'group', 'role', 'external'],
    edges: ['APPLIES_TO', 'CAN_ASSUME'],
  },
  derive({ nodes, edges, node }, emit) {
    const trusts = Map.groupBy(
      edges.filter(({ kind, from }) => kind === 'CAN_ASSUME' && from.startsWith('federated:')),
      ({ from }) => from,
    )
    for (const app of nodes) {
      const provider = app.properties?.['awsProvider']
      if (app.provider !== 'okta' || typeof provider !== 'string' || app.properties?.['enabled'] === false) continue
      // A setting may name several providers, one beside the other.
      for (const arn of provider.split(',').map((it) => it.trim())) {
        for (const trust of trusts.get(federatedSubject(arn, ANY_SUBJECT)) ?? []) {
          const role = node(trust.to)
          if (!role) continue
          const claim = { to: role.id, key: app.id, confidence: 'granted' } as const
          const note = `The application ${app.name} signs in by ${arn}, which the trust policy of ${role.name} takes.`
          emit.edge([app, trust, role], { ...claim, kind: 'RUNS_AS', from: app.id, note, verdict: 'allowed' })
          for (const assignment of edges) {
            const who =
              assignment.key === 'okta assignment' && assignment.from === app.id ? node(assignment.to) : undefined
            if (!who || who.properties?.['enabled'] === false) continue
            const named = assignment.properties?.['roles']
            const isNamed = Array.isArray(named) && named.some((it) => it === role.id || it === role.name)
            if (Array.isArray(named) && !isNamed) continue
            const missing = `which roles the assignment of ${who.name} to ${app.name} names: /api/v1/apps/<id>/users`
            const verdict = isNamed ? ({ verdict: 'allowed' } as const) : conditionalOn(missing)
            emit.edge([app, assignment, who, trust, role], {
              ...claim,
              kind: 'CAN_ASSUME',
              from: who.id,
              note,
              ...verdict,
            })
          }
        }
      }
    }
  },
})
