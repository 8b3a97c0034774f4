import { expect, test } from 'vitest'
import type { Derivation } from '../../server/derive/derivation.ts'
import { derivations } from '../../server/derive/index.ts'
import { deriveAll } from '../../server/derive/run.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { DERIVED_PREFIX, type EdgeClaim, type Json, type NodeClaim } from '../../server/model/facts.ts'
import { replaceScope } from '../../server/store/store.ts'
import { draw } from '../draw.ts'
import { temporaryStore } from '../store/temporary-store.ts'

/** A truth table of one or several derivations: `test/cases/<folder>/<rule>.json`. */
export interface CaseFile {
  readonly rules: readonly string[]
  /** What the drawing does not show, by node id: every case starts from it. */
  readonly nodes: Readonly<Record<string, Partial<NodeClaim>>>
  readonly cases: readonly DrawnCase[]
}

interface DrawnCase {
  readonly name: string
  /** Arrows as `draw` takes them, one with properties as a pair. */
  readonly graph: readonly (string | readonly [arrow: string, properties: Readonly<Record<string, Json>>])[]
  readonly nodes?: Readonly<Record<string, Partial<NodeClaim>>>
  /** All that is derived, in the notation of `draw`, in any order. */
  readonly derives: readonly string[]
}

/** One test a case, on a real store: what is derived is exactly what the table says, and every end of it is stated. */
export function testCases({ rules, nodes, cases }: CaseFile): void {
  const chosen = rules.map((id) => derivations.find((one) => one.id === id)!)
  for (const one of cases) {
    test(`${rules.join(', ')}: ${one.name}`, async () => {
      const { arrows, dangling } = await derived(chosen, nodes, one)
      expect(arrows).toEqual([...one.derives].sort())
      expect(dangling).toEqual([])
    })
  }
}

async function derived(rules: readonly Derivation[], shared: CaseFile['nodes'], { graph, nodes: own = {} }: DrawnCase) {
  const drawn = graph.map((line) => (typeof line === 'string' ? { line } : { line: line[0], properties: line[1] }))
  const { nodes } = draw(...drawn.map(({ line }) => line))
  const edges = drawn.flatMap(({ line, properties }) =>
    draw(line).edges.map((edge) => (properties ? { ...edge, properties } : edge)),
  )
  const told = nodes.map((node): NodeClaim => ({ ...node, ...shared[node.id], ...own[node.id] }))
  const store = await temporaryStore()
  await replaceScope(store, {
    ...{ scope: 'drawn', source: 'drawn', importerVersion: 1, complete: true, coverage: [] },
    ...{ collectedAt: '2026-01-01T00:00:00.000Z', contentHash: 'drawn' },
    facts: [
      {
        nodes: told.map((node) => ({ scope: 'drawn', node, evidence: [] })),
        edges: edges.map((edge) => ({ scope: 'drawn', id: edgeId(edge), edge, evidence: [] })),
      },
    ],
  })
  const writer = await store.write()
  await deriveAll(writer, '2026-01-01T00:00:00.000Z', rules)
  const dangling = await writer.dangling(10)
  await writer.flip()
  const arrows: string[] = []
  for await (const chunk of (await store.snapshot()).edges()) {
    for (const { scope, edge } of chunk) if (scope.startsWith(DERIVED_PREFIX)) arrows.push(arrowOf(edge))
  }
  return { arrows: arrows.sort(), dangling: dangling.edges.map(({ edge }) => arrowOf(edge)) }
}

function arrowOf({ from, kind, to, key, verdict, missing, confidence, gates = [] }: EdgeClaim): string {
  const marks = [
    confidence === 'inferred' ? '~' : '',
    verdict === 'conditional' ? `?${missing}?` : '',
    key === undefined ? '' : `#${key}#`,
    ...gates.map((gate) => `!${gate}!`),
  ]
  return `${from} -${kind}${marks.join('')}-> ${to}`
}
