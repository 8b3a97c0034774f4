import { defineEdgeKind } from './edge-kind.ts'

export const holds = defineEdgeKind({
  kind: 'HOLDS',
  from: ['Location'],
  to: ['Secret'],
  crossings: [{ needs: 'read', gives: 'read', ease: 'direct' }],
  technique: 'T1552.001',
  says: '{from} holds a copy of {to}',
  means: 'Whoever reads the place reads the credential.',
  cutBy: 'Revoke the credential, then delete the copy.',
  undoneBy: 'Store a new credential in a vault.',
})
