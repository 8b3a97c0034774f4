import { defineEdgeKind } from './edge-kind.ts'

export const usesSecret = defineEdgeKind({
  kind: 'USES_SECRET',
  from: ['Identity'],
  to: ['Secret'],
  crossings: [{ needs: 'control', gives: 'read', ease: 'direct' }],
  technique: 'T1552',
  says: '{from} is given {to}',
  means: 'Whoever controls the consumer can read the credential it is given.',
  cutBy: 'Give the consumer a credential of its own, or a brokered one.',
  undoneBy: 'Give it the credential again.',
})
