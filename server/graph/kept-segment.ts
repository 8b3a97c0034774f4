import type { ScopeHeaderLike } from './fact-source.ts'
import type { Segment } from './segment.ts'
import { words } from './shared-arrays.ts'
import { TextColumn } from './text-column.ts'
import { type TextIndex, Texts } from './text-index.ts'

/** A segment by itself: its ids are numbers in a column of its own. */
export interface StoredSegment extends Segment {
  readonly ids: TextColumn
}

/** Segments that outlive a compilation, each under what its scope said. */
export interface KeptSegments {
  find(scope: ScopeHeaderLike): StoredSegment | undefined
  keep(scope: ScopeHeaderLike, stored: () => StoredSegment): void
  /** Told when all were asked for and given. */
  done(): void
}

/** `texts` are those of the index that the segment shares. */
export function detached(segment: Segment, texts: TextColumn): StoredSegment {
  const own = new Uint32Array(texts.length)
  const used: number[] = []
  const renumbered = (column: Uint32Array) => {
    const numbers = words(column.length)
    for (let i = 0; i < column.length; i++) {
      const id = column[i]!
      if (own[id] === 0) own[id] = used.push(id)
      numbers[i] = own[id]! - 1
    }
    return numbers
  }
  const nodeIds = renumbered(segment.nodeIds)
  const from = renumbered(segment.from)
  const to = renumbered(segment.to)
  return { ...segment, nodeIds, from, to, ids: TextColumn.of(used.map((id) => texts.at(id))) }
}

export function attached({ ids: own, ...segment }: StoredSegment, ids: TextIndex): Segment {
  const texts = new Texts()
  for (let i = 0; i < own.length; i++) texts.add(own.bytes, own.starts[i]!, own.starts[i + 1]!)
  const shared = new Uint32Array(own.length)
  ids.addAll(own.bytes, texts, shared)
  const numbered = (column: Uint32Array) => column.map((id) => shared[id]!)
  return { ...segment, nodeIds: numbered(segment.nodeIds), from: numbered(segment.from), to: numbered(segment.to) }
}
