import { defineEdgeKind } from './edge-kind.ts'

export const sameAs = defineEdgeKind({
  kind: 'SAME_AS',
  from: 'any',
  to: 'any',
  crossings: [],
  says: '{from} is the same as {to}',
  means: 'Two sources name one thing; Ambit treats them as one.',
  cutBy: 'Nothing to cut: it is one thing.',
  undoneBy: '–',
  cuttable: false,
})
