import { expect, test } from 'vitest'
import { type DiffOptions, diff } from '../../server/answers/diff.ts'
import { compile } from '../../server/graph/compile.ts'
import type { Store } from '../../server/store/store.ts'
import { fill } from '../api/fill.ts'
import { temporaryStore } from '../store/temporary-store.ts'

async function contextAt(store: Store, revision: number) {
  const snapshot = await store.snapshot(revision)
  return { snapshot, graph: await compile(snapshot) }
}

/** The difference of two sketches, stored one after the other. */
async function between(before: readonly string[], after: readonly string[], options: DiffOptions = {}) {
  const store = await temporaryStore()
  const [a, b] = [await fill(store, ...before), await fill(store, ...after)]
  return diff(await contextAt(store, a), await contextAt(store, b), options)
}

const pairs = ({ changes }: Awaited<ReturnType<typeof between>>['gained']) =>
  changes.map(({ from, to, capabilities }) => `${from.name} ${to.name} ${capabilities.join(',')}`)

test('a path that appeared is told with the edge that made it, and the other way round as gone', async () => {
  const before = ['bot -CAN_READ-> Secret:key', 'admin -CAN_CONTROL-> Resource:estate@0', 'Secret:key']
  const after = [...before, 'Secret:key -AUTHENTICATES_AS-> admin']
  const { gained, lost, edges } = await between(before, after)
  expect(pairs(gained)).toEqual(['bot estate read,write,execute,control'])
  expect(gained.changes[0]!.path.path.map(({ kind }) => kind)).toEqual(['CAN_READ', 'AUTHENTICATES_AS', 'CAN_CONTROL'])
  expect(gained.because.map(({ kind, changes }) => [kind, changes])).toEqual([['AUTHENTICATES_AS', 1]])
  expect(gained.changes[0]!.because).toEqual(gained.because.map(({ edge }) => edge))
  expect(gained.because[0]!.evidence).not.toEqual([])
  expect([lost.total, edges]).toEqual([0, { added: 1, removed: 0, changed: 0 }])
  const back = await between(after, before)
  expect([pairs(back.lost), back.gained.total]).toEqual([pairs(gained), 0])
  expect(back.lost.because.map(({ kind }) => kind)).toEqual(['AUTHENTICATES_AS'])
})

test('who only read a thing and now controls it gained that, by a path that controls', async () => {
  const before = ['bot -CAN_READ-> Resource:db@1']
  const { gained } = await between(before, [...before, 'bot -CAN_ASSUME-> admin', 'admin -CAN_CONTROL-> Resource:db'])
  expect(pairs(gained)).toEqual(['admin db read,write,execute,control', 'bot db write,execute,control'])
  expect(gained.changes[1]!.path).toMatchObject({ hops: 2, capability: 'control' })
})

test('what a guess made firm is a change of the edge that was guessed', async () => {
  const { gained, edges } = await between(['bot -CAN_WRITE~-> Resource:db@1'], ['bot -CAN_WRITE-> Resource:db@1'])
  expect(pairs(gained)).toEqual(['bot db write'])
  expect([gained.because.length, edges]).toEqual([1, { added: 0, removed: 0, changed: 1 }])
})

test('an edge that was there all along is not blamed, though nobody could cross it before', async () => {
  const before = ['Location:repo -CONTAINS-> Resource:x@0', 'Location:repo -HOLDS-> Secret:key']
  const { gained } = await between(before, [...before, 'bot -CAN_CONTROL-> Location:repo'])
  expect(pairs(gained)).toEqual(['bot x read,write,execute,control'])
  expect(gained.because.map(({ kind }) => kind)).toEqual(['CAN_CONTROL'])
})

test('a start or a target that came or went is compared with nothing', async () => {
  const { gained, lost, nodes } = await between(['old -CAN_READ-> Resource:x@0'], ['bot -CAN_READ-> Resource:y@0'])
  expect([pairs(gained), pairs(lost)]).toEqual([['bot y read'], ['old x read']])
  expect(nodes).toEqual({ added: 2, removed: 2, changed: 0 })
})

test('a thing that became a jewel is looked at in both revisions: whoever reached it did so before', async () => {
  const { gained, nodes } = await between(['bot -CAN_READ-> Resource:x@3'], ['bot -CAN_READ-> Resource:x@0'])
  expect([gained.total, nodes.changed]).toEqual([0, 1])
  const { lost } = await between(['bot -CAN_READ-> Resource:x@3'], ['bot', 'Resource:x@0'])
  expect(pairs(lost)).toEqual(['bot x read'])
})

test('starts and targets can be named, be it only in one revision', async () => {
  const before = ['a -CAN_READ-> Resource:x@3', 'b -CAN_READ-> Resource:x', 'a -CAN_READ-> Resource:y@3']
  const answer = await between(before, ['c'], { starts: ['a'], targets: ['x'] })
  expect([pairs(answer.lost), answer.starts, answer.targets]).toEqual([['a x read'], ['a'], ['x']])
  await expect(between(before, ['c'], { targets: ['nothing'] })).rejects.toMatchObject({ code: 'unknown_node' })
})

test('more changes than are told are counted, and that is said', async () => {
  const after = ['a', 'b', 'c'].map((it) => `${it} -CAN_READ-> Resource:x@0`)
  const { gained, truncated, limits } = await between(['a'], after, { limit: 2 })
  expect([gained.total, gained.starts, gained.targets, gained.changes.length, truncated]).toEqual([3, 3, 1, 2, true])
  expect(limits.notes).toEqual(['Of 3 pairs whose reach was gained, the first 2 are told with their paths.'])
})
