import { edgeId } from '../../server/model/edge-id.ts'
import { allowed, type EdgeClaim, type EdgeFact, type NodeFact, type Verdict } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'
import type { Batch, Facts, ScopeHeader, Snapshot } from '../../server/store/store.ts'

const evidence = [{ file: 'f00000000001', pointer: '/0' }]

export const node = (id: string, more: Partial<NodeFact['node']> = {}): NodeFact => ({
  scope: 's',
  node: { id: globalId(id), kind: 'Identity', type: 'role', name: id, ...more },
  evidence,
})

type More = Partial<Pick<EdgeClaim, 'key' | 'note' | 'gates' | 'properties'>>
/** `edge('a CAN_READ b')` */
export function edge(drawn: string, more: More = {}, verdict: Verdict = allowed): EdgeFact {
  const [from = '', kind = '', to = ''] = drawn.split(' ')
  const claim: EdgeClaim = { kind, from: globalId(from), to: globalId(to), confidence: 'granted', ...verdict, ...more }
  return { scope: 's', id: edgeId(claim), edge: claim, evidence }
}

export const header = (scope: string, more: Partial<ScopeHeader> = {}): ScopeHeader => ({
  scope,
  source: 'facts',
  importerVersion: 1,
  complete: true,
  coverage: [],
  collectedAt: '2026-01-01T00:00:00Z',
  contentHash: 'c0',
  ...more,
})

export const inScope = (scope: string, { nodes, edges }: Facts): Facts => ({
  nodes: nodes.map((fact) => ({ ...fact, scope })),
  edges: edges.map((fact) => ({ ...fact, scope })),
})

export const batch = (scope: string, facts: Partial<Facts>, more: Partial<ScopeHeader> = {}): Batch => ({
  ...header(scope, more),
  facts: [{ nodes: [], edges: [], ...facts }],
})

/** All that holds, in an order of its own that no store decides. */
export async function contentOf(snapshot: Snapshot, filter: Parameters<Snapshot['nodes']>[0] = {}): Promise<Facts> {
  const facts = { nodes: [] as NodeFact[], edges: [] as EdgeFact[] }
  for await (const chunk of snapshot.nodes(filter)) facts.nodes.push(...chunk)
  for await (const chunk of snapshot.edges(filter)) facts.edges.push(...chunk)
  return sorted(facts)
}

export function sorted({ nodes, edges }: Partial<Facts>): Facts {
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
  const id = ({ id, scope }: EdgeFact) => [id, scope]
  return {
    nodes: [...(nodes ?? [])].sort((a, b) => byText(nodeKey(a), nodeKey(b))),
    edges: [...(edges ?? [])].sort((a, b) => byText([id(a), a.stale, a.edge.note], [id(b), b.stale, b.edge.note])),
  }
}
const nodeKey = ({ node: { id, name }, scope, stale }: NodeFact) => [id, scope, name, stale]
