import { expect, test } from 'vitest'
import { containment, protectedNodes } from '../../server/answers/containment.ts'
import { radius } from '../../server/answers/radius.ts'
import { cutOf, whatIf } from '../../server/answers/what-if.ts'
import { compiled, draw } from '../draw.ts'

const snapshot = { nodes: async function* () {}, edges: async function* () {}, files: async () => [] }

async function contained(lines: readonly string[], compromised: readonly string[], protect: readonly string[]) {
  const graph = await compiled(draw(...lines))
  const starts = compromised.map((id) => graph.nodes.indexOf(id)!)
  const plan = await containment({ graph, snapshot }, starts, { protect: protectedNodes(graph, protect) })
  return { graph, starts, plan }
}

const twoWays = [
  'bot -CAN_ASSUME-> deployer',
  'bot -CAN_READ-> Secret:key@4',
  'Secret:key -AUTHENTICATES_AS-> deployer',
  'deployer -CAN_CONTROL-> Resource:prod@0',
  'deployer -CAN_READ-> Resource:data@1',
]

test('a plan is the fewest cuts, and a what-if of the plan gives the score it promises', async () => {
  const { graph, starts, plan } = await contained(twoWays, ['bot'], ['tier:0'])
  expect(plan).toMatchObject({ size: 1, lowerBound: 1, exact: true, feasible: true })
  expect(plan.steps[0]).toMatchObject({ kind: 'CAN_CONTROL' })
  const cut = cutOf(
    graph,
    plan.steps.map(({ edge }) => edge),
  )
  const { blast } = await whatIf({ graph, snapshot }, starts, cut)
  expect(blast.after).toEqual(plan.blast.after)
  expect(plan.steps.at(-1)!.after).toEqual({ score: blast.after.score, sum: blast.after.sum })
})

test('a step says who else goes this way, and that breakage is unknown while no usage was imported', async () => {
  const { plan } = await contained([...twoWays, 'pipeline -CAN_ASSUME-> deployer'], ['bot'], ['prod'])
  const { breaks } = plan.steps[0]!
  expect(breaks).toMatchObject({ known: false, total: 2 })
  expect(breaks.consumers.map(({ name }) => name)).toEqual(['deployer', 'pipeline'])
  expect(breaks.says).toContain('Breakage unknown')
})

test('what stays reachable if a condition holds is said', async () => {
  const lines = [...twoWays, 'bot -CAN_CONTROL?whether the tag is set?-> Resource:prod']
  const { plan } = await contained(lines, ['bot'], ['prod'])
  expect(plan.remaining.map(({ basis, path }) => [basis, path.map(({ missing }) => missing)])).toEqual([
    ['conditional', ['whether the tag is set']],
  ])
})

test('where nothing of tier 0 is reached, the answer names what is', async () => {
  const { plan } = await contained(
    ['bot -CAN_READ-> Resource:data@1', 'admin -CAN_CONTROL-> Resource:prod@0'],
    ['bot'],
    ['tier:0'],
  )
  expect(plan.says).toContain('It does reach 1 of tier 1')
})

test('a plan of a thousand cuts comes whole, in time', async () => {
  const lines = Array.from({ length: 1_000 }, (_, i) => `bot -CAN_CONTROL#${i}#-> Resource:prod@0`)
  const { plan } = await contained(lines, ['bot'], ['tier:0'])
  expect(plan).toMatchObject({ size: 1_000, exact: true, blast: { after: { sum: 0 } } })
  expect(plan.steps.filter(({ after }) => after === null)).toHaveLength(800)
})

test('the radius under a cut is what the what-if said it would be', async () => {
  const graph = await compiled(draw(...twoWays))
  const start = [graph.nodes.indexOf('bot')!]
  const cut = cutOf(graph, ['key'])
  const answer = await whatIf({ graph, snapshot }, start, cut)
  const before = await radius({ graph, snapshot }, start)
  expect(answer.blast.before.sum).toBe(before.blast.sum)
  expect(answer.lost.map(({ node }) => node.name)).toEqual(['key'])
  expect(answer.delta.sum).toBeCloseTo(answer.blast.after.sum - answer.blast.before.sum, 12)
})
