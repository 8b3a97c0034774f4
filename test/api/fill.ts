import { edgeId } from '../../server/model/edge-id.ts'
import type { EdgeFact, NodeFact } from '../../server/model/facts.ts'
import { replaceScope, type Store } from '../../server/store/store.ts'
import { type Drawing, draw } from '../draw.ts'

const file = {
  id: 'f00000000001',
  source: 'facts',
  name: 'sketch.json',
  sha256: 'a'.repeat(64),
  collectedAt: '2026-01-01T00:00:00Z',
}
const evidence = [{ file: file.id, pointer: '/0' }]

/** Stores a sketch as the whole of the scope `drawn`. */
export const fill = (store: Store, ...lines: readonly string[]) => fillWith(store, draw(...lines))

export function fillWith(store: Store, { nodes, edges }: Drawing) {
  return replaceScope(store, {
    scope: 'drawn',
    source: 'facts',
    importerVersion: 1,
    complete: true,
    coverage: [{ missing: 'what the sketch leaves out' }],
    collectedAt: file.collectedAt,
    contentHash: JSON.stringify([nodes.length, edges.length]),
    files: [file],
    facts: [
      {
        nodes: nodes.map((node): NodeFact => ({ scope: 'drawn', node, evidence })),
        edges: edges.map((edge): EdgeFact => ({ scope: 'drawn', id: edgeId(edge), edge, evidence })),
      },
    ],
  })
}
