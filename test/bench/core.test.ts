import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reach } from '../../server/analysis/reach.ts'
import { worth } from '../../server/analysis/worth.ts'
import { disagreements } from './compare.ts'
import { readEstate } from './csv-estate.ts'
import { askCut } from './jobs/cuts.ts'
import { load } from './jobs/load.ts'
import { walkFromEveryone } from './jobs/naive.ts'
import { openEstate } from './jobs/open-estate.ts'
import { askPath, askSeveralPaths } from './jobs/paths.ts'
import { askRadius } from './jobs/radius.ts'
import { rankEveryone } from './jobs/ranking.ts'
import { naiveWalk } from './naive-walk.ts'

// 0 → 1 → 2 → 0 is a cycle, 2 → 3 leaves it, twice; 4 owns 0, which gives 4 nothing; 5 stands alone.
const nodes = ['0,human,1', '1,group,2', '2,role,0', '3,resource,10', '4,human,3', '5,app,7']
const edges = ['0,1,MEMBER_OF', '1,2,HAS_ROLE', '2,0,CAN_ASSUME', '2,3,GRANTS', '2,3,SCOPES', '4,0,OWNS']
const queries = {
  identities: [0, 6],
  sources: [0, 1, 4, 5, 3],
  pairs: [
    [0, 3],
    [1, 3],
    [5, 3],
  ],
  yen: [[0, 3]],
  cut: [0, 2, 4],
  jewels: [3],
}

function folderOf(files: { nodes?: readonly string[]; edges?: readonly string[]; end?: string; queries?: object }) {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-core-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { end = '\n' } = files
  writeFileSync(join(folder, 'nodes.csv'), ['id,kind,criticality', ...(files.nodes ?? nodes)].join(end))
  writeFileSync(join(folder, 'edges.csv'), ['src,dst,kind', ...(files.edges ?? edges)].join(end))
  writeFileSync(join(folder, 'queries.json'), JSON.stringify({ ...queries, ...files.queries }))
  return folder
}

test('the plain blast radius counts what is reached and its criticality, once, and crosses no edge that describes', async () => {
  const estate = await openEstate(folderOf({}), 'plain')
  expect(askRadius(estate)).toMatchObject({ checksum: 6, sumcrit: 23, checksumOfSome: 6 })
  expect(walkFromEveryone(estate)).toMatchObject({ n: 6, exact: true, checksum: 9, sumcrit: 36 })
  expect(load(estate)).toMatchObject({ nodes: 6, checksum: 4 })
})

test('the rank of all counts what a walk from each counts, and what is no identity is not ranked', async () => {
  const everyone = await openEstate(folderOf({}), 'plain')
  expect(await rankEveryone(everyone, false)).toMatchObject({ n: 6, checksum: 9, compared: 6, differing: 0 })
  const some = await openEstate(folderOf({ queries: { identities: [0, 2] } }), 'plain')
  expect(await rankEveryone(some, false)).toMatchObject({ n: 2, checksum: 6, compared: 2, differing: 0 })
})

test('a path counts its edges, and a pair without one counts −1', async () => {
  const estate = await openEstate(folderOf({}), 'plain')
  expect(askPath(estate)).toMatchObject({ n: 3, found: 2, checksum: 3 + 2 - 1 })
  expect(askSeveralPaths(estate)).toMatchObject({ n: 1, found: 1, checksum: 3 })
})

test('of several paths each simple one counts once', async () => {
  // 0 → 3 straight, by 1, by 1 and 2, and by 2; never twice through one node.
  const ways = ['0,3,GRANTS', '0,1,GRANTS', '0,2,GRANTS', '1,2,GRANTS', '2,1,GRANTS', '1,3,GRANTS', '2,3,GRANTS']
  const estate = await openEstate(folderOf({ edges: ways }), 'plain')
  expect(askSeveralPaths(estate)).toMatchObject({ found: 5, checksum: 1 + 2 + 2 + 3 + 3 })
})

test('a cut counts its edges; whoever leads nowhere needs none', async () => {
  expect(askCut(await openEstate(folderOf({}), 'plain'))).toMatchObject({ n: 3, checksum: 2, uncuttable: 0 })
})

