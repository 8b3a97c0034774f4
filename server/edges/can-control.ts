import { defineEdgeKind } from './edge-kind.ts'

export const canControl = defineEdgeKind({
  kind: 'CAN_CONTROL',
  from: ['Identity', 'Group', 'Grant'],
  to: 'any',
  crossings: [{ needs: 'control', gives: 'control', ease: 'direct' }],
  technique: 'T1098',
  says: '{from} controls {to}',
  means: 'It may do anything with it, including giving itself or others more.',
  cutBy: 'Remove the administrative permission.',
  undoneBy: 'Grant it again.',
})
