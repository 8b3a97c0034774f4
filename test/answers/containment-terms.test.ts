import { expect, test } from 'vitest'
import { containment, protectedNodes } from '../../server/answers/containment.ts'
import type { CutOptions } from '../../server/answers/cut-terms.ts'
import { cutOf, whatIf } from '../../server/answers/what-if.ts'
import { compiled, draw } from '../draw.ts'

const snapshot = { nodes: async function* () {}, edges: async function* () {}, files: async () => [] }

const estate = draw(
  'bot -CAN_ASSUME-> deployer',
  'bot -CAN_READ-> Secret:key@4',
  'Secret:key -AUTHENTICATES_AS-> deployer',
  'deployer -CAN_CONTROL-> Resource:prod@0',
  'deployer -CAN_CONTROL#again#-> Resource:prod@0',
)

async function contained(options: CutOptions, protect = ['prod'], drawing = estate) {
  const graph = await compiled(drawing)
  const starts = [graph.nodes.indexOf('bot')!]
  const plan = await containment({ graph, snapshot }, starts, { protect: protectedNodes(graph, protect) }, options)
  return { graph, starts, plan }
}

test('nodes can be taken out instead of edges, and a what-if of them gives the score that is promised', async () => {
  const { graph, starts, plan } = await contained({ unit: 'node' })
  expect(plan).toMatchObject({ unit: 'node', size: 1, cost: 1, lowerBound: 1, exact: true, steps: [] })
  expect(plan.nodeSteps).toMatchObject([{ node: { id: 'deployer' }, edges: 4, breaks: { known: false } }])
  expect(plan.says).toBe('1 node taken out separates the compromised from the protected; no smaller set suffices.')
  const { blast } = await whatIf({ graph, snapshot }, starts, cutOf(graph, ['deployer']))
  expect(plan.blast).toEqual(blast)
})

test('what is to be kept is spared, be it an edge, a kind of edge or a node with all its edges', async () => {
  const kinds = async (keep: readonly string[]) =>
    (await contained({ keep })).plan.steps.map(({ kind }) => kind).toSorted()
  expect(await kinds([])).toHaveLength(2)
  expect(await kinds(['CAN_CONTROL', 'CAN_READ'])).toEqual(['AUTHENTICATES_AS', 'CAN_ASSUME'])
  expect(await kinds(['prod', 'deployer'])).toEqual([])
  const { plan } = await contained({})
  const [kept] = plan.steps
  const other = (await contained({ keep: [kept!.edge] })).plan
  expect(other).toMatchObject({ size: 2, exact: true })
  expect(other.steps.map(({ edge }) => edge)).not.toContain(kept!.edge)
})

test('where no cut exists without a kept edge, the answer says so and shows the way', async () => {
  const { plan } = await contained({ keep: ['CAN_CONTROL', 'CAN_ASSUME'] })
  expect(plan).toMatchObject({ feasible: false, exact: false, size: 0, lowerBound: 0 })
  expect(plan.says).toBe(
    'No cut exists without a kept edge. Without keeping any, 2 cuts would suffice, 1 of them kept.',
  )
  expect(plan.remaining.map(({ path }) => path.map(({ kind }) => kind))).toEqual([['CAN_ASSUME', 'CAN_CONTROL']])
})

test('what nobody can cut is not put down to what is kept', async () => {
  const straight = draw('bot -CAN_CONTROL-> Resource:account@0', 'Resource:account -CONTAINS-> Resource:prod@0')
  const { plan } = await contained({ unit: 'node', keep: ['bot'] }, ['account'], straight)
  expect(plan.says).toBe('No set of nodes suffices: a way leads through nothing that can be taken out.')
  expect(plan.remaining).toHaveLength(1)
})

test('a dear edge is left alone where several cheap ones cost less', async () => {
  const dear = await contained({ costs: [{ of: 'CAN_READ', cost: 3 }] })
  expect(dear.plan.steps.map(({ kind }) => kind).toSorted()).toEqual(['AUTHENTICATES_AS', 'CAN_ASSUME'])
  const costs = ['CAN_CONTROL', 'CAN_ASSUME'].map((of) => ({ of, cost: 3 }))
  const both = await contained({ costs })
  expect(both.plan).toMatchObject({ size: 2, cost: 4, lowerBound: 4, exact: true })
  expect(both.plan.says).toContain('the cost is 4, and no cheaper set suffices')
})

test('a cost of what is not there is refused', async () => {
  await expect(contained({ costs: [{ of: 'deployer', cost: 3 }] })).rejects.toThrow('neither an edge id nor a kind')
  await expect(contained({ keep: ['e00000000000000000000'] })).rejects.toThrow('has no edge')
})
