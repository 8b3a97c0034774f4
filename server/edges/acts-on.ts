import { defineEdgeKind } from './edge-kind.ts'

export const actsOn = defineEdgeKind({
  kind: 'ACTS_ON',
  from: ['Tool'],
  to: 'any',
  crossings: [{ needs: 'execute', gives: 'write', ease: 'direct' }],
  // The key is the tool's effect.
  crossingsByKey: new Map([
    ['read', [{ needs: 'execute', gives: 'read', ease: 'direct' }]],
    ['additive', [{ needs: 'execute', gives: 'write', ease: 'direct' }]],
    ['write', [{ needs: 'execute', gives: 'write', ease: 'direct' }]],
    ['destructive', [{ needs: 'execute', gives: 'write', ease: 'direct' }]],
    ['execute', [{ needs: 'execute', gives: 'execute', ease: 'direct' }]],
  ]),
  technique: 'AML.T0053',
  says: '{from} acts on {to}',
  means: 'Calling the tool does to the target what its effect says.',
  cutBy: 'Narrow the credential or the roots that the tool server was given.',
  undoneBy: 'Widen them again.',
})
