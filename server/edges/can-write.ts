import { defineEdgeKind } from './edge-kind.ts'

export const canWrite = defineEdgeKind({
  kind: 'CAN_WRITE',
  from: ['Identity', 'Group', 'Grant'],
  to: 'any',
  crossings: [{ needs: 'control', gives: 'write', ease: 'direct' }],
  technique: 'T1565',
  says: '{from} can write {to}',
  means: 'It may change what is kept there.',
  cutBy: 'Remove the permission to write.',
  undoneBy: 'Grant it again.',
})
