import { expect, test } from 'vitest'
import { compile } from '../../server/graph/compile.ts'
import { timeMask } from '../../server/graph/time-mask.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import type { EdgeClaim, EdgeFact } from '../../server/model/facts.ts'
import { draw } from '../draw.ts'

const { nodes, edges } = draw('bot -CAN_ASSUME-> admin', 'Gate:left', 'Gate:right')
const claim = edges[0]!
type Said = Partial<EdgeClaim> & { readonly stale?: boolean }

/** The one edge as several scopes say it. */
function stated(...said: readonly Said[]) {
  const facts = said.map(({ stale, ...more }, i): EdgeFact => {
    const edge = { ...claim, ...more } as EdgeClaim
    return { scope: `s${i}`, id: edgeId(edge), edge, evidence: [], ...(stale ? { stale } : {}) }
  })
  return compile({
    revision: 1,
    nodes: async function* () {
      yield nodes.map((node) => ({ scope: 'drawn', node, evidence: [] }))
    },
    edges: async function* ({ types } = {}) {
      yield facts.filter(({ edge }) => types?.includes(edge.kind) ?? true)
    },
    scopes: async () => [],
  })
}
/** In either order. */
const both = async (a: Said, b: Said) => [await stated(a, b), await stated(b, a)]

test('an edge that one scope lets lapse and another does not has not lapsed, whichever was imported first', async () => {
  for (const graph of await both({ expiresAt: '2026-01-01T00:00:00.000Z' }, {})) {
    expect(graph.edges.count).toBe(1)
    expect(timeMask(graph, Date.parse('2026-06-01T00:00:00Z'))).toBeUndefined()
  }
})

test('of two windows both count', async () => {
  const [a, b] = [{ expiresAt: '2026-01-01T00:00:00.000Z' }, { expiresAt: '2027-01-01T00:00:00.000Z' }]
  for (const graph of await both(a, b)) {
    expect(timeMask(graph, Date.parse('2026-06-01T00:00:00Z'))).toBeUndefined()
    expect(timeMask(graph, Date.parse('2027-06-01T00:00:00Z'))).toEqual(Uint8Array.of(1))
  }
})

test('an edge that any scope still says is not stale', async () => {
  for (const graph of await both({ stale: true }, {})) expect(graph.edges.stale[0]).toBe(0)
})

test('which gate or missing fact is named does not hang on the order of imports', async () => {
  const gates = await both({ gates: [nodes[2]!.id] }, { gates: [nodes[3]!.id] })
  expect(gates[0]!.edges.gates).toEqual(gates[1]!.edges.gates)
  const missing = await both({ verdict: 'conditional', missing: 'a' }, { verdict: 'conditional', missing: 'b' })
  expect(missing[0]!.edges.missing).toEqual(missing[1]!.edges.missing)
})
