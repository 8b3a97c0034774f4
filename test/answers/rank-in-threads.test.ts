import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { everyRanked } from '../../server/analysis/rank/columns.ts'
import { rankAll, ranking } from '../../server/answers/ranking.ts'
import { enter, leave, noneInFlight } from '../../server/answers/threads/in-flight.ts'
import { rankInThreads } from '../../server/answers/threads/rank-in-threads.ts'
import { imageOf } from '../../server/graph/graph-image.ts'
import { compiled, draw } from '../draw.ts'
import { crossedEstate } from './crossed-estate.ts'

const work = { asOf: 0, cut: undefined }

test('a ranking made in threads of its own is, number for number, the one made here', async () => {
  const graph = await crossedEstate(400)
  const here = await rankAll(graph, new Date(0))
  expect(here.sum.some((sum) => sum > 0)).toBe(true)
  expect(await rankInThreads(graph, work)).toEqual(here)
})

test('a ranking in threads leaves out what is cut', async () => {
  const graph = await compiled(draw('a -CAN_CONTROL-> Resource:r@0'))
  const [whole] = everyRanked(await rankInThreads(graph, work))
  const [none] = everyRanked(await rankInThreads(graph, { ...work, cut: new Uint8Array([1]) }))
  expect([whole!.reached, none!.reached]).toEqual([1, 0])
})

test('a thread is given an estate without a copy of any of its columns', async () => {
  const { columns } = imageOf(await crossedEstate(20))
  expect(columns.length).toBeGreaterThan(20)
  expect(columns.filter(({ buffer }) => !(buffer instanceof SharedArrayBuffer))).toEqual([])
})

test('a ranking comes to its end also where questions never cease, and tells how far it is', async () => {
  const graph = await crossedEstate(400)
  const inFlight = noneInFlight()
  enter(inFlight)
  const told: number[] = []
  const table = await rankInThreads(graph, { ...work, inFlight, onProgress: (done, of) => told.push(done / of) })
  leave(inFlight)
  expect(table).toEqual(await rankAll(graph, new Date(0)))
  expect(told.length).toBeGreaterThan(0)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

test('what goes wrong in a thread is told, and does not leave anyone waiting', async () => {
  const graph = await crossedEstate(20)
  const damaged = { ...graph, nodeOf: undefined as never }
  await expect(rankInThreads(damaged, work)).rejects.toThrow(TypeError)
})

test('a ranking that is stopped says so, and keeps no process alive', async () => {
  const stopped = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'stop-a-ranking.ts')])
  expect(stopped.stdout).toBe('The work was stopped before it was done; ask again.\n0\n')
  const graph = await crossedEstate(20)
  await expect(rankInThreads(graph, { ...work, signal: AbortSignal.abort() })).rejects.toThrow('stopped')
})

test('a page of a ranking holds the same rows in the same order as the whole, also when filtered', async () => {
  const graph = await crossedEstate(200)
  const snapshot = { nodes: undefined as never, edges: undefined as never, files: undefined as never }
  const table = await rankAll(graph, new Date(0))
  for (const sort of ['blast', 'risk'] as const) {
    for (const q of [undefined, 'n1']) {
      const { identities, total } = ranking({ graph, snapshot }, table, { sort, q })
      const value = sort === 'blast' ? 'sum' : 'risk'
      expect(identities.map((it) => it[value])).toEqual(identities.map((it) => it[value]).sort((a, b) => b - a))
      expect(identities.every(({ name }) => q === undefined || name.includes(q))).toBe(true)
      expect(identities.length).toBe(total)
      const page = ranking({ graph, snapshot }, table, { sort, q, offset: 3, limit: 4 })
      expect(page.identities).toEqual(identities.slice(3, 7))
      expect([page.total, page.next]).toEqual([total, '7'])
    }
  }
})
