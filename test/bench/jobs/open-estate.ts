import type { PrivilegeGraph } from '../../../server/graph/privilege-graph.ts'
import { type CsvEstate, readEstate } from '../csv-estate.ts'
import { fullGraph } from '../full-graph.ts'
import { makeEstate } from '../made/make-estate.ts'
import { madeName } from '../made/shape.ts'
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

/** The estate in a folder of CSV files, or one that is made here and now, such as `hubs:XL`; `parse` is then 0. */
export async function openEstate(place: string, mode: Mode): Promise<OpenEstate> {
  const made = madeName(place)
  const { estate, nodeKinds, queries, parse } = made ? { ...makeEstate(made), parse: 0 } : await read(place, mode)
  let graph: PrivilegeGraph | undefined
  const build = timed(() => {
    graph = mode === 'full' ? fullGraph(estate, nodeKinds) : plainGraph(estate, queries.identities)
  })
  return { mode, graph: graph!, criticality: estate.criticality, queries, parse, build }
}

/** Kinds of nodes are read apart: plain mode, which peers are timed against, has no use for them. */
async function read(folder: string, mode: Mode) {
  const queries = readQueries(folder)
  let estate: CsvEstate | undefined
  const parse = timed(() => {
    estate = readEstate(folder)
  })
  const nodeKinds =
    mode === 'full' ? await readNodeKinds(folder, estate!.nodeCount) : { names: [], column: new Uint8Array() }
  return { estate: estate!, nodeKinds, queries, parse }
}
