import { type Derivation, defineDerivation } from '../../server/derive/derivation.ts'
import { deriveAll } from '../../server/derive/run.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'
import type { Store } from '../../server/store/store.ts'

export const asOf = '2026-01-02T00:00:00.000Z'

export const node = (id: string, more: Partial<NodeClaim> = {}): NodeClaim => ({
  id: globalId(id),
  kind: 'Identity',
  type: 'role',
  name: id,
  ...more,
})
export const edge = (from: string, to: string, more: object = {}): EdgeClaim => ({
  kind: 'CAN_ASSUME',
  from: globalId(from),
  to: globalId(to),
  confidence: 'granted',
  ...allowed,
  ...more,
})

/** Commits the scope and derives by the rules, in one revision. */
export async function commit(
  store: Store,
  scope: string,
  nodes: readonly NodeClaim[],
  edges: readonly EdgeClaim[],
  rules: readonly Derivation[],
  { complete = true } = {},
) {
  const writer = await store.write()
  const file = { id: `f-${scope}`, source: 'test', name: scope, sha256: scope, collectedAt: asOf }
  await writer.putFiles([file])
  const evidence = (pointer: string) => [{ file: file.id, pointer }]
  await writer.put(scope, {
    nodes: nodes.map((it) => ({ scope, node: it, evidence: evidence(it.id) })),
    edges: edges.map((it) => ({ scope, id: edgeId(it), edge: it, evidence: evidence(`${it.from}>${it.to}`) })),
  })
  await writer.seal({
    scope,
    source: 'test',
    importerVersion: 1,
    complete,
    coverage: [],
    collectedAt: asOf,
    contentHash: '',
  })
  const derived = await deriveAll(writer, asOf, rules)
  await writer.flip()
  return derived
}

export async function derivedEdges(store: Store) {
  const found = []
  for await (const chunk of (await store.snapshot()).edges()) found.push(...chunk)
  return found
    .filter(({ scope }) => scope.startsWith('derived:'))
    .map(({ scope, edge: { from, kind, to, confidence, missing }, evidence }) => ({
      says: `${from} ${kind} ${to}`,
      scope,
      confidence,
      missing,
      evidence: evidence.map(({ pointer }) => pointer),
    }))
}

/** Whoever can assume a role can read it: a rule for tests only. */
export const readers = defineDerivation({
  id: 'test-readers',
  version: 1,
  adds: ['CAN_READ'],
  says: 'Who can become a role reads it.',
  reads: { nodes: ['role'], edges: ['CAN_ASSUME'] },
  derive({ edges, node: find }, emit) {
    for (const it of edges) {
      emit.edge([it, find(it.to)!], { kind: 'CAN_READ', from: it.from, to: it.to, confidence: 'observed', ...allowed })
    }
  },
})
