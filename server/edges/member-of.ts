import { defineEdgeKind } from './edge-kind.ts'

export const memberOf = defineEdgeKind({
  kind: 'MEMBER_OF',
  from: ['Identity', 'Group'],
  to: ['Group'],
  crossings: [{ needs: 'control', gives: 'control', ease: 'direct' }],
  technique: 'T1078',
  says: '{from} is a member of {to}',
  means: 'Whoever controls a member holds all that the group was granted.',
  cutBy: 'Take the member out of the group.',
  undoneBy: 'Add the member again.',
})
