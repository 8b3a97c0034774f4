import { defineEdgeKind } from './edge-kind.ts'

export const used = defineEdgeKind({
  kind: 'USED',
  from: ['Identity'],
  to: 'any',
  crossings: [],
  says: '{from} used {to}',
  means: 'A log shows that it was done and came off: by which actions, how often, first and last.',
  cutBy: 'Nothing to cut: it happened.',
  undoneBy: '–',
  cuttable: false,
})
