import { compile } from '../graph/compile.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { ScoreTable } from '../model/score-table.ts'
import type { Snapshot, Store } from '../store/store.ts'
import { graphKey, segmentKeys } from './graph-key.ts'
import { type KeptGraphsOptions, keptGraphs, keptSegments } from './kept-graphs.ts'

export interface Making {
  readonly table: ScoreTable
  /** Of the code that was loaded; a thread that starts later runs the same or is given nothing to keep. */
  readonly code: string
  readonly kept?: KeptGraphsOptions | undefined
}

/** The graph of a snapshot: as it is kept, else compiled and kept. Who is told has it before it is written. */
export async function readyGraph(
  store: Store,
  snapshot: Snapshot,
  making: Making,
  tell: (graph: PrivilegeGraph) => void = () => undefined,
): Promise<PrivilegeGraph> {
  const { table, code, kept } = making
  const told = (graph: PrivilegeGraph) => {
    tell(graph)
    return graph
  }
  if (kept === undefined) return told(await compile(snapshot, table))
  const files = keptGraphs(kept)
  const key = await graphKey(code, table, store, snapshot)
  const found = files.find(key)
  if (found) return told(found)
  const segments = keptSegments(kept, await snapshot.scopes(), await segmentKeys(code, store))
  const graph = told(await compile(snapshot, table, segments))
  files.keep(key, graph)
  return graph
}