test('in full mode parallel edges of different kinds are two, and what only reads does not take over', async () => {
  const full = await openEstate(folderOf({}), 'full')
  expect(full.graph.edges.count).toBe(5)
  // 5 reads secret 1, whose reading opens identity 0 at ease 0.9; 4 may write resource 3, criticality 10 is tier 1.
  const steps = { nodes: ['0,human,1', '1,secret,2', '2,role,0', '3,resource,10', '4,role,3', '5,app,7'] }
  const { graph } = await openEstate(
    folderOf({ ...steps, edges: ['5,1,CAN_READ', '1,0,AUTHENTICATES_AS', '4,3,GRANTS', '2,3,SCOPES'] }),
    'full',
  )
  const sumOf = (node: number) => worth(graph, node).sum
  const part = (product: number) => -Math.log1p(-product)
  expect(sumOf(4)).toBeCloseTo(part(0.3 * 0.8), 12)
  expect(sumOf(2)).toBeCloseTo(part(0.3 * 0.5), 12)
  expect(sumOf(5)).toBeCloseTo(part(0.0001 * 0.5) + part(0.0001 * 0.9), 12)
  expect(reach(graph, [1]).order.length).toBe(2)
})

test('every job answers in full mode too', async () => {
  const estate = await openEstate(folderOf({}), 'full')
  expect(askRadius(estate)).toMatchObject({ n: 5, checksum: 6 })
  expect(await rankEveryone(estate, true)).toMatchObject({ n: 4, compared: 4, differing: 0, checksum: 6 })
  expect(askPath(estate)).toMatchObject({ found: 2, checksum: 4 })
  expect(askCut(estate)).toMatchObject({ checksum: 1 + 2, uncuttable: 0 })
})

test.each(['edges', 'nodes'])('full mode refuses a kind of %s that its table does not name', async (which) => {
  const strange = { edges: { edges: ['0,1,LENDS'] }, nodes: { nodes: [...nodes.slice(0, 5), '5,satellite,7'] } }
  await expect(openEstate(folderOf(strange[which as 'edges' | 'nodes']), 'full')).rejects.toThrow(/has no kind/)
})

test('a job in a process of its own prints one line', () => {
  const job = [join(import.meta.dirname, 'core-job.ts'), '--mode', 'full', 'J1', folderOf({})]
  const { stdout } = spawnSync(process.execPath, job, { encoding: 'utf8' })
  expect(JSON.parse(stdout)).toMatchObject({ job: 'J1', mode: 'full', n: 5, checksum: 6 })
})

test('the naive walk finds the same', () => {
  const walk = naiveWalk(readEstate(folderOf({})))
  expect([0, 1, 4, 5, 3].map(walk)).toEqual([
    { count: 3, criticality: 12 },
    { count: 3, criticality: 11 },
    { count: 0, criticality: 0 },
    { count: 0, criticality: 0 },
    { count: 0, criticality: 0 },
  ])
})

test('rows may end with a carriage return, and the last without any end', async () => {
  const folder = folderOf({ end: '\r\n' })
  const estate = readEstate(folder)
  expect([...estate.criticality]).toEqual([1, 2, 0, 10, 3, 7])
  expect(estate.kinds).toEqual(['MEMBER_OF', 'HAS_ROLE', 'CAN_ASSUME', 'GRANTS', 'SCOPES', 'OWNS'])
  expect((await openEstate(folder, 'plain')).graph.edges.count).toBe(4)
})

test.each([
  ['an edge to a node that is not there', { edges: ['0,6,GRANTS'] }, /edges.csv: row 2 has an end/],
  ['an id that is not a number', { edges: ['0,1,GRANTS', 'x,1,GRANTS'] }, /edges.csv: row 3 has an id/],
  ['an edge without a kind of its own column', { edges: ['0,1'] }, /edges.csv: row 2 has/],
  ['nodes that do not count up', { nodes: ['0,human,1', '2,human,1'] }, /nodes.csv: row 3 has an id/],
  ['a criticality above ten', { nodes: ['0,human,11'] }, /nodes.csv: row 2 has a criticality/],
])('refuses %s and says in which row', (_, files, message) => {
  expect(() => readEstate(folderOf(files))).toThrow(message)
})

test('a sum that differs, or that one side lacks, is told', () => {
  expect(disagreements('a peer', [['J1', 3, 3]])).toEqual([])
  expect(disagreements('a peer', [['J1', 3, 4]])).toEqual(['J1: the checksum is 3, that of a peer 4'])
  expect(disagreements('a peer', [['J1', undefined, undefined]])).toHaveLength(1)
})
