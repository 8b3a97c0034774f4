import { expect, test } from 'vitest'
import { type ImportRequest, importFiles } from '../../server/intake/import-files.ts'
import type { InputFile } from '../../server/intake/input-files.ts'
import type { Store } from '../../server/store/store.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(1), now: new Date('2026-01-02T00:00:00Z') }

const file = (name: string, content: unknown, modifiedAt = '2026-01-01T00:00:00Z'): InputFile => ({
  name,
  modifiedAt: new Date(modifiedAt),
  bytes: async function* () {
    yield Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
  },
})
const team = (id: string) => ({ id, kind: 'Owner', type: 'team' })
const bring = (store: Store, files: InputFile[], request: Partial<ImportRequest> = {}) =>
  importFiles(store, { source: 'facts', files, ...request }, options)

async function held(store: Store) {
  const snapshot = await store.snapshot()
  const nodes: string[] = []
  for await (const facts of snapshot.nodes()) nodes.push(...facts.map(({ node }) => node.id))
  const edges: string[] = []
  for await (const facts of snapshot.edges())
    edges.push(...facts.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to}`))
  return { nodes: nodes.sort(), edges: edges.sort() }
}

test('a file becomes true in one revision, and the receipt balances', async () => {
  const store = await temporaryStore()
  const receipt = await bring(store, [
    file('a.json', { nodes: [team('a'), team('b'), team('a')], edges: [{ kind: 'OWNS', from: 'a', to: 'b' }] }),
  ])
  expect(receipt).toMatchObject({
    revision: 1,
    changed: true,
    records: { read: 4, stored: 3, merged: 1, rejected: 0 },
    facts: { nodes: 2, edges: 1 },
  })
  expect(await held(store)).toEqual({ nodes: ['a', 'b'], edges: ['a OWNS b'] })
})

test('the same file again changes nothing and says so, also under the slow path', async () => {
  const store = await temporaryStore()
  const files = [file('a.json', { nodes: [team('a')] })]
  const first = await bring(store, files)
  const again = await bring(store, files)
  expect(again).toMatchObject({ changed: false, revision: first.revision, records: first.records })
  const slow = await bring(store, [file('a.json', { nodes: [team('a')] }, '2026-01-01T10:00:00Z')])
  expect(slow).toMatchObject({ changed: false, revision: first.revision })
})

test('what a receipt says follows from all that is in the store stays true when another import has changed that', async () => {
  const store = await temporaryStore()
  const known = (name: string, id: string) => [
    file(name, { nodes: [{ ...team(id), aliases: ['email:a@example.org'] }] }),
  ]
  expect(await bring(store, known('a.json', 'a'))).toMatchObject({ facts: { derived: 0 } })
  expect(await bring(store, known('b.json', 'b'))).toMatchObject({ facts: { derived: 1 } })
  expect(await bring(store, known('a.json', 'a'))).toMatchObject({ changed: false, facts: { derived: 1 } })
})

test('a dry run gives the same receipt and changes nothing', async () => {
  const store = await temporaryStore()
  const files = [file('a.json', { nodes: [team('a')] })]
  const dry = await bring(store, files, { dryRun: true })
  expect(dry).toMatchObject({ dryRun: true, changed: false, revision: 0 })
  expect(await held(store)).toEqual({ nodes: [], edges: [] })
  const real = await bring(store, files)
  expect(real).toMatchObject({ changed: true, records: dry.records, facts: dry.facts, scopes: dry.scopes })
})

test('an edge to a node that nobody states refuses the file and names the place', async () => {
  const store = await temporaryStore()
  const bad = file('bad.json', { nodes: [team('a')], edges: [{ kind: 'OWNS', from: 'a', to: 'ghost' }] })
  await expect(bring(store, [bad])).rejects.toMatchObject({ code: 'dangling_edge', message: /^bad.json: \/edges\/0/ })
  expect(await store.current()).toBe(0)
})

test('losing much of a scope waits for a confirmation', async () => {
  const store = await temporaryStore()
  const teams = (count: number) =>
    file('a.json', { scope: 's', nodes: Array.from({ length: count }, (_, i) => team(`t${i}`)) })
  await bring(store, [teams(10)])
  await expect(bring(store, [teams(6)])).rejects.toMatchObject({ code: 'needs_confirmation' })
  expect((await held(store)).nodes).toHaveLength(10)
  expect(await bring(store, [teams(7)])).toMatchObject({ changed: true })
  expect(await bring(store, [teams(1)], { confirm: true })).toMatchObject({ changed: true })
  expect((await held(store)).nodes).toEqual(['t0'])
})

test('losing the last of a kind, and older news, wait for a confirmation too', async () => {
  const store = await temporaryStore()
  const nodes = Array.from({ length: 10 }, (_, i) => team(`t${i}`))
  const gate = { id: 'g', kind: 'Gate', type: 'mfa' }
  await bring(store, [file('a.json', { scope: 's', nodes: [...nodes, gate] })])
  await expect(bring(store, [file('a.json', { scope: 's', nodes })])).rejects.toThrow('every Gate would be gone')
  const older = file('a.json', { scope: 's', nodes: [...nodes, gate, team('new')] }, '2025-01-01T00:00:00Z')
  await expect(bring(store, [older])).rejects.toThrow('collected 2025-01-01')
  expect(await bring(store, [older], { confirm: true })).toMatchObject({ changed: true })
})

test('files of one copy come in one after the other in any order', async () => {
  const store = await temporaryStore()
  await bring(store, [file('a.json', { scope: 's', nodes: [team('a')] }, '2026-01-01T00:00:00.002Z')])
  const sooner = file('b.json', { scope: 's', nodes: [team('a'), team('b')] }, '2026-01-01T00:00:00.001Z')
  expect(await bring(store, [sooner])).toMatchObject({ changed: true })
})

test('a record that is rejected makes the batch partial: nothing is closed', async () => {
  const store = await temporaryStore()
  await bring(store, [file('a.json', { scope: 's', nodes: [team('a'), team('b')] })])
  const receipt = await bring(store, [file('a.json', { scope: 's', nodes: [team('a'), { id: 'b' }] })])
  expect(receipt.rejections).toMatchObject([{ file: 'a.json', pointer: '/nodes/1', code: 'schema' }])
  expect(receipt.rejectionsByCode).toEqual({ schema: 1 })
  expect((await held(store)).nodes).toEqual(['a', 'b'])
  expect((await (await store.snapshot()).scopes())[0]).toMatchObject({ scope: 'facts:s', complete: false })
})

test('a file of another source is refused with the source it looks like', async () => {
  const store = await temporaryStore()
  const other = file('x.json', { nodes: [team('a')] })
  await expect(bring(store, [other], { source: 'gitleaks' })).rejects.toMatchObject({
    code: 'unrecognised_file',
    details: { looksLike: 'facts' },
  })
  await expect(bring(store, [file('x.json', { some: 'thing' })])).rejects.toMatchObject({ code: 'unrecognised_file' })
  await expect(bring(store, [other], { source: 'constructor' })).rejects.toMatchObject({ code: 'unknown_source' })
})

test('a file of a folder that holds nothing to read is told, and the others are imported', async () => {
  const found = (name: string, value: object) => ({ ...file(name, value), found: true })
  const files = [found('a.json', { scope: 's', nodes: [team('a')] }), found('b.json', { nodes: 'none', edges: 'none' })]
  for (const source of ['facts', 'auto']) {
    const receipt = await bring(await temporaryStore(), files, { source })
    expect(receipt).toMatchObject({ changed: true, records: { read: 2, rejected: 0 } })
    expect(receipt.skipped.map((it) => it.file)).toContain('b.json')
  }
  await expect(bring(await temporaryStore(), [files[1]!])).rejects.toMatchObject({ code: 'unrecognised_file' })
})

test('auto says of an empty file that it is empty', async () => {
  const store = await temporaryStore()
  await expect(bring(store, [file('a.json', '')], { source: 'auto' })).rejects.toThrow('a.json is empty')
})

test('auto takes what it knows and lists the rest', async () => {
  const store = await temporaryStore()
  const files = [file('readme.txt', 'hello'), file('x.json', { nodes: [team('a')] })]
  const receipt = await bring(store, files, { source: 'auto' })
  expect(receipt.files).toMatchObject([{ name: 'x.json', source: 'facts' }])
  expect(receipt.skipped).toMatchObject([{ file: 'readme.txt' }])
  await expect(bring(store, files.slice(0, 1), { source: 'auto' })).rejects.toMatchObject({ code: 'unrecognised_file' })
})

test('the order in which files are given does not matter', async () => {
  const one = file('1.ndjson', '{"scope":"s"}\n{"node":{"id":"a","kind":"Owner","type":"team"}}')
  const two = file(
    '2.ndjson',
    '{"scope":"s"}\n{"node":{"id":"a","kind":"Owner","type":"team"}}\n{"node":{"id":"b","kind":"Owner","type":"team"}}',
  )
  const store = await temporaryStore()
  await bring(store, [one, two])
  expect(await bring(store, [two, one])).toMatchObject({ changed: false })
})

test('a file that changes while it is read leaves the store as it was', async () => {
  const store = await temporaryStore()
  let opened = 0
  const shifty: InputFile = {
    ...file('a.json', ''),
    bytes: async function* () {
      yield Buffer.from(JSON.stringify({ nodes: [team(`t${opened++}`)] }))
    },
  }
  await expect(bring(store, [shifty])).rejects.toMatchObject({ code: 'file_damaged', message: /changed while/ })
  expect(await store.current()).toBe(0)
})

test('an import that is called off leaves the store as it was', async () => {
  const store = await temporaryStore()
  const controller = new AbortController()
  const onProgress = ({ phase }: { phase: string }) => phase === 'reading' && controller.abort()
  const aborted = importFiles(
    store,
    { source: 'facts', files: [file('a.json', { nodes: [team('a')] })] },
    { ...options, onProgress, signal: controller.signal },
  )
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  expect(await bring(store, [file('a.json', { nodes: [team('a')] })])).toMatchObject({ changed: true })
})
