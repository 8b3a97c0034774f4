import fc from 'fast-check'
import { edgeKinds } from '../../server/edges/index.ts'
import { edgeIndexOf } from '../../server/graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import { type Drawing, draw } from '../draw.ts'

export interface Arrow {
  readonly from: number
  readonly kind: string
  readonly to: number
  readonly marks: string
  readonly cut: boolean
}

// SAME_AS unites its ends, which would change what the other arrows mean.
export const kinds = [...edgeKinds.keys()].filter((kind) => kind !== 'SAME_AS')

/** Dense on purpose: fast-check's default sizes let a planted fault pass. */
export const denseArrows: fc.Arbitrary<readonly Arrow[]> = fc.array(
  fc.record({
    from: fc.nat(7),
    kind: fc.constantFrom(...kinds, 'CAN_ASSUME', 'CAN_READ', 'AUTHENTICATES_AS'),
    to: fc.nat(7),
    marks: fc.constantFrom('', '', '', '~', '?x?', '!gate!', '~?x?', '#part#', '#read#', '#execute#'),
    cut: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 12, maxLength: 28 },
)

/** Kinds that need or give less than control, so that several ways lead over one edge and through one node. */
const narrow = [
  'CAN_READ',
  'CAN_WRITE',
  'CAN_EXECUTE',
  'RUNS_AS',
  'CONTAINS',
  'CAN_CALL',
  'ACTS_ON',
  'AUTHENTICATES_AS',
]
export const narrowArrows = denseArrows.map((arrows) =>
  arrows.map((it, i) => ({ ...it, kind: narrow[(i + it.from) % narrow.length]! })),
)

const tierOf = ['@0', '@1', '@2', '@3', '@4', '', '@1', '@2']

/** Eight nodes of several kinds and tiers; the last may stay alone. */
export function drawArrows(arrows: readonly Arrow[]): Drawing {
  const kindOf = ['', 'Resource:', '', 'Secret:', 'Resource:', '', 'Tool:', '']
  const name = (node: number) => `${kindOf[node]}${node}${tierOf[node]}`
  const lone = [0, 1, 2, 3, 4, 5, 6, 7].map(name)
  const drawn = arrows.map(({ from, kind, to, marks }) => `${name(from)} -${kind}${marks}-> ${name(to)}`)
  return draw(...lone, ...drawn)
}

/** The drawing without the edges at those positions; equal arrows are one edge and go together. */
export function without({ nodes, edges }: Drawing, positions: readonly number[]): Drawing {
  const gone = new Set(positions.map((position) => edgeId(edges[position]!)))
  return { nodes, edges: edges.filter((edge) => !gone.has(edgeId(edge))) }
}

/** The same cut as a mask over the compiled graph. */
export function cutOf(graph: PrivilegeGraph, { edges }: Drawing, positions: readonly number[]): Uint8Array {
  const cut = new Uint8Array(graph.edges.count)
  for (const position of positions) cut[edgeIndexOf(graph, edgeId(edges[position]!))!] = 1
  return cut
}
