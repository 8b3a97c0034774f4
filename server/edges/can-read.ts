import { defineEdgeKind } from './edge-kind.ts'

export const canRead = defineEdgeKind({
  kind: 'CAN_READ',
  from: ['Identity', 'Group', 'Grant'],
  to: 'any',
  crossings: [{ needs: 'control', gives: 'read', ease: 'direct' }],
  technique: 'T1530',
  says: '{from} can read {to}',
  means: 'It may read what is kept there.',
  cutBy: 'Remove the permission to read.',
  undoneBy: 'Grant it again.',
})
