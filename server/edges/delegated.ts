import { defineEdgeKind } from './edge-kind.ts'

export const delegated = defineEdgeKind({
  kind: 'DELEGATED',
  from: ['Identity'],
  to: ['Identity'],
  crossings: [],
  says: '{from} acted on behalf of {to}',
  means: 'A log shows a chain of hand-ons.',
  cutBy: 'Nothing to cut: it happened.',
  undoneBy: '–',
  cuttable: false,
})
