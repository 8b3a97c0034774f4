import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { disagreements } from './core.ts'
import { readEstate } from './csv-estate.ts'
import { naiveWalk } from './naive-walk.ts'
import { plainGraph } from './plain-graph.ts'

// 0 → 1 → 2 → 0 is a cycle, 2 → 3 leaves it, twice; 4 owns 0, which gives 4 nothing; 5 stands alone.
const nodes = ['0,human,1', '1,group,2', '2,role,0', '3,resource,10', '4,human,3', '5,app,7']
const edges = ['0,1,MEMBER_OF', '1,2,HAS_ROLE', '2,0,CAN_ASSUME', '2,3,GRANTS', '2,3,SCOPES', '4,0,OWNS']

function folderOf(files: { nodes?: readonly string[]; edges?: readonly string[]; end?: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-core-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { end = '\n' } = files
  writeFileSync(join(folder, 'nodes.csv'), ['id,kind,criticality', ...(files.nodes ?? nodes)].join(end))
  writeFileSync(join(folder, 'edges.csv'), ['src,dst,kind', ...(files.edges ?? edges)].join(end))
  writeFileSync(join(folder, 'queries.json'), JSON.stringify({ identities: [0, 6], sources: [0, 1, 4, 5, 3] }))
  return folder
}

function jobOn(folder: string, job: string) {
  const { stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'core-job.ts'), job, folder], {
    encoding: 'utf8',
  })
  return JSON.parse(stdout) as Record<string, unknown>
}

test('the plain blast radius counts what is reached and its criticality, once, and crosses no edge that describes', () => {
  const folder = folderOf({})
  expect(jobOn(folder, 'J1')).toMatchObject({ checksum: 6, sumcrit: 23, checksumOfSome: 6 })
  expect(jobOn(folder, 'J2naive')).toMatchObject({ n: 6, exact: true, checksum: 9, sumcrit: 36 })
  expect(jobOn(folder, 'J5')).toMatchObject({ nodes: 6, checksum: 4 })
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

test('rows may end with a carriage return, and the last without any end', () => {
  const estate = readEstate(folderOf({ end: '\r\n' }))
  expect([...estate.criticality]).toEqual([1, 2, 0, 10, 3, 7])
  expect(estate.kinds).toEqual(['MEMBER_OF', 'HAS_ROLE', 'CAN_ASSUME', 'GRANTS', 'SCOPES', 'OWNS'])
  expect(plainGraph(estate).edges.count).toBe(4)
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
