import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import type { ScopeInfo, Snapshot, Store } from '../store/store.ts'
import { compileAside, type StorePlace } from './compile-aside.ts'
import { codeVersion } from './graph-key.ts'
import type { KeptGraphsOptions } from './kept-graphs.ts'
import { type Making, readyGraph } from './ready-graph.ts'

/** A revision ready to be asked: its rows, and the snapshot that holds the evidence. */
export interface Pinned {
  readonly graph: PrivilegeGraph
  readonly snapshot: Snapshot
}

export interface GraphCache {
  /** The revision asked for, else the newest; while that is compiled aside, the newest that is ready. */
  at(revision?: number): Promise<Pinned>
  /** Compiles the newest before anyone asks, and ends when it is ready or cannot be. */
  prefetch(): Promise<void>
  /** Ends what is compiled aside, and waits for what is being kept. */
  close(): Promise<void>
}

export interface GraphCacheOptions {
  readonly table?: ScoreTable
  /** How many revisions stay compiled beside each other; none compiles for every request. */
  readonly keep?: number
  /** Where compiled graphs outlive the process. */
  readonly kept?: KeptGraphsOptions
  /** Lets a thread compile what is large. */
  readonly aside?: StorePlace & {
    /** A graph of fewer nodes and edges is compiled sooner than a thread starts. */
    readonly least?: number
  }
}

const LEAST_ASIDE = 50_000

/** A revision that is being compiled or was. */
interface Entry {
  readonly pinned: Promise<Pinned>
  /** What may be answered from until it is ready. */
  readonly standIn: Promise<Pinned | undefined>
  ready?: Pinned
}

/** Compiled graphs by revision: each is compiled once, however many ask for it at a time. */
export function graphCache(store: () => Promise<Store>, options: GraphCacheOptions = {}): GraphCache {
  const { table = scoreTable, keep = 2, kept, aside } = options
  const making: Making = { table, code: codeVersion(), kept }
  const entries = new Map<number, Entry>()
  const failed = new Set<number>()
  const closing = new AbortController()
  let turn: Promise<unknown> = Promise.resolve()

  function begin(opened: Store, revision: number): Entry {
    const snapshot = opened.snapshot(revision)
    const scopes = snapshot.then((it) => it.scopes())
    const isLarge = scopes.then((all) => aside !== undefined && sizeOf(all) >= (aside.least ?? LEAST_ASIDE))
    const compiled = async () => {
      if (!(await isLarge)) return readyGraph(opened, await snapshot, making)
      // One after the other: several at once would take several times the memory.
      const order = { store: { url: aside!.url, options: aside!.options ?? {} }, revision, making }
      const made = turn.then(() => compileAside(order, closing.signal))
      turn = made.then(
        ({ ended }) => ended,
        () => undefined,
      )
      return (await made).graph
    }
    const pinned = compiled().then(async (graph) => ({ graph, snapshot: await snapshot }))
    const standIn = isLarge.then(async (large) =>
      large && !failed.has(revision) ? newestReady(revision, await scopes) : undefined,
    )
    const entry: Entry = { pinned, standIn }
    pinned.then(
      (it) => {
        entry.ready = it
        failed.delete(revision)
        letGo()
      },
      () => {
        failed.add(revision) // whoever asks next waits for the next try, and is told
        if (entries.get(revision) === entry) entries.delete(revision)
      },
    )
    standIn.catch(() => undefined)
    return entry
  }

  /** Of those before it; none that holds a scope which was forgotten since, for that is to be in no answer any more. */
  function newestReady(revision: number, scopes: readonly ScopeInfo[]): Pinned | undefined {
    const names = new Set(scopes.map(({ scope }) => scope))
    const before = [...entries].filter(([number, { ready }]) => number < revision && ready !== undefined)
    const [, newest] = before.sort(([a], [b]) => b - a)[0] ?? []
    return newest?.ready?.graph.scopes.every(({ scope }) => names.has(scope)) ? newest.ready : undefined
  }

  /** What is not ready yet takes no place: it needs the one that answers until then. */
  function letGo(): void {
    const ready = [...entries].filter(([, entry]) => entry.ready !== undefined)
    for (const [revision] of ready.slice(0, Math.max(0, ready.length - keep))) entries.delete(revision)
  }

  async function entryOf(asked?: number): Promise<Entry> {
    const opened = await store()
    const revision = asked ?? (await opened.current())
    const entry = entries.get(revision) ?? begin(opened, revision)
    entries.delete(revision)
    entries.set(revision, entry) // the last one asked for is the last to go
    letGo()
    return entry
  }

  return {
    async at(asked) {
      const entry = await entryOf(asked)
      if (entry.ready) return entry.ready
      const standIn = asked === undefined ? await entry.standIn : undefined
      return entry.ready ?? standIn ?? entry.pinned
    },
    async prefetch() {
      try {
        await (await entryOf()).pinned
      } catch {
        // Whoever asks is told.
      }
    },
    async close() {
      closing.abort()
      await turn
    },
  }
}

const sizeOf = (scopes: readonly ScopeInfo[]): number =>
  scopes.reduce((sum, { nodes, edges }) => sum + nodes + edges, 0)
