import { defineEdgeKind } from './edge-kind.ts'

export const exposedIn = defineEdgeKind({
  kind: 'EXPOSED_IN',
  from: ['Secret'],
  to: ['Location'],
  crossings: [],
  technique: 'T1552',
  says: '{from} lies exposed in {to}',
  means: 'A scanner or a person found a copy there.',
  cutBy: 'Revoke the credential, then delete the copy.',
  undoneBy: '–',
  cuttable: false,
})
