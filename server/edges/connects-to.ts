import { defineEdgeKind } from './edge-kind.ts'

export const connectsTo = defineEdgeKind({
  kind: 'CONNECTS_TO',
  from: ['Identity'],
  to: ['Identity'],
  crossings: [],
  says: '{from} is connected to {to}',
  means: 'The agent is offered the tools of the server; what it can do by them, CAN_CALL and ACTS_ON say.',
  cutBy: 'Remove the server from the client configuration.',
  undoneBy: 'Add the server again.',
})
