import { defineEdgeKind } from './edge-kind.ts'

export const canMint = defineEdgeKind({
  kind: 'CAN_MINT',
  from: ['Identity'],
  to: ['Secret'],
  crossings: [{ needs: 'control', gives: 'read', ease: 'mint' }],
  technique: 'T1098.001',
  says: '{from} can issue {to} anew',
  means: 'It may have this credential issued again and then knows it.',
  cutBy: 'Remove the permission to issue credentials.',
  undoneBy: 'Grant it again.',
})
