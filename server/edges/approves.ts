import { defineEdgeKind } from './edge-kind.ts'

export const approves = defineEdgeKind({
  kind: 'APPROVES',
  from: ['Owner'],
  to: ['Gate'],
  crossings: [],
  says: '{from} approves at {to}',
  means: 'Says yes or no at the gate.',
  cutBy: 'Nothing to cut: it is a safeguard.',
  undoneBy: '–',
  cuttable: false,
})
