import { Packer, packEdge, packNode } from '../model/packed-facts.ts'
import type { FactSource, ScopeHeaderLike } from './fact-source.ts'
import { attached, detached, type KeptSegments } from './kept-segment.ts'
import { type Segment, SegmentBuilders } from './segment.ts'
import type { TextIndex } from './text-index.ts'

/** What each scope says, in the order of their names: of those that did not change as it is kept, of the others as read. */
export async function readSegments(
  source: FactSource,
  scopes: readonly ScopeHeaderLike[],
  ids: TextIndex,
  kept?: KeptSegments,
): Promise<ReadonlyMap<string, Segment>> {
  const segments = new Map<string, Segment>()
  for (const scope of scopes) {
    const stored = kept?.find(scope)
    if (stored) segments.set(scope.scope, attached(stored, ids))
  }
  const missing = scopes.filter(({ scope }) => !segments.has(scope))
  if (segments.size === 0 || missing.length > 0) {
    const read = await readAll(source, ids, segments.size === 0 ? undefined : missing.map(({ scope }) => scope))
    for (const [scope, segment] of read) segments.set(scope, segment)
    const texts = kept && ids.column()
    for (const scope of missing) {
      const segment = read.get(scope.scope)
      if (segment && texts) kept.keep(scope, () => detached(segment, texts))
    }
  }
  kept?.done()
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
