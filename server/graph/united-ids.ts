import type { FactSource } from './fact-source.ts'

/** Ids that a resolve step found to name one thing: each other id → its canonical one. */
export async function unitedIds(source: Pick<FactSource, 'edges'>): Promise<ReadonlyMap<string, string>> {
  const canonical = new Map<string, string>()
  for await (const chunk of source.edges({ types: ['SAME_AS'] })) {
    for (const { edge } of chunk) canonical.set(edge.from, edge.to)
  }
  return canonical
}
