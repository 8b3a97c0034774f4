import { defineEdgeKind } from './edge-kind.ts'

export const appliesTo = defineEdgeKind({
  kind: 'APPLIES_TO',
  from: 'any',
  to: 'any',
  crossings: [],
  says: '{from} applies to {to}',
  means: 'A policy or role is attached here; what it decides is derived from it.',
  cutBy: 'Detach the policy.',
  undoneBy: 'Attach it again.',
})
