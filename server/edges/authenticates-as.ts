import { defineEdgeKind } from './edge-kind.ts'

export const authenticatesAs = defineEdgeKind({
  kind: 'AUTHENTICATES_AS',
  from: ['Secret'],
  to: ['Identity'],
  crossings: [{ needs: 'read', gives: 'control', ease: 'login', easeAtStart: 'direct' }],
  technique: 'T1078',
  says: '{from} signs in as {to}',
  means: 'Whoever knows this credential acts as the identity.',
  cutBy: 'Revoke the credential at its issuer; deleting a copy revokes nothing.',
  undoneBy: 'Issue a new credential to the consumers that need one.',
})
