import { expect, test } from 'vitest'
import { draw } from '../draw.ts'
import { fillWith } from './fill.ts'
import { localApp } from './local-app.ts'

const clique = () => {
  const names = Array.from({ length: 60 }, (_, i) => `n${i}`)
  return draw(
    ...names.flatMap((from) => names.filter((to) => to !== from).map((to) => `${from} -CAN_ASSUME-> ${to}`)),
    'n59 -CAN_CONTROL-> Resource:last@0',
  )
}
const chain = () => {
  const links = Array.from({ length: 10_000 }, (_, i) => `n${i} -CAN_ASSUME-> n${i + 1}`)
  return draw(...links, 'n10000 -CAN_CONTROL-> Resource:last@0')
}

const HUB = 10_000
const hub = () => {
  const all = Array.from({ length: HUB }, (_, i) => i + 1)
  return draw(
    ...all.map((i) => `n${i} -CAN_ASSUME-> n0`),
    ...all.map((i) => `n0 -CAN_READ-> Resource:r${i}`),
    'n0 -CAN_CONTROL-> Resource:last@0',
  )
}

const urls = [
  '/api/v1/identities/n0/blast-radius',
  '/api/v1/identities/n0/blast-radius?reach=true',
  '/api/v1/identities/n0/view',
  '/api/v1/nodes/n0',
  '/api/v1/nodes/n5/neighbours?depth=5',
  '/api/v1/nodes/last/who-can-reach',
  '/api/v1/nodes?q=n',
  '/api/v1/paths?from=n0&to=last&k=3',
  '/api/v1/choke-points?starts=n0',
  '/api/v1/identities',
  '/api/v1/findings',
]
const bodies = [
  ['/api/v1/containment', { compromised: ['n0'], protect: ['last'] }],
  ['/api/v1/what-if', { starts: ['n0'], cut: ['n30'] }],
] as const

test.each([
  ['a clique of 60', clique],
  ['a chain of 10,000', chain],
  ['a hub of 10,000 edges in and as many out', hub],
])(
  'every question is answered on %s, whole and in bounded size (R11, R12)',
  async (_name, sketch) => {
    const { ask, store } = await localApp()
    await fillWith(await store(), sketch())
    for (const url of urls) {
      const answer = await ask(url)
      expect([url, answer.statusCode]).toEqual([url, 200])
      expect(answer.rawPayload.length).toBeLessThan(32_000_000)
    }
    for (const [url, payload] of bodies) {
      const answer = await ask(url, { method: 'POST', payload })
      expect([url, answer.statusCode]).toEqual([url, 200])
      expect(answer.rawPayload.length).toBeLessThan(32_000_000)
    }
  },
  120_000,
)

test('who takes a hub over holds all of it, and all who lead to it are counted', async () => {
  const { ask, store } = await localApp()
  await fillWith(await store(), hub())
  const radius = (await ask('/api/v1/identities/n7/blast-radius')).json()
  expect(radius).toMatchObject({ truncated: false, reached: { total: HUB + 2 } })
  const leading = (await ask('/api/v1/nodes/last/who-can-reach')).json()
  expect(leading.total).toBe(HUB + 1)
}, 120_000)
