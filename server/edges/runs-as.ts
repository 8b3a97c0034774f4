import { defineEdgeKind } from './edge-kind.ts'

export const runsAs = defineEdgeKind({
  kind: 'RUNS_AS',
  from: ['Resource'],
  to: ['Identity'],
  crossings: [
    { needs: 'write', gives: 'control', ease: 'code_change' },
    { needs: 'execute', gives: 'control', ease: 'direct' },
  ],
  // A function that is only called runs the code that is there, and its caller does not become what it runs as.
  crossingsByKey: new Map([['called', [{ needs: 'write', gives: 'control', ease: 'code_change' }]]]),
  technique: 'T1078.004',
  says: '{from} runs as {to}',
  means: 'Whoever changes what runs here, or runs code in it, acts as the identity.',
  cutBy: 'Give the workload an identity that may do only what it does.',
  undoneBy: 'Attach the former identity again.',
})
