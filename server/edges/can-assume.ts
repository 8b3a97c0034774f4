import { defineEdgeKind } from './edge-kind.ts'

export const canAssume = defineEdgeKind({
  kind: 'CAN_ASSUME',
  from: ['Identity', 'Group'],
  to: ['Identity'],
  crossings: [{ needs: 'control', gives: 'control', ease: 'direct' }],
  technique: 'T1078.004',
  says: '{from} can become {to}',
  means: 'Both sides let it take on the other identity, with all that identity holds.',
  cutBy: 'Narrow the trust of the assumed identity, or the permission of the one that assumes.',
  undoneBy: 'Restore the trust.',
})
