import { expect, test } from 'vitest'
import { containment, protectedNodes } from '../../server/answers/containment.ts'
import { compile } from '../../server/graph/compile.ts'
import { oneNode } from '../../server/graph/find-node.ts'
import { fill } from '../api/fill.ts'
import { temporaryStore } from '../store/temporary-store.ts'

async function plan(compromised: string, protect: readonly string[], ...lines: readonly string[]) {
  const store = await temporaryStore()
  await fill(store, ...lines)
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  const starts = [oneNode(graph, compromised)]
  return containment({ graph, snapshot }, starts, { protect: protectedNodes(graph, protect) })
}

test('whoever uses a credential that is to be revoked is named', async () => {
  const lines = [
    'Secret:key -AUTHENTICATES_AS-> admin',
    'shop -USES_SECRET-> Secret:key',
    'admin -CAN_CONTROL-> Resource:vault',
  ]
  const { steps } = await plan('key', ['admin'], ...lines)
  expect(steps[0]!.breaks).toMatchObject({ total: 1, consumers: [{ id: 'shop' }] })
})

test('remaining ways are counted where there are too many to tell', async () => {
  const targets = Array.from({ length: 60 }, (_, i) => `bot -CAN_READ?a fact?-> Resource:t${i}@1`)
  const { remaining, limits, truncated } = await plan('bot', ['tier:1'], ...targets)
  expect(remaining).toHaveLength(50)
  expect(truncated).toBe(true)
  expect(limits.notes).toContain('60 of the protected stay reachable; the ways to the first 50 are told.')
})

test('cuts of one permission are said to be one action', async () => {
  const lines = ['bot -CAN_READ#policy/1#-> Resource:a@1', 'bot -CAN_READ#policy/1#-> Resource:b@1']
  const { size, limits } = await plan('bot', ['tier:1'], ...lines)
  expect(size).toBe(2)
  expect(limits.notes).toContain('Cuts 1, 2 are all “policy/1” of bot: taking that away is one action.')
})

test('a protected node that is compromised itself is named, not dropped', async () => {
  const { limits, protect } = await plan('bot', ['bot', 'a'], 'bot -CAN_READ-> Resource:a@1')
  expect(protect.map(({ id }) => id)).toEqual(['a'])
  expect(limits.notes).toContain('bot is compromised itself: no cut protects it.')
})
