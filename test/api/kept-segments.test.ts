import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { codeVersion } from '../../server/api/graph-key.ts'
import { readyGraph } from '../../server/api/ready-graph.ts'
import { compile } from '../../server/graph/compile.ts'
import { imageOf } from '../../server/graph/graph-image.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { scoreTable } from '../../server/model/score-table.ts'
import { openStore } from '../../server/store/open-store.ts'
import { replaceScope, type Snapshot } from '../../server/store/store.ts'
import { batch, edge, node } from '../store/sample-facts.ts'
import { temporaryStoreUrl } from '../store/temporary-store.ts'
import { temporaryFolder } from './local-app.ts'

/** Two scopes that share ids, and what a compilation asks the store for. */
async function bench() {
  const store = await openStore(await temporaryStoreUrl())
  onTestFinished(() => store.close())
  const folder = join(temporaryFolder('ambit-segments-'), 'graphs')
  const making = { table: scoreTable, code: codeVersion(), kept: { folder, least: 0, most: 0 } }
  const say = (scope: string, ...drawn: string[]) => {
    const edges = drawn.map((line) => edge(line))
    const ids = new Set(edges.flatMap(({ edge: { from, to } }) => [from, to]))
    return replaceScope(store, batch(scope, { nodes: [...ids].slice(1).map((id) => node(id)), edges }))
  }
  const ready = async () => {
    const snapshot = await store.snapshot()
    const asked: (readonly string[] | undefined)[] = []
    const watched: Snapshot = {
      revision: snapshot.revision,
      nodes: (filter) => snapshot.nodes(filter),
      edges: (filter) => snapshot.edges(filter),
      scopes: () => snapshot.scopes(),
      files: (ids) => snapshot.files(ids),
      packed(scopes) {
        asked.push(scopes)
        return snapshot.packed(scopes)
      },
    }
    return { graph: await readyGraph(store, watched, making), fresh: await compile(snapshot), asked }
  }
  const files = () => readdirSync(folder).map((name) => join(folder, name))
  return { store, say, ready, files }
}

function contentOf(graph: PrivilegeGraph) {
  const { shape, columns } = imageOf(graph)
  return [shape, ...columns.map((column) => [...column])]
}

test('only scopes that changed are read again', async () => {
  const { say, ready } = await bench()
  await say('s', 'a CAN_ASSUME b', 'b CAN_READ c')
  await say('t', 'c CAN_ASSUME a')
  expect((await ready()).asked).toEqual([undefined])
  await say('t', 'c CAN_ASSUME b') // as much as before, and not the same
  const { graph, fresh, asked } = await ready()
  expect(asked).toEqual([['t']])
  expect(contentOf(graph)).toEqual(contentOf(fresh))
})

test('of a scope that was forgotten nothing is kept', async () => {
  const { store, say, ready, files } = await bench()
  await say('s', 'a CAN_ASSUME b')
  await say('t', 'c CAN_ASSUME a')
  await say('u', 'c CAN_ASSUME d')
  await ready()
  expect(files()).toHaveLength(3)
  const writer = await store.write()
  await writer.drop('t')
  await writer.flip()
  const { graph, fresh } = await ready()
  expect(contentOf(graph)).toEqual(contentOf(fresh))
  expect(files()).toHaveLength(2)
})

test('a kept scope that is damaged is read again', async () => {
  const { say, ready, files } = await bench()
  await say('s', 'a CAN_ASSUME b')
  await say('t', 'c CAN_ASSUME a')
  await ready()
  for (const file of files()) appendFileSync(file, '!')
  const { graph, fresh, asked } = await ready()
  expect(asked).toEqual([undefined])
  expect(contentOf(graph)).toEqual(contentOf(fresh))
})

test('whatever changes, the graph is the one that a fresh compile gives', { timeout: 60_000 }, async () => {
  const line = fc
    .tuple(fc.nat(5), fc.constantFrom('CAN_ASSUME', 'CAN_READ', 'SAME_AS', 'RUNS_AS'), fc.nat(5))
    .map(([from, kind, to]) => `${from} ${kind} ${to}`)
  const change = fc.tuple(fc.constantFrom('s', 't', 'u'), fc.uniqueArray(line, { minLength: 1, maxLength: 6 }))
  const holds = fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 5 }), async (changes) => {
    const { say, ready } = await bench()
    for (const [scope, lines] of changes) {
      await say(scope, ...lines)
      const { graph, fresh } = await ready()
      expect(contentOf(graph)).toEqual(contentOf(fresh))
    }
  })
  await fc.assert(holds, { numRuns: 15 })
})
