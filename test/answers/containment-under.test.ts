import { expect, test } from 'vitest'
import { aimOf, containment } from '../../server/answers/containment.ts'
import type { CutOptions } from '../../server/answers/cut-terms.ts'
import { cutOf, whatIf } from '../../server/answers/what-if.ts'
import { compiled, draw } from '../draw.ts'

const snapshot = { nodes: async function* () {}, edges: async function* () {}, files: async () => [] }

const estate = draw(
  'bot -CAN_ASSUME-> deployer',
  'bot -CAN_READ-> Secret:key@4',
  'Secret:key -AUTHENTICATES_AS-> deployer',
  'deployer -CAN_CONTROL-> Resource:prod@0',
  'deployer -CAN_CONTROL-> Resource:data@1',
  'bot -CAN_READ-> Resource:logs@2',
)

async function under(score: number, options: CutOptions = {}) {
  const graph = await compiled(estate)
  const starts = [graph.nodes.indexOf('bot')!]
  const plan = await containment({ graph, snapshot }, starts, aimOf(graph, [], score), options)
  return { graph, starts, plan }
}

test('the smallest plan under a score is told as steps, and a what-if of it gives the score it promises', async () => {
  const { graph, starts, plan } = await under(50)
  expect(plan).toMatchObject({ under: 50, protect: [], size: 1, lowerBound: 1, exact: true, feasible: true })
  expect(plan.steps.map(({ to }) => to.id)).toEqual(['prod'])
  expect(plan.says).toBe('1 cut brings the score under 50; no smaller set suffices.')
  const cut = cutOf(
    graph,
    plan.steps.map(({ edge }) => edge),
  )
  const { blast } = await whatIf({ graph, snapshot }, starts, cut)
  expect(blast.after).toEqual(plan.blast.after)
  expect(blast.after.score).toBeLessThan(50)
  const { plan: lower } = await under(5)
  expect(lower).toMatchObject({ size: 2, exact: true })
  expect(lower.blast.after.score).toBeLessThan(5)
})

test('a score that is low enough already needs no cut', async () => {
  const { plan } = await under(99)
  expect(plan).toMatchObject({ size: 0, exact: true, feasible: true })
  expect(plan.says).toContain('under 99 already')
})

test('where what is kept holds the score up, the answer says how far it can fall with and without', async () => {
  const { plan } = await under(20, { keep: ['CAN_CONTROL', 'CAN_ASSUME'] })
  expect(plan).toMatchObject({ feasible: false, size: 0 })
  expect(plan.says).toMatch(/^No cut exists without a kept edge: sparing those the score stays at 86\.0 at least/)
})

test('a plan has one aim, and one that counts scores cuts edges', async () => {
  const graph = await compiled(estate)
  expect(() => aimOf(graph, ['prod'], 5)).toThrow('either protects nodes or')
  expect(() => aimOf(graph, [], 5, 'node')).toThrow('cuts edges, not nodes')
})
