import { expect, test } from 'vitest'
import { estateChokePoints } from '../../server/answers/estate-choke-points.ts'
import { compiled, draw } from '../draw.ts'

const snapshot = { nodes: async function* () {}, edges: async function* () {}, files: async () => [] }

const estate = draw(
  'web -CAN_ASSUME-> role',
  'batch -CAN_ASSUME-> role',
  'role -CAN_CONTROL-> Resource:prod@0',
  'batch -CAN_READ-> Resource:logs@2',
)

test('what most of the estate hangs on stands first, with its share of all sums and how many it concerns', async () => {
  const graph = await compiled(estate)
  const answer = await estateChokePoints({ graph, snapshot })
  expect(answer).toMatchObject({ identities: 3, reaching: 3, read: 3, truncated: false })
  expect(answer.nodes[0]).toMatchObject({ node: { id: 'role' }, identities: 2 })
  expect(answer.edges[0]).toMatchObject({ kind: 'CAN_CONTROL', from: { id: 'role' }, identities: 3 })
  expect(answer.nodes[0]!.percent).toBeCloseTo((100 * answer.nodes[0]!.carries) / answer.sum, 9)
})

test('what was left untried is said', async () => {
  const graph = await compiled(estate)
  const { truncated, limits, edges } = await estateChokePoints({ graph, snapshot }, { budget: 1 })
  expect(edges).toHaveLength(1)
  expect(truncated).toBe(true)
  expect(limits.notes.join(' ')).toMatch(/3 more edges were not tried: each carries at most/)
})
