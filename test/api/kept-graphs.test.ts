import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { graphCache } from '../../server/api/graph-cache.ts'
import { compile } from '../../server/graph/compile.ts'
import { imageOf } from '../../server/graph/graph-image.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { scoreTable } from '../../server/model/score-table.ts'
import { openStore } from '../../server/store/open-store.ts'
import { replaceScope, type Store } from '../../server/store/store.ts'
import { batch, edge, node } from '../store/sample-facts.ts'
import { temporaryStoreUrl } from '../store/temporary-store.ts'
import { temporaryFolder } from './local-app.ts'

const twins = [node('key', { kind: 'Secret', name: 'schlüssel', aliases: ['keyId:AKIA1'] }), node('bot'), node('old')]
const facts = {
  nodes: [...twins, node('gate', { kind: 'Gate' })],
  edges: [
    edge('bot USES_SECRET key'),
    edge('old SAME_AS bot'),
    edge('bot CAN_ASSUME gone', { gates: ['gate' as never] }, { verdict: 'conditional', missing: 'who may' }),
  ],
}

/** A store with facts of every sort, and graphs kept beside it as a server of its own would. */
async function bench() {
  const url = await temporaryStoreUrl()
  const store = await openStore(url)
  onTestFinished(() => store.close())
  await replaceScope(store, batch('s', facts))
  const folder = join(temporaryFolder('ambit-graphs-'), 'graphs')
  const restarted = (more = {}) => graphCache(async () => store, { kept: { folder, least: 0, most: 2 }, ...more })
  const files = () => readdirSync(folder).map((name) => join(folder, name))
  return { url, store, folder, restarted, files }
}

/** All that a graph holds, and nothing of where it lies in memory. */
function contentOf(graph: PrivilegeGraph) {
  const { shape, columns } = imageOf(graph)
  return {
    shape,
    columns: columns.map((column) => [column.constructor.name, ...column]),
    id: graph.nodes.indexOf('old'),
  }
}
const fresh = async (store: Store) => contentOf(await compile(await store.snapshot()))

test('a restart answers from the kept graph as a fresh compile would', async () => {
  const { store, restarted, files } = await bench()
  await restarted().at()
  const [path] = files()
  const before = statSync(path!).ino
  const { graph } = await restarted().at()
  expect(contentOf(graph)).toEqual(await fresh(store))
  expect(files().map((file) => statSync(file).ino)).toEqual([before]) // it was read, not written anew
})

test('a kept graph that is damaged anywhere is compiled anew', async () => {
  const { store, restarted, files } = await bench()
  await restarted().at()
  const [path] = files()
  const whole = readFileSync(path!)
  const wanted = await fresh(store)
  const damages = [
    ...Array.from({ length: 40 }, (_, i) => Math.floor((i * whole.length) / 40)).flatMap((at) => [
      () => writeFileSync(path!, whole.with(at, whole[at]! ^ 1)),
      () => truncateSync(path!, at),
    ]),
    () => appendFileSync(path!, 'x'),
    () => writeFileSync(path!, ''),
    () => writeFileSync(path!, 'no graph at all, but longer than the least that one could be, by far'),
  ]
  for (const damage of damages) {
    writeFileSync(path!, whole)
    damage()
    expect(contentOf((await restarted().at()).graph)).toEqual(wanted)
    expect(readFileSync(path!).equals(whole)).toBe(true)
  }
})

test('the graph of another revision under the name of this one is not believed', async () => {
  const { store, restarted, files } = await bench()
  await restarted().at()
  const [first] = files()
  await replaceScope(store, batch('s', { nodes: [node('bot')] }))
  await restarted().at()
  const second = files().find((path) => path !== first)!
  renameSync(first!, second)
  expect(contentOf((await restarted().at()).graph)).toEqual(await fresh(store))
})

test('a graph kept under another score table is not taken', async () => {
  const { restarted, files } = await bench()
  await restarted().at()
  const table = { ...scoreTable, inferred: 0.25 }
  await restarted({ table }).at()
  expect(files()).toHaveLength(2)
})

test('what a scope no longer says is in no answer, whatever is kept', async () => {
  const { store, restarted } = await bench()
  await restarted().at()
  const writer = await store.write()
  await writer.drop('s')
  await writer.flip()
  const { graph } = await restarted().at()
  expect([graph.nodes.count, graph.nodes.indexOf('bot')]).toEqual([0, undefined])
})

test('another store at the same place is not taken for the one that was there', async () => {
  const { url, store, restarted, folder } = await bench()
  await restarted().at()
  await store.close()
  for (const ending of ['', '-wal', '-shm']) rmSync(`${url.slice('sqlite:'.length)}${ending}`, { force: true })
  const other = await openStore(url)
  onTestFinished(() => other.close())
  await replaceScope(other, batch('s', { ...facts, nodes: [node('bot', { name: 'another' })] }))
  const { graph } = await graphCache(async () => other, { kept: { folder, least: 0 } }).at()
  expect(contentOf(graph)).toEqual(await fresh(other))
})

test('only the newest few are kept, for nobody else to read', async () => {
  const { store, restarted, folder, files } = await bench()
  for (const name of ['b', 'c', 'd', 'e']) {
    await restarted().at()
    await replaceScope(store, batch('s', { nodes: [node(name)] }))
  }
  expect(files()).toHaveLength(2)
  expect(files().map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600])
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('what a killed process left half written is taken out', async () => {
  const { restarted, folder, files } = await bench()
  const left = join(folder, `${'a'.repeat(64)}.4194305.f.part`) // no system gives a process this number
  const { graph } = await restarted().at()
  writeFileSync(left, 'half')
  for (const path of files().filter((path) => path.endsWith('.graph'))) rmSync(path)
  await restarted().at()
  expect(existsSync(left)).toBe(false)
  expect(graph.nodes.count).toBeGreaterThan(0)
})

test('a folder that cannot be written to costs no answer', async () => {
  const { store, folder } = await bench()
  writeFileSync(folder, 'a file where a folder is due')
  const { graph } = await graphCache(async () => store, { kept: { folder, least: 0 } }).at()
  expect(contentOf(graph)).toEqual(await fresh(store))
})
