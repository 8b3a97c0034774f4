import { join } from 'node:path'
import { paths } from '../../server/answers/paths.ts'
import { compile } from '../../server/graph/compile.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import type { Receipt } from '../../server/intake/receipt.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(7), now: new Date('2026-06-01T00:00:00Z') }

const files = join(import.meta.dirname, 'files')
const importers = join(import.meta.dirname, '../importers')

/** What each collector of a company would hand over: folders that `auto` sorts, and the name that its files lack. */
const handedOver = {
  company: [join(files, 'one')],
  github: [join(importers, 'github/estate')],
  cluster: [join(files, 'cluster'), 'harbour'],
  tools: [join(files, 'tools'), '@example/forge-server'],
  tenant: [join(files, 'tenant'), '0a000000-0000-4000-8000-000000000001'],
  plan: [join(importers, 'terraform/fixture.json')],
  githound: [join(importers, 'opengraph/fixture.json')],
} as const
type Part = keyof typeof handedOver
export const everyPart = Object.keys(handedOver) as readonly Part[]

/** These parts of the company in one store, and the ways through them. */
export async function estate(...parts: readonly Part[]) {
  const store = await temporaryStore()
  const receipts: Receipt[] = []
  for (const part of parts) {
    const [path, scope] = handedOver[part]
    const request = { source: 'auto', ...(scope === undefined ? {} : { scope }) }
    receipts.push(await importFiles(store, { ...request, files: await filesAt([path]) }, options))
  }
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  /** The best path between two ids as its kinds, with what it stands on, what it lacks and what no file speaks for. */
  const way = async (from: string, to: string) => {
    const at = (id: string) => graph.nodes.indexOf(id) ?? -1
    const found = await paths({ graph, snapshot }, [at(from)], [at(to)], { asOf: options.now })
    const best = found.paths[0] ?? found.none?.conditionalPath
    const hops = best?.path ?? []
    return {
      kinds: hops.map(({ kind }) => kind),
      via: hops.map((hop) => hop.to),
      basis: best?.basis,
      missing: hops.flatMap((hop) => hop.missing ?? []),
      unspoken: hops.filter(({ evidence }) => evidence.length === 0).map(({ says }) => says),
    }
  }
  return { receipts, graph, way }
}
