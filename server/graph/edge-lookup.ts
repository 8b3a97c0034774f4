import type { PrivilegeGraph } from './privilege-graph.ts'

export function edgeIdOf({ edges }: PrivilegeGraph, edge: number): string {
  return `e${Buffer.from(edges.idBytes.buffer, edges.idBytes.byteOffset + edge * 10, 10).toString('hex')}`
}

/** Binary search: edges stand in the order of their ids. */
export function edgeIndexOf({ edges }: PrivilegeGraph, id: string): number | undefined {
  if (!/^e[0-9a-f]{20}$/.test(id)) return undefined
  const wanted = Buffer.from(id.slice(1), 'hex')
  const all = Buffer.from(edges.idBytes.buffer, edges.idBytes.byteOffset, edges.idBytes.byteLength)
  let low = 0
  let high = edges.count - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const order = all.compare(wanted, 0, 10, middle * 10, middle * 10 + 10)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

export const edgeKindOf = ({ edges }: PrivilegeGraph, edge: number): string => edges.kinds[edges.kind[edge]!]!
