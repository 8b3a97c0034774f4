import { hash } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { ScopeHeaderLike } from '../graph/fact-source.ts'
import { graphOf, imageOf, partsOf, wholeOf } from '../graph/graph-image.ts'
import type { KeptSegments, StoredSegment } from '../graph/kept-segment.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { ScopeInfo } from '../store/store.ts'
import { keptImages } from './kept-images.ts'

/** Compiled graphs in a folder, so that a restart need not compile: the newest few, each under what it was made of. */
export interface KeptGraphs {
  find(key: string): PrivilegeGraph | undefined
  /** Keeps it and takes out the oldest. */
  keep(key: string, graph: PrivilegeGraph): void
}

export interface KeptGraphsOptions {
  readonly folder: string
  /** How many revisions stay. */
  readonly most?: number
  /** What has fewer nodes and edges is read from the store sooner. */
  readonly least?: number
}

const MOST = 2
const LEAST = 20_000

/** Beside the embedded store's file; for a server, in the home folder. */
export function graphFolder(url: string, home: string): string {
  if (url.startsWith('sqlite:')) return `${resolve(url.slice('sqlite:'.length))}-graphs`
  return join(home, 'graphs', hash('sha256', url, 'hex').slice(0, 16))
}

export function keptGraphs({ folder, most = MOST, least = LEAST }: KeptGraphsOptions): KeptGraphs {
  const images = keptImages(folder, '.graph')
  return {
    find(key) {
      const image = images.find(key)
      return image && graphOf(image)
    },
    keep(key, graph) {
      if (graph.nodes.count + graph.edges.count < least) return
      images.keep(key, imageOf(graph))
      images.takeOut((_, place) => place < most)
    },
  }
}

/** What the scopes of one revision say, those that are large: the next revision reads only those that changed. */
export function keptSegments(
  { folder, least = LEAST }: KeptGraphsOptions,
  scopes: readonly ScopeInfo[],
  keyOf: (scope: ScopeInfo) => string,
): KeptSegments {
  const images = keptImages(folder, '.scope')
  const total = scopes.reduce((sum, { nodes, edges }) => sum + nodes + edges, 0)
  // Of an estate that is one scope nothing stays the same when it changes.
  const worth = scopes.filter(({ nodes, edges }) => nodes + edges >= least && nodes + edges < total)
  const keys = new Map(worth.map((scope) => [scope.scope, { key: keyOf(scope), scope }]))
  const wanted = new Set([...keys.values()].map(({ key }) => key))
  return {
    find({ scope: name }: ScopeHeaderLike) {
      const known = keys.get(name)
      const image = known && images.find(known.key)
      const segment = image && (wholeOf(image) as StoredSegment)
      const isWhole = segment?.nodeIds.length === known?.scope.nodes && segment?.claim.length === known?.scope.edges
      return isWhole ? segment : undefined
    },
    keep({ scope: name }, stored) {
      const known = keys.get(name)
      if (known) images.keep(known.key, partsOf(stored()))
    },
    done: () => images.takeOut((key) => wanted.has(key)),
  }
}
