import { expect, test } from 'vitest'
import { everyRanked } from '../../server/analysis/rank/columns.ts'
import { radius } from '../../server/answers/radius.ts'
import { rankAll } from '../../server/answers/ranking.ts'
import { compile } from '../../server/graph/compile.ts'
import { oneNode } from '../../server/graph/find-node.ts'
import { fillWith } from '../api/fill.ts'
import { draw } from '../draw.ts'
import { temporaryStore } from '../store/temporary-store.ts'

test('the ranking judges expiry at the same minute as every other answer', async () => {
  const store = await temporaryStore()
  const { nodes, edges } = draw(
    'bot -USES_SECRET-> Secret:key',
    'Secret:key -AUTHENTICATES_AS-> admin',
    'admin -CAN_CONTROL-> Resource:estate@0',
  )
  const expiresAt = '2026-06-01T12:00:30.000Z'
  await fillWith(store, { nodes: nodes.map((node) => (node.id === 'key' ? { ...node, expiresAt } : node)), edges })
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  const bot = oneNode(graph, 'bot')
  const asOf = new Date('2026-06-01T12:00:45.000Z')
  const { blast, limits } = await radius({ graph, snapshot }, [bot], { asOf })
  expect(limits.asOf).toBe('2026-06-01T12:00:00.000Z')
  expect(blast.sum).toBeGreaterThan(1)
  expect(everyRanked(await rankAll(graph, asOf)).find(({ node }) => node === bot)!.sum).toBeCloseTo(blast.sum, 9)
})
