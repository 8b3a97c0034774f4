import { expect, test } from 'vitest'
import { facts } from '../../../importers/facts.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const here = import.meta.dirname

test('a hand-written graph is read from one document and from lines', async () => {
  const said = await factsOf(facts, [`${here}/fixture.json`, `${here}/fixture-2.ndjson`])
  expect(said.notes.rejections).toEqual([])
  expect(said.records).toEqual({ read: 15, stored: 13, merged: 2, rejected: 0 })
  expect(danglingEnds(said)).toEqual([])
  expect(Object.keys(said.coverage)).toEqual(['facts:sketch', 'facts:sketch-2', 'facts:sketch-3'])
  expect(said.edges.map(({ edge }) => [edge.kind, edge.confidence, edge.verdict, edge.missing])).toEqual([
    ['AUTHENTICATES_AS', 'observed', 'allowed', undefined],
    ['CAN_READ', 'granted', 'allowed', undefined],
    ['CAN_WRITE', 'granted', 'conditional', 'whether the maintenance window is open'],
    ['OWNS', 'granted', 'allowed', undefined],
    ['ACCOUNTABLE_FOR', 'granted', 'allowed', undefined],
  ])
  expect(said.nodes.find(({ node }) => node.id === 'db')!.evidence).toEqual([
    { file: 'fixture.json', pointer: '/nodes/2' },
  ])
})

test('a graph without a scope belongs to its file, or to the scope that is asked for', async () => {
  const file = { name: 'mine.json', text: '{"nodes":[{"id":"a","kind":"Owner","type":"team"}]}' }
  expect(Object.keys((await factsOf(facts, [file])).coverage)).toEqual(['facts:mine.json'])
  expect(Object.keys((await factsOf(facts, [file], { scope: 'lab' })).coverage)).toEqual(['facts:lab'])
})

test('what Ambit does not know is rejected with its place', async () => {
  const text = JSON.stringify({
    nodes: [
      { id: 'a', kind: 'Starship', type: 't' },
      { id: '', kind: 'Owner', type: 't' },
      { id: 7, kind: 'Owner', type: 't' },
      { id: 'a\nb', kind: 'Owner', type: 't' },
      { id: 'a', kind: 'Owner', type: 't', tier: 9 },
    ],
    edges: [
      { kind: 'TELEPORTS_TO', from: 'a', to: 'a' },
      { kind: 'OWNS', from: 'a', to: 'a', verdict: 'conditional' },
    ],
  })
  const { notes, records } = await factsOf(facts, [{ name: 'odd.json', text }])
  expect(records).toEqual({ read: 7, stored: 0, merged: 0, rejected: 7 })
  expect(notes.rejections.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/nodes/0/kind', 'schema'],
    ['/nodes/1/id', 'schema'],
    ['/nodes/2/id', 'schema'],
    ['/nodes/3', 'bad_claim'],
    ['/nodes/4/tier', 'schema'],
    ['/edges/0', 'bad_claim'],
    ['/edges/1', 'refused'],
  ])
})
