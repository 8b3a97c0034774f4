import { expect, test } from 'vitest'
import { radius } from '../../server/answers/radius.ts'
import { compile } from '../../server/graph/compile.ts'
import { oneNode } from '../../server/graph/find-node.ts'
import { fill } from '../api/fill.ts'
import { temporaryStore } from '../store/temporary-store.ts'

async function notesOf(start: string, ...lines: readonly string[]) {
  const store = await temporaryStore()
  await fill(store, ...lines)
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  return (await radius({ graph, snapshot }, [oneNode(graph, start)])).limits.notes
}

test('who asks for the reach of a policy is told whose reach to ask for', async () => {
  const lines = ['Resource:policy -APPLIES_TO-> bot', 'Resource:policy -APPLIES_TO-> admin', 'admin -OWNS-> bot']
  expect(await notesOf('policy', ...lines)).toEqual([
    'policy gives nothing by itself. Ask for what it is attached to: admin (admin), bot (bot).',
  ])
  expect(await notesOf('bot', ...lines)).toEqual([])
})

test('of a policy with many holders some are named, and the rest is counted', async () => {
  const lines = Array.from({ length: 7 }, (_, i) => `Resource:policy -APPLIES_TO-> bot${i}`)
  expect((await notesOf('policy', ...lines))[0]).toMatch(/bot4 \(bot4\) and 2 more\.$/)
})

test('what leads somewhere by itself is not taken for a policy', async () => {
  expect(
    await notesOf('vault', 'Resource:vault -APPLIES_TO-> bot', 'Resource:vault -CONTAINS-> Resource:key@1'),
  ).toEqual([])
})
