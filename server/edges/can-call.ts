import { defineEdgeKind } from './edge-kind.ts'

export const canCall = defineEdgeKind({
  kind: 'CAN_CALL',
  from: ['Identity'],
  to: ['Tool'],
  crossings: [{ needs: 'control', gives: 'execute', ease: 'direct' }],
  technique: 'AML.T0053',
  says: '{from} can call {to}',
  means: 'Whoever steers the agent can call the tool.',
  cutBy: 'Take the tool away from the agent, or put an approval before it.',
  undoneBy: 'Allow the tool again.',
})
