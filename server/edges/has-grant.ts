import { defineEdgeKind } from './edge-kind.ts'

export const hasGrant = defineEdgeKind({
  kind: 'HAS_GRANT',
  from: ['Identity'],
  to: ['Grant'],
  crossings: [{ needs: 'control', gives: 'control', ease: 'direct' }],
  technique: 'T1528',
  says: '{from} holds the grant {to}',
  means: 'Whoever controls the application uses every scope of the grant.',
  cutBy: 'Revoke the consent or the role assignment.',
  undoneBy: 'Consent again.',
})
