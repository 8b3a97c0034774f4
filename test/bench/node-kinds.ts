import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The second column of nodes.csv, as numbers into `names`. */
export interface KindColumn {
  readonly names: readonly string[]
  readonly column: Uint8Array
}

export async function readNodeKinds(folder: string, nodeCount: number): Promise<KindColumn> {
  const names: string[] = []
  const column = new Uint8Array(nodeCount)
  let row = -1
  for await (const line of createInterface({ input: createReadStream(join(folder, 'nodes.csv')) })) {
    if (row >= 0 && row < nodeCount) {
      const name = line.slice(line.indexOf(',') + 1, line.lastIndexOf(','))
      const known = names.indexOf(name)
      column[row] = known === -1 ? names.push(name) - 1 : known
    }
    row++
  }
  return { names, column }
}
