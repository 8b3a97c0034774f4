import { expect, test } from 'vitest'
import { paths } from '../../server/answers/paths.ts'
import { cutOf, whatIf } from '../../server/answers/what-if.ts'
import { compile } from '../../server/graph/compile.ts'
import { oneNode } from '../../server/graph/find-node.ts'
import { fill } from '../api/fill.ts'
import { temporaryStore } from '../store/temporary-store.ts'

async function filled(...lines: readonly string[]) {
  const store = await temporaryStore()
  await fill(store, ...lines)
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  return { context: { graph, snapshot }, node: (name: string) => oneNode(graph, name) }
}

test('a path that only the limit of hops hides is said to be there', async () => {
  const { context, node } = await filled('a -CAN_ASSUME-> b', 'b -CAN_ASSUME-> c')
  const { none, truncated } = await paths(context, [node('a')], [node('c')], { maxHops: 1 })
  expect(none).toMatchObject({ conditionalPath: null })
  expect(none!.says).toContain('No path of at most 1 hops; one of 2 hops exists.')
  expect(truncated).toBe(true)
})

test('what is held already needs no path, and that is said', async () => {
  const { context, node } = await filled('a -CAN_ASSUME-> b')
  const { none } = await paths(context, [node('a')], [node('a')])
  expect(none!.says).toContain('The start is the target.')
})

test('cutting what only describes is said to change nothing that was derived from it', async () => {
  const { context, node } = await filled('Resource:policy -APPLIES_TO-> bot', 'bot -CAN_READ-> Resource:ledger@1')
  const { delta, limits } = await whatIf(context, [node('bot')], cutOf(context.graph, ['policy']))
  expect(delta.sum).toBe(0)
  expect(limits.notes.join()).toContain('policy gives no way by itself')
})

test('a what-if says how many targets it leaves out', async () => {
  const lines = Array.from({ length: 12 }, (_, i) => `bot -CAN_READ-> Resource:t${i}@1`)
  const { context, node } = await filled(...lines)
  const { stillReached, truncated, limits } = await whatIf(context, [node('bot')], cutOf(context.graph, ['t0']))
  expect([stillReached.length, truncated]).toEqual([10, true])
  expect(limits.notes).toEqual(['The worst 10 of 11 targets that are still reached are told.'])
})

test('a what-if that tells only some of what is lost sums the rest', async () => {
  const lines = Array.from({ length: 12 }, (_, i) => `bot -CAN_READ-> Resource:t${i}@${i < 5 ? 1 : 2}`)
  const { context, node } = await filled(...lines)
  const cut = cutOf(context.graph, ['bot'])
  const whole = await whatIf(context, [node('bot')], cut)
  const { lost, lostRest, truncated, limits, delta } = await whatIf(context, [node('bot')], cut, { lost: 5 })
  expect(lost).toEqual(whole.lost.slice(0, 5))
  expect([lostRest.count, truncated, whole.lostRest.count, whole.truncated]).toEqual([7, true, 0, false])
  expect(lost.reduce((sum, { value }) => sum + value, lostRest.value)).toBeCloseTo(-delta.sum, 12)
  expect(limits.notes).toEqual(['The worst 5 of 12 targets that are no longer reached are told.'])
})
