import { expect } from 'vitest'
import { FIELD, type PackedFacts, ROW } from '../../server/model/packed-facts.ts'
import { replaceScope, type Snapshot, type Store } from '../../server/store/store.ts'
import { batch, edge, node } from './sample-facts.ts'
import type { Promised } from './store-contract-place.ts'

/** The rows as texts, the claim read, in an order of their own. */
async function rowsOf(packed: AsyncIterable<PackedFacts>): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const { bytes, scopeOf } of packed) {
    for (const row of split(Buffer.from(bytes), ROW)) {
      const [first, ...texts] = split(row, FIELD).map(String)
      rows.push([first![0], scopeOf(Number(first!.slice(1))), ...texts.with(-2, JSON.parse(texts.at(-2)!))])
    }
  }
  return sorted(rows)
}

function split(bytes: Buffer, at: number): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(at); end !== -1; end = bytes.indexOf(at, start)) {
    parts.push(bytes.subarray(start, end))
    start = end + 1
  }
  return [...parts, bytes.subarray(start)]
}

async function said(snapshot: Snapshot, scopes?: readonly string[]) {
  const filter = scopes ? { scopes } : {}
  const rows: unknown[] = []
  for await (const chunk of snapshot.nodes(filter))
    for (const { scope, node, stale } of chunk) {
      const { id, kind, type, ...claim } = node
      rows.push(['n', scope, id, kind, type, claim, stale ? '1' : '0'])
    }
  for await (const chunk of snapshot.edges(filter))
    for (const { scope, id, edge, stale } of chunk) {
      const { kind, from, to, ...claim } = edge
      rows.push(['e', scope, id, from, to, kind, claim, stale ? '1' : '0'])
    }
  return sorted(rows)
}

const sorted = (rows: unknown[]) => rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

/** Facts as bytes are the facts. */
export function packedContract(promise: Promised, open: () => Promise<Store>): void {
  promise(
    'facts read as bytes are those that are read one by one, of all scopes and of some, at any revision',
    async () => {
      const store = await open()
      const ids = ['a', 'ÿþ', 'nul\u0000l', 'line\nbreak', '👩‍🚀 鍵', '__proto__', 'x'.repeat(5_000)]
      const nodes = ids.map((id) => node(id, { name: `${id}\n"\\`, properties: { þ: ['ÿ', null] } }))
      const edges = ids.slice(1).map((id) => edge('a CAN_READ b', { key: id, note: id }))
      await replaceScope(store, batch('s', { nodes, edges }))
      await replaceScope(store, batch('t', { nodes: [node('b')], edges: [edge('b CAN_WRITE a')] }))
      await replaceScope(store, batch('s', { nodes: [node('a')] }, { complete: false }))
      for (const revision of [1, 2, 3]) {
        const snapshot = await store.snapshot(revision)
        for (const scopes of [undefined, ['s'], ['t'], ['s', 't', 'none'], []]) {
          expect(await rowsOf(snapshot.packed(scopes))).toEqual(await said(snapshot, scopes))
        }
      }
      expect(await rowsOf((await store.snapshot()).packed())).toHaveLength(2 * ids.length + 1)
    },
  )
}
