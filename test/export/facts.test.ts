import { expect, test } from 'vitest'
import { facts } from '../../server/export/facts.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import { mergeNodes } from '../../server/model/merge-nodes.ts'
import type { Store } from '../../server/store/store.ts'
import { fixtures, inputFile } from '../hostile/fixtures.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(5), now: new Date('2026-01-02T00:00:00Z') }

/** What holds, without where it was read: united nodes, and each edge. */
async function graphOf(store: Store) {
  const snapshot = await store.snapshot()
  const said = []
  for await (const chunk of snapshot.nodes()) said.push(...chunk)
  const nodes = [...Map.groupBy(said, ({ node }) => node.id).values()].map(mergeNodes)
  const edges = []
  for await (const chunk of snapshot.edges()) edges.push(...chunk.map(({ id, edge }) => ({ id, ...edge })))
  return { nodes: sorted(nodes), edges: sorted(edges) }
}

const sorted = (things: readonly { readonly id: string }[]) => [...new Set(things.map((it) => canonical(it)))].sort()
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, it: unknown) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  )

async function exported(store: Store): Promise<string> {
  let text = ''
  for await (const piece of facts.write(await store.snapshot())) text += piece
  return text
}

test('what is exported from one store and imported into another is the same graph', async () => {
  const first = await temporaryStore()
  for (const { source, files, scope } of fixtures) {
    const request = { source, files: files.map(({ name, text }) => inputFile(name, text)), confirm: true }
    await importFiles(first, { ...request, ...(scope !== undefined && { scope }) }, options)
  }
  const backup = await exported(first)
  const second = await temporaryStore()
  const receipt = await importFiles(second, { source: 'facts', files: [inputFile('backup.ndjson', backup)] }, options)
  expect(receipt.rejections).toEqual([])
  expect(await graphOf(second)).toEqual(await graphOf(first))

  const third = await temporaryStore()
  await importFiles(third, { source: 'auto', files: [inputFile('again.ndjson', await exported(second))] }, options)
  expect(await graphOf(third)).toEqual(await graphOf(first))
  expect(await exported(third)).toBe(await exported(second))
})
