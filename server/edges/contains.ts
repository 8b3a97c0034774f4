import { defineEdgeKind } from './edge-kind.ts'

export const contains = defineEdgeKind({
  kind: 'CONTAINS',
  from: ['Resource', 'Group'],
  to: 'any',
  crossings: [{ needs: 'control', gives: 'control', ease: 'direct' }],
  crossingsByKey: new Map([
    [
      'part',
      [
        { needs: 'control', gives: 'control', ease: 'direct' },
        { needs: 'read', gives: 'read', ease: 'direct' },
      ],
    ],
    // What stands for everything of a kind in an account: whoever may write all of them may write each.
    [
      'all',
      [
        { needs: 'control', gives: 'control', ease: 'direct' },
        { needs: 'read', gives: 'read', ease: 'direct' },
        { needs: 'write', gives: 'write', ease: 'direct' },
        { needs: 'execute', gives: 'execute', ease: 'direct' },
      ],
    ],
  ]),
  says: '{from} contains {to}',
  means: 'Control of the whole is control of the part; reading passes down only to the parts of a store.',
  cutBy: 'A part cannot be cut from its whole; move it elsewhere.',
  undoneBy: 'Move it back.',
  cuttable: false,
})
