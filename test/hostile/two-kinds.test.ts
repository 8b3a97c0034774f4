import { expect, test } from 'vitest'
import { coverageOf } from '../../server/answers/coverage.ts'
import { compile } from '../../server/graph/compile.ts'
import { inputFile } from './fixtures.ts'
import { bench } from './import-into.ts'

const graph = (name: string, ...nodes: object[]) =>
  inputFile(name, JSON.stringify({ scope: name, nodes: nodes.map((node) => ({ type: 't', ...node })), edges: [] }))

const missing = 'of which kind the things are that sources give several kinds (1): x (Identity, Resource)'

test('a file that makes one id two kinds of things is told so in its receipt, and no fact of it is lost', async () => {
  const { bring, store } = await bench()
  const nodes = [
    { id: 'x', kind: 'Identity' },
    { id: 'y', kind: 'Group' },
    { id: 'x', kind: 'Resource', tier: 0 },
  ]
  for (const [name, of] of [
    ['there', nodes],
    ['back', nodes.toReversed()],
  ] as const) {
    const receipt = await bring('facts', [graph(name, ...of)])
    expect(receipt).toMatchObject({ facts: { nodes: 3 }, rejections: [], coverage: [{ missing }] })
  }
  expect((await compile(await store.snapshot())).nodes.count).toBe(2)
})

test('who only mentions a thing may take it for another kind, whichever comes first', async () => {
  const mention = { id: 'x', kind: 'Identity', stub: true }
  const itself = { id: 'x', kind: 'Resource' }
  for (const nodes of [
    [mention, itself],
    [itself, mention],
  ]) {
    const { bring } = await bench()
    expect(await bring('facts', [graph('a.json', ...nodes)])).toMatchObject({ rejections: [], coverage: [] })
  }
})

test('two sources that take one id for two kinds are both kept, and every answer about it says so', async () => {
  const { bring, store } = await bench()
  await bring('facts', [graph('a', { id: 'x', kind: 'Identity' }, { id: 'y', kind: 'Group' })])
  const receipt = await bring('facts', [graph('b', { id: 'x', kind: 'Resource' })])
  const missing = 'of which kind the things are that sources give several kinds (1): x (Identity, Resource)'
  expect(receipt).toMatchObject({ rejections: [], coverage: [{ missing }] })
  const compiled = await compile(await store.snapshot())
  expect(coverageOf(compiled, [compiled.nodes.indexOf('x')!]).map((gap) => gap.missing)).toContain(missing)
  await bring('facts', [graph('b', { id: 'x', kind: 'Identity' })], { confirm: true })
  const mended = await compile(await store.snapshot())
  expect(coverageOf(mended, [mended.nodes.indexOf('x')!])).toEqual([])
})
