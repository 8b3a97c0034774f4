import { defineEdgeKind } from './edge-kind.ts'

export const relatesTo = defineEdgeKind({
  kind: 'RELATES_TO',
  from: 'any',
  to: 'any',
  crossings: [],
  says: '{from} is related to {to}',
  means: 'Another tool reports a relation that no attacker crosses, or that Ambit does not know.',
  cutBy: 'Nothing to cut.',
  undoneBy: '–',
  cuttable: false,
})
