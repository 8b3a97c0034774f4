import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fullGraph } from '../full-graph.ts'
import { walkEdges } from '../jobs/naive.ts'
import { openEstate } from '../jobs/open-estate.ts'
import { askRadius } from '../jobs/radius.ts'
import { rankEveryone } from '../jobs/ranking.ts'
import { naiveWalk } from '../naive-walk.ts'
import { plainGraph } from '../plain-graph.ts'
import { type MadeEstate, makeEstate } from './make-estate.ts'
import { madeName, type ShapeName, shapes } from './shape.ts'
import { writeCsv } from './write-csv.ts'

const names = Object.keys(shapes) as ShapeName[]
const small = { nodes: 10_000, edges: 42_500 }
const made = (shape: ShapeName, seed = 1) => makeEstate({ shape, size: 'S' }, seed, small)

function reaches({ estate, queries: { sources } }: MadeEstate): number[] {
  const walk = naiveWalk(estate)
  return sources.map((source) => walk(source).count).sort((a, b) => a - b)
}

test('the same seed gives the same estate, another seed another', () => {
  const print = ({ estate, queries }: MadeEstate) =>
    createHash('sha256')
      .update(estate.from)
      .update(estate.to)
      .update(estate.kind)
      .update(estate.criticality)
      .update(JSON.stringify(queries))
      .digest('hex')
  expect(print(made('hubs'))).toBe(print(made('hubs')))
  expect(print(made('hubs'))).not.toBe(print(made('hubs', 2)))
})

test.each(names)('%s has as many edges as were ordered, few of them twice', (shape) => {
  const { from, to, kind } = made(shape).estate
  expect(from.length).toBe(small.edges)
  expect(new Set(from.map((tail, i) => (tail * small.nodes + to[i]!) * 16 + kind[i]!)).size).toBeGreaterThan(
    0.9 * small.edges,
  )
})

test('through one core some reach a quarter of everything, without one nobody does, through one of twelve less', () => {
  const most = (shape: ShapeName) => reaches(made(shape)).at(-1)! / small.nodes
  expect(most('core')).toBeGreaterThan(0.25)
  expect(most('no-core')).toBeLessThan(0.1)
  expect(most('hubs')).toBeGreaterThan(0.05)
  expect(most('hubs')).toBeLessThan(0.25)
})

test.each(names)('each pair that is asked of %s has a path, but for those that reach nothing', (shape) => {
  const { estate, queries } = made(shape)
  const reachedFrom = (start: number) => {
    const seen = new Set([start])
    for (const node of seen)
      for (let i = 0; i < estate.from.length; i++) if (estate.from[i] === node) seen.add(estate.to[i]!)
    return seen
  }
  for (const [from, to] of queries.yen.slice(0, 5)) expect(reachedFrom(from)).toContain(to)
  expect(queries.cut.length).toBe(100)
  expect(queries.pairs.length).toBe(1000)
})

test('an estate is the same in memory and read back from its files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-made-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeCsv(folder, makeEstate({ shape: 'hubs', size: 'S' }))
  expect(readFileSync(join(folder, 'nodes.csv'), 'utf8').split('\n')).toHaveLength(10_002)
  for (const mode of ['plain', 'full'] as const) {
    const [read, inMemory] = [await openEstate(folder, mode), await openEstate('hubs:S', mode)]
    expect(read.graph.heads).toEqual(inMemory.graph.heads)
    expect(read.graph.nodes.kinds).toEqual(inMemory.graph.nodes.kinds)
    expect(read.graph.nodes.tiers).toEqual(inMemory.graph.nodes.tiers)
    expect(read.queries).toEqual(inMemory.queries)
  }
})

test.each(names)('every rank of %s is what a search of its own says', async (shape) => {
  const { estate, nodeKinds, queries } = makeEstate({ shape, size: 'S' }, 3, { nodes: 3000, edges: 12_000 })
  const { criticality } = estate
  for (const [mode, graph] of [
    ['plain', plainGraph(estate, queries.identities)],
    ['full', fullGraph(estate, nodeKinds)],
  ] as const) {
    const ranks = await rankEveryone({ mode, graph, criticality, queries, parse: 0, build: 0 }, true)
    expect(ranks).toMatchObject({ compared: ranks.n, differing: 0, same_in_threads: true })
  }
})

test('an estate in memory is walked over its edges to the same count', async () => {
  const estate = await openEstate('hubs:S', 'plain')
  expect(walkEdges(estate)).toMatchObject({
    checksumOfSome: (askRadius(estate) as { checksumOfSome: number }).checksumOfSome,
  })
})

test('a name is a shape and a size', () => {
  expect(madeName('hubs:XL')).toEqual({ shape: 'hubs', size: 'XL' })
  for (const none of ['hubs', 'hubs:XXL', 'constructor:S', 'hubs:constructor', '/tmp/M'])
    expect(madeName(none)).toBe(undefined)
})
