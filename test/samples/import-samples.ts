import { everyRanked } from '../../server/analysis/rank/columns.ts'
import { radius } from '../../server/answers/radius.ts'
import { rankAll } from '../../server/answers/ranking.ts'
import { compile } from '../../server/graph/compile.ts'
import { type ImportRequest, importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import type { Store } from '../../server/store/store.ts'
import { samplePath, type samples } from './samples.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(9), now: new Date('2026-06-01T00:00:00Z') }

export async function importSample(store: Store, { path, source, scope }: (typeof samples)[number]) {
  const request: Omit<ImportRequest, 'files'> = { source, ...(scope === undefined ? {} : { scope }) }
  return importFiles(store, { ...request, files: await filesAt([samplePath(path)]) }, options)
}

/** Everything Ambit says of an estate, as plain data: two stores that hold the same must give the same. */
export async function everyAnswer(store: Store) {
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  const asOf = options.now
  const ranked = everyRanked(await rankAll(graph, asOf))
  const worst = ranked.toSorted((a, b) => b.sum - a.sum || a.node - b.node).slice(0, 12)
  const radii = []
  for (const { node } of worst) {
    const { revision, ...answer } = await radius({ graph, snapshot }, [node], { asOf, reach: true, contributions: 40 })
    radii.push(answer)
  }
  return { nodes: [...graph.nodes.ids], edges: graph.edges.count, arcs: graph.arcCount, ranked, radii }
}
