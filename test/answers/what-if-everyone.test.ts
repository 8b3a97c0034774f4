import { expect, test } from 'vitest'
import { openAside } from '../../server/answers/threads/aside.ts'
import type { WhatIf } from '../../server/api/contract.ts'
import { fill } from '../api/fill.ts'
import { localApp } from '../api/local-app.ts'

async function estate() {
  const app = await localApp({ aside: openAside({ leastArcs: 0 }) })
  await fill(
    await app.store(),
    'bot -CAN_ASSUME-> hub',
    'cron -CAN_ASSUME-> hub',
    'hub -CAN_CONTROL-> Resource:vault@0',
    'clerk -CAN_READ-> Resource:ledger@1',
  )
  const whatIf = (payload: object) => app.ask('/api/v1/what-if', { method: 'POST', payload })
  return { whatIf }
}

test('a what-if tells how many score less after the cut, and what the sum over everyone becomes', async () => {
  const { whatIf } = await estate()
  const { everyone } = (await whatIf({ starts: ['bot'], cut: ['vault'], everyone: true })).json<WhatIf>()
  // Control of tier 0 harms by 0.8, of an identity by 0.0001, reading of tier 1 by 0.3 × 0.5; a part is −ln(1 − harm).
  const [vault, hub, ledger] = [0.8, 0.0001, 0.15].map((harm) => -Math.log(1 - harm)) as [number, number, number]
  expect(everyone).toMatchObject({ ranked: 4, falls: 3 })
  expect(everyone!.sum.before).toBeCloseTo(3 * vault + 2 * hub + ledger, 12)
  expect(everyone!.sum.after).toBeCloseTo(2 * hub + ledger, 12)
  expect(everyone!.most.map(({ id, before, after }) => [id, before.reached, after.reached])).toEqual([
    ['bot', 2, 1],
    ['cron', 2, 1],
    ['hub', 1, 0],
  ])
})

test('a what-if tells nothing of everyone unless it is asked', async () => {
  const { whatIf } = await estate()
  expect((await whatIf({ starts: ['bot'], cut: ['vault'] })).json()).not.toHaveProperty('everyone')
})

test('everyone is ranked with gates counted, and a what-if that wants them otherwise is refused', async () => {
  const { whatIf } = await estate()
  const answer = await whatIf({ starts: ['bot'], cut: ['vault'], everyone: true, gates: 'open' })
  expect([answer.statusCode, answer.json().detail]).toEqual([
    400,
    'everyone is ranked with gates counted: leave out gates, or everyone',
  ])
})
