import { defineEdgeKind } from './edge-kind.ts'

export const escalatesTo = defineEdgeKind({
  kind: 'ESCALATES_TO',
  from: ['Identity'],
  to: ['Identity'],
  crossings: [{ needs: 'control', gives: 'control', ease: 'escalation' }],
  technique: 'T1098',
  says: '{from} can make itself {to}',
  means: 'A permission it holds lets it take over the other identity.',
  cutBy: 'Remove the permission that the step needs.',
  undoneBy: 'Grant it again.',
})
