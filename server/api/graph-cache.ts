import { compile } from '../graph/compile.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import type { Snapshot, Store } from '../store/store.ts'
import { codeVersion, graphKey } from './graph-key.ts'
import { type KeptGraphsOptions, keptGraphs } from './kept-graphs.ts'

/** A revision ready to be asked: its rows, and the snapshot that holds the evidence. */
export interface Pinned {
  readonly graph: PrivilegeGraph
  readonly snapshot: Snapshot
}

export interface GraphCache {
  /** The revision asked for, else the newest. */
  at(revision?: number): Promise<Pinned>
  /** Compiles the newest before anyone asks. */
  prefetch(): void
}

export interface GraphCacheOptions {
  readonly table?: ScoreTable
  /** How many revisions stay compiled beside each other; none compiles for every request. */
  readonly keep?: number
  /** Where compiled graphs outlive the process. */
  readonly kept?: KeptGraphsOptions
}

/** Compiled graphs by revision: each is compiled once, however many ask for it at a time. */
export function graphCache(
  store: () => Promise<Store>,
  { table = scoreTable, keep = 2, kept: where }: GraphCacheOptions = {},
): GraphCache {
  const kept = new Map<number, Promise<Pinned>>()
  const files = where && { ...keptGraphs(where), code: codeVersion() }

  async function pin(opened: Store, revision: number): Promise<Pinned> {
    const snapshot = await opened.snapshot(revision)
    if (files === undefined) return { snapshot, graph: await compile(snapshot, table) }
    const key = await graphKey(files.code, table, opened, snapshot)
    const found = files.find(key)
    if (found) return { snapshot, graph: found }
    const graph = await compile(snapshot, table)
    files.keep(key, graph)
    return { snapshot, graph }
  }

  async function at(asked?: number): Promise<Pinned> {
    const opened = await store()
    const revision = asked ?? (await opened.current())
    const pinned = kept.get(revision) ?? pin(opened, revision)
    kept.delete(revision)
    kept.set(revision, pinned) // the last one asked for is the last to go
    while (kept.size > keep) kept.delete(kept.keys().next().value!)
    try {
      return await pinned
    } catch (error) {
      if (kept.get(revision) === pinned) kept.delete(revision) // a failure is not an answer to keep
      throw error
    }
  }

  return { at, prefetch: () => void at().catch(() => undefined) }
}
