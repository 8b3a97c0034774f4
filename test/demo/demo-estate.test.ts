import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bestPaths } from '../../server/analysis/best-paths.ts'
import { valueReach } from '../../server/analysis/blast.ts'
import { everyRanked } from '../../server/analysis/rank/columns.ts'
import { rank } from '../../server/analysis/rank.ts'
import { witness } from '../../server/analysis/witness.ts'
import { collectedAt } from '../../server/demo/calendar.ts'
import { demoEstate, fillDemo } from '../../server/demo/fill-demo.ts'
import { stories } from '../../server/demo/stories.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { compile } from '../../server/graph/compile.ts'
import { edgeKindOf } from '../../server/graph/edge-lookup.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const estate = demoEstate()
const nodes = estate.flatMap(({ facts }) => facts.nodes)
const edges = estate.flatMap(({ facts }) => facts.edges)
const kindsOf = [...new Set(nodes.map(({ node }) => node.kind))]
const kindOf = new Map(nodes.map(({ node }) => [node.id, node.kind]))

async function compiled() {
  const store = await temporaryStore()
  await fillDemo(store)
  return compile(await store.snapshot())
}

/** What somebody who tells the story says on the way, hop by hop. */
const told: Readonly<Record<string, readonly string[]>> = {
  'leaked-key': ['AUTHENTICATES_AS', 'CAN_ASSUME', 'CAN_READ'],
  'unowned-app': ['HAS_GRANT', 'CAN_WRITE'],
  'agent-shell': ['CAN_CALL', 'ACTS_ON', 'RUNS_AS', 'USES_SECRET', 'AUTHENTICATES_AS', 'CAN_CONTROL'],
  'shared-secret': ['USES_SECRET', 'AUTHENTICATES_AS', 'CAN_READ'],
  'cross-cloud': ['CAN_ASSUME', 'CAN_READ', 'HOLDS', 'AUTHENTICATES_AS', 'HAS_GRANT', 'CAN_CONTROL'],
}

test('there are five stories, and each is found as it is told: from its start to its worst target, hop by hop', async () => {
  const graph = await compiled()
  const found = stories.map(({ id, start, worst }) => {
    const from = graph.nodes.indexOf(start)!
    const walk = bestPaths(graph, [from])
    const { contributions } = valueReach(graph, [from], walk)
    const [first] = contributions
    const hops = witness(graph, walk, contributions.find(({ node }) => graph.nodes.ids.at(node) === worst)!.state)
    expect(contributions.find(({ node }) => graph.nodes.ids.at(node) === worst)?.value, id).toBe(first?.value)
    return [id, hops.map((arc) => edgeKindOf(graph, graph.edgeOf[arc]!))]
  })
  expect(Object.fromEntries(found)).toEqual(told)
})

test('the leaked key lies in a public repository, and the app has nobody who answers for it', () => {
  const [leak, app] = stories.map(({ start }) => start)
  expect(edges.filter(({ edge }) => edge.kind === 'EXPOSED_IN').map(({ edge }) => edge.from)).toContain(leak)
  expect(edges.filter(({ edge }) => edge.kind === 'OWNS' && edge.to === app)).toEqual([])
})

test('fifteen workloads of three environments share the secret', () => {
  const story = stories.find(({ id }) => id === 'shared-secret')!
  const given = edges.filter(({ edge }) => edge.kind === 'USES_SECRET')
  const shared = given.find(({ edge }) => edge.from === story.start)!.edge.to
  const users = new Set(given.flatMap(({ edge }) => (edge.to === shared ? [edge.from] : [])))
  const environments = nodes.flatMap(({ node }) => (users.has(node.id) ? [node.environment] : []))
  expect(users.size).toBe(15)
  expect(new Set(environments)).toEqual(new Set(['dev', 'staging', 'prod']))
})

test('it is a company of a few hundred identities, of which few reach much and most reach little', async () => {
  const graph = await compiled()
  const walk = rank(graph, Date.parse(collectedAt))
  let step = walk.next()
  while (!step.done) step = walk.next()
  const ranking = everyRanked(step.value)
  expect(ranking.length).toBeGreaterThan(300)
  expect(ranking.length).toBeLessThan(500)
  expect(ranking.filter(({ byTier }) => byTier[0] > 0).length).toBeLessThan(ranking.length / 10)
  expect(ranking.filter(({ score }) => score < 10).length).toBeGreaterThan(ranking.length / 2)
  expect(new Set(ranking.map(({ score }) => score.toFixed(3))).size).toBeGreaterThan(100)
})

test('everything in it is marked as demo', async () => {
  expect(estate.filter(({ scope }) => !scope.startsWith('demo:'))).toEqual([])
  expect(nodes.filter(({ node }) => node.properties?.['demo'] !== true)).toEqual([])
  const store = await temporaryStore()
  await fillDemo(store)
  const scopes = await (await store.snapshot()).scopes()
  expect(scopes.filter(({ nodes, edges }) => nodes + edges > 0).map(({ scope }) => scope)).toEqual(
    expect.arrayContaining(estate.map(({ scope }) => scope)),
  )
})

test('filling it in twice changes nothing', async () => {
  const store = await temporaryStore()
  const revision = await fillDemo(store)
  expect(await fillDemo(store)).toBe(revision)
  expect(demoEstate()).toEqual(estate)
})

test('every edge joins what is stated, of the kinds it is declared for, and passes only gates that are there', () => {
  for (const { edge } of edges) {
    const { from, to } = edgeKinds.get(edge.kind)!
    expect(from === 'any' ? kindsOf : from, edge.kind).toContain(kindOf.get(edge.from))
    expect(to === 'any' ? kindsOf : to, edge.kind).toContain(kindOf.get(edge.to))
    for (const gate of edge.gates ?? []) expect(kindOf.get(gate)).toBe('Gate')
  }
  expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length)
})

test('every fact says where in which file it stands', () => {
  for (const { file, facts } of estate)
    for (const { evidence } of [...facts.nodes, ...facts.edges]) {
      expect(evidence).toEqual([{ file: file.id, pointer: expect.stringMatching(/^(\/\w+)+\/\d+$/) }])
    }
})

test('the first real import takes the demo estate out, in the same revision', async () => {
  const store = await temporaryStore()
  const before = await fillDemo(store)
  const fixture = join(import.meta.dirname, '..', 'importers', 'facts', 'fixture.json')
  const options = { fingerprintKey: new Uint8Array(32), now: new Date('2026-11-02T00:00:00Z') }
  const { revision } = await importFiles(store, { source: 'facts', files: await filesAt([fixture]) }, options)
  expect(revision).toBe(before + 1)
  const scopes = (await (await store.snapshot()).scopes()).map(({ scope }) => scope)
  expect(scopes.filter((scope) => scope.startsWith('demo:'))).toEqual([])
  expect((await (await store.snapshot(before)).scopes()).length).toBeGreaterThan(0)
})
