import { defineEdgeKind } from './edge-kind.ts'

export const canExecute = defineEdgeKind({
  kind: 'CAN_EXECUTE',
  from: ['Identity', 'Group', 'Grant'],
  to: 'any',
  crossings: [{ needs: 'control', gives: 'execute', ease: 'direct' }],
  technique: 'T1651',
  says: '{from} can run code in {to}',
  means: 'It may start or drive what runs there.',
  cutBy: 'Remove the permission to run.',
  undoneBy: 'Grant it again.',
})
