import { join } from 'node:path'
import type { CsvEstate } from '../csv-estate.ts'
import { Growing } from './growing-column.ts'
import { MOST_AT_ONCE, NameTable } from './name-table.ts'
import { type Rows, readRows } from './rows.ts'

// The same files as csv-estate.ts reads, with ids that are strings, as exports have them.

export interface NamedEstate extends CsvEstate {
  readonly ids: NameTable
}

export function readNamedEstate(folder: string): NamedEstate {
  const ids = new NameTable()
  const criticality = new Growing(Uint8Array)
  readRows(join(folder, 'nodes.csv'), (rows) => {
    if (!rows.id(ids)) throw rows.wrong('no id')
    if (ids.find() !== -1) throw rows.wrong('an id that another row has')
    const node = ids.add()
    rows.skipField()
    criticality.put(node, rows.lastNumber())
  })
  return { ids, nodeCount: ids.count, criticality: criticality.taken(ids.count), ...readEdges(folder, ids) }
}

function readEdges(folder: string, ids: NameTable) {
  const from = new Growing(Uint32Array)
  const to = new Growing(Uint32Array)
  const kind = new Growing(Uint8Array)
  const kinds = new NameTable()
  const ends = { at: new Uint32Array(MOST_AT_ONCE), hashes: new Uint32Array(MOST_AT_ONCE), count: 0 }
  const found = new Int32Array(MOST_AT_ONCE)
  let count = 0
  const end = (rows: Rows) => {
    ends.at[ends.count] = rows.at
    // Leaving out an edge whose end is unknown would shrink a blast radius.
    if (!rows.id(ids)) throw rows.wrong(UNKNOWN_END)
    ends.hashes[ends.count++] = ids.hash
  }
  const lookUp = (rows: Rows) => {
    ids.findMany(rows.view, ends, found)
    const first = count - ends.count / 2
    for (let i = 0; i < ends.count; i++) {
      if (found[i] === -1) throw rows.wrong(UNKNOWN_END, (ends.count - i - 2 + (i % 2)) / 2)
      if (i % 2 === 0) from.put(first + i / 2, found[i]!)
      else to.put(first + (i - 1) / 2, found[i]!)
    }
    ends.count = 0
  }
  readRows(
    join(folder, 'edges.csv'),
    (rows) => {
      end(rows)
      end(rows)
      kind.put(count++, rows.lastName(kinds))
      if (ends.count === MOST_AT_ONCE) lookUp(rows)
    },
    lookUp,
  )
  return {
    from: from.taken(count),
    to: to.taken(count),
    kind: kind.taken(count),
    kinds: Array.from({ length: kinds.count }, (_, i) => kinds.name(i)),
  }
}

const UNKNOWN_END = 'an end that nodes.csv does not have'
