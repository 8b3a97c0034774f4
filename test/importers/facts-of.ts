import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Importer } from '../../importers/importer.ts'
import { fingerprint } from '../../server/intake/fingerprint.ts'
import { addCounts, assertBalanced, type Counts, Notes, noRecords } from '../../server/intake/receipt.ts'
import { ImporterRun } from '../../server/intake/run-importer.ts'
import type { CoverageGap, EdgeFact, NodeFact } from '../../server/model/facts.ts'

/** A file of a test: a path to read, or a name and its text. */
export type TestFile = string | { readonly name: string; readonly text: string | Uint8Array }

export interface FactsOf {
  readonly nodes: readonly NodeFact[]
  readonly edges: readonly EdgeFact[]
  readonly records: Counts
  readonly complete: boolean
  readonly notes: Notes
  readonly coverage: Readonly<Record<string, readonly CoverageGap[]>>
}

/** Runs one importer by the real readers and checks, without a store: what it says of these files. */
export async function factsOf(
  importer: Importer,
  files: readonly TestFile[],
  { scope, collectedAt = '2026-01-01T00:00:00.000Z' }: { scope?: string; collectedAt?: string } = {},
): Promise<FactsOf> {
  const nodes: NodeFact[] = []
  const edges: EdgeFact[] = []
  const notes = new Notes()
  const key = new Uint8Array(32).fill(7)
  const put = async (_: string, facts: { nodes: readonly NodeFact[]; edges: readonly EdgeFact[] }) => {
    nodes.push(...facts.nodes)
    edges.push(...facts.edges)
  }
  const run = new ImporterRun(
    importer,
    { scope, collectedAt, fingerprint: (value) => fingerprint(key, value) },
    put,
    notes,
  )
  let records = noRecords
  for (const file of files) {
    const name = typeof file === 'string' ? basename(file) : file.name
    const content = typeof file === 'string' ? readFileSync(file) : file.text
    const { counts } = await run.read({ name, id: name, bytes: once(content) }, () => undefined)
    assertBalanced(counts)
    records = addCounts(records, counts)
  }
  await run.end()
  const coverage = Object.fromEntries(run.scopes.map((it) => [it, run.coverage(it)]))
  return { nodes, edges, records, complete: run.isComplete, notes, coverage }
}

async function* once(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? new TextEncoder().encode(content) : content
}

/** Ends of edges that no node fact states: an import would be refused for them. */
export function danglingEnds({ nodes, edges }: Pick<FactsOf, 'nodes' | 'edges'>): string[] {
  const known = new Set<string>(nodes.map(({ node }) => node.id))
  return edges.flatMap(({ edge }) => [edge.from, edge.to]).filter((end) => !known.has(end))
}
