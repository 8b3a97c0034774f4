import { defineEdgeKind } from './edge-kind.ts'

export const declares = defineEdgeKind({
  kind: 'DECLARES',
  from: ['Identity'],
  to: ['Purpose'],
  crossings: [],
  says: '{from} declares {to}',
  means: 'A declared mission; it narrows what is expected and grants nothing.',
  cutBy: 'Nothing to cut: a purpose grants nothing.',
  undoneBy: '–',
  cuttable: false,
})
