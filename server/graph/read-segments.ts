import { Packer, packEdge, packNode } from '../model/packed-facts.ts'
import type { FactSource, ScopeHeaderLike } from './fact-source.ts'
import { type Segment, SegmentBuilders } from './segment.ts'

/** Segments that outlive a compilation, each under what its scope said. */
export interface KeptSegments {
  find(scope: ScopeHeaderLike): Segment | undefined
  keep(scope: ScopeHeaderLike, segment: Segment): void
}

/** What each scope says, in the order of their names: of those that did not change as it is kept, of the others as read. */
export async function readSegments(
  source: FactSource,
  scopes: readonly ScopeHeaderLike[],
  kept?: KeptSegments,
): Promise<Map<string, Segment>> {
  const segments = new Map<string, Segment>()
  for (const scope of scopes) {
    const segment = kept?.find(scope)
    if (segment) segments.set(scope.scope, segment)
  }
  const missing = scopes.filter(({ scope }) => !segments.has(scope))
  if (segments.size === 0 || missing.length > 0) {
    const read = await readAll(source, segments.size === 0 ? undefined : missing.map(({ scope }) => scope))
    for (const [scope, segment] of read) segments.set(scope, segment)
    for (const scope of missing) if (read.has(scope.scope)) kept?.keep(scope, read.get(scope.scope)!)
  }
  return new Map([...segments].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function readAll(source: FactSource, scopes: readonly string[] | undefined): Promise<Map<string, Segment>> {
  const builders = new SegmentBuilders()
  const wanted = { withoutEvidence: true, ...(scopes && { scopes }) }
  if (source.packed) {
    for await (const chunk of source.packed('nodes', scopes)) builders.nodes(chunk)
    for await (const chunk of source.packed('edges', scopes)) builders.edges(chunk)
    return builders.finish()
  }
  const packer = new Packer()
  for await (const chunk of source.nodes(wanted)) {
    for (const fact of chunk) packNode(packer, fact)
    builders.nodes(packer.take())
  }
  for await (const chunk of source.edges(wanted)) {
    for (const fact of chunk) packEdge(packer, fact)
    builders.edges(packer.take())
  }
  return builders.finish()
}
