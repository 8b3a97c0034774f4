import { defineEdgeKind } from './edge-kind.ts'

export const owns = defineEdgeKind({
  kind: 'OWNS',
  from: ['Owner', 'Identity'],
  to: 'any',
  crossings: [],
  says: '{from} answers for {to}',
  means: 'A person or team is responsible; responsibility gives no access.',
  cutBy: 'Nothing to cut: ownership gives no access.',
  undoneBy: '–',
  cuttable: false,
})
