import { reach } from '../../server/analysis/reach.ts'
import { compile } from '../../server/graph/compile.ts'
import type { Basis } from '../../server/graph/look.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import type { Receipt } from '../../server/intake/receipt.ts'
import { statesNamed } from '../analysis/states-named.ts'
import { temporaryStore } from '../store/temporary-store.ts'

interface Imported {
  readonly source: string
  readonly name?: string
  readonly scope?: string
  readonly content: unknown
}

/** A store into which files were imported one after the other, and who reaches what in it. */
export async function imported(...files: readonly Imported[]) {
  const store = await temporaryStore()
  const receipts: Receipt[] = []
  for (const { source, name = `${source}.json`, scope, content } of files) {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    const bytes = async function* () {
      yield Buffer.from(text)
    }
    const request = { source, files: [{ name, modifiedAt: new Date('2026-01-01T00:00:00Z'), bytes }] }
    const options = { fingerprintKey: new Uint8Array(32).fill(1), now: new Date('2026-01-02T00:00:00Z') }
    receipts.push(await importFiles(store, scope === undefined ? request : { ...request, scope }, options))
  }
  const graph = await compile(await store.snapshot())
  /** `id capability` for everything reached from control of the start, with the edges of the basis. */
  const reached = (start: string, basis: Basis): ReadonlySet<string> => {
    const node = graph.nodes.indexOf(start)!
    return new Set(statesNamed(graph, node, reach(graph, [node], { basis, gates: 'open' }).order))
  }
  return { store, receipts, graph, reached }
}
