import { defineEdgeKind } from './edge-kind.ts'

export const canInstruct = defineEdgeKind({
  kind: 'CAN_INSTRUCT',
  from: ['Identity'],
  to: ['Identity'],
  crossings: [{ needs: 'control', gives: 'control', ease: 'direct' }],
  technique: 'AML.T0053',
  says: '{from} can instruct {to}',
  means: 'What the one agent says, the other does.',
  cutBy: 'Remove the hand-off, or require fresh authorisation for it.',
  undoneBy: 'Declare the hand-off again.',
})
