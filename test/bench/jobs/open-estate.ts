import type { PrivilegeGraph } from '../../../server/graph/privilege-graph.ts'
import { type CsvEstate, readEstate } from '../csv-estate.ts'
import { fullGraph } from '../full-graph.ts'
import { readNodeKinds } from '../node-kinds.ts'
import { plainGraph } from '../plain-graph.ts'
import { type Queries, readQueries } from '../queries.ts'
import { timed } from '../timing.ts'

/** Plain: what peers without capabilities compute. Full: capabilities, eases and scores. */
export type Mode = 'plain' | 'full'

export interface OpenEstate {
  readonly mode: Mode
  readonly graph: PrivilegeGraph
  readonly criticality: Uint8Array
  readonly queries: Queries
  /** Milliseconds that reading the files and building the rows took. */
  readonly parse: number
  readonly build: number
}

export async function openEstate(folder: string, mode: Mode): Promise<OpenEstate> {
  const queries = readQueries(folder)
  let estate: CsvEstate | undefined
  let graph: PrivilegeGraph | undefined
  const parse = timed(() => {
    estate = readEstate(folder)
  })
  const { nodeCount, criticality } = estate!
  const kinds = mode === 'full' ? await readNodeKinds(folder, nodeCount) : undefined
  const build = timed(() => {
    graph = kinds ? fullGraph(estate!, kinds) : plainGraph(estate!, queries.identities)
  })
  return { mode, graph: graph!, criticality, queries, parse, build }
}
