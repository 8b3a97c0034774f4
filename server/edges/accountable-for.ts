import { defineEdgeKind } from './edge-kind.ts'

export const accountableFor = defineEdgeKind({
  kind: 'ACCOUNTABLE_FOR',
  from: ['Owner'],
  to: 'any',
  crossings: [],
  says: '{from} is accountable for {to}',
  means: 'A declared owner of the model, the agent, its data or its actions.',
  cutBy: 'Nothing to cut: accountability gives no access.',
  undoneBy: '–',
  cuttable: false,
})
