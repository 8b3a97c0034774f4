import { Packer, packEdge, packNode } from '../model/packed-facts.ts'
import type { FactSource, ScopeHeaderLike } from './fact-source.ts'
import { type Segment, SegmentBuilders } from './segment.ts'
import type { TextIndex } from './text-index.ts'

/** Segments that outlive a compilation, each under what its scope said. */
export interface KeptSegments {
  find(scope: ScopeHeaderLike, ids: TextIndex): Segment | undefined
  keep(scope: ScopeHeaderLike, segment: Segment, ids: TextIndex): void
}

/** What each scope says, in the order of their names: of those that did not change as it is kept, of the others as read. */
export async function readSegments(
  source: FactSource,
  scopes: readonly ScopeHeaderLike[],
  ids: TextIndex,
  kept?: KeptSegments,
): Promise<ReadonlyMap<string, Segment>> {
  const segments = new Map<string, Segment>()
  for (const scope of scopes) {
    const segment = kept?.find(scope, ids)
    if (segment) segments.set(scope.scope, segment)
  }
  const missing = scopes.filter(({ scope }) => !segments.has(scope))
  if (segments.size === 0 || missing.length > 0) {
    const read = await readAll(source, ids, segments.size === 0 ? undefined : missing.map(({ scope }) => scope))
    for (const [scope, segment] of read) segments.set(scope, segment)
    for (const scope of missing) if (read.has(scope.scope)) kept?.keep(scope, read.get(scope.scope)!, ids)
  }
  return new Map([...segments].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function readAll(source: FactSource, ids: TextIndex, scopes: readonly string[] | undefined) {
  const builders = new SegmentBuilders(ids)
  for await (const chunk of source.packed?.(scopes) ?? packed(source, scopes)) builders.add(chunk)
  return builders.finish()
}

/** The facts of a source that has none packed. */
async function* packed(source: FactSource, scopes: readonly string[] | undefined) {
  const wanted = { withoutEvidence: true, ...(scopes && { scopes }) }
  const packer = new Packer()
  for await (const chunk of source.nodes(wanted)) {
    for (const fact of chunk) packNode(packer, fact)
    yield packer.take()
  }
  for await (const chunk of source.edges(wanted)) {
    for (const fact of chunk) packEdge(packer, fact)
    yield packer.take()
  }
}
