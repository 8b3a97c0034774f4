import { defineEdgeKind } from './edge-kind.ts'

export const canHalt = defineEdgeKind({
  kind: 'CAN_HALT',
  from: ['Owner'],
  to: 'any',
  crossings: [],
  says: '{from} may halt {to}',
  means: 'Declared to stop, revoke or quarantine it.',
  cutBy: 'Nothing to cut: it is a safeguard.',
  undoneBy: '–',
  cuttable: false,
})
