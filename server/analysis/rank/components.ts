import { NONE } from './component-rows.ts'

/** A directed graph in rows; arcs that are not open are not there. */
export interface Arcs {
  readonly count: number
  readonly rowStart: Uint32Array
  readonly rowEnd: Uint32Array
  readonly heads: Uint32Array
  readonly isOpen: (arc: number) => boolean
}

export interface Components {
  readonly count: number
  /** By node; a component's number is larger than those of all it leads to. */
  readonly of: Uint32Array
  /** Nodes in the order in which they were left: where there is no way back, what a node leads to comes before it. */
  readonly order: Uint32Array
}

/** Tarjan (1972), without recursion, since a chain may be as long as the estate. */
export function components({ count, rowStart, rowEnd, heads, isOpen }: Arcs): Components {
  const of = new Uint32Array(count).fill(NONE)
  const low = new Uint32Array(count)
  const index = new Uint32Array(count)
  const cursor = new Uint32Array(count)
  const open = new Uint32Array(count)
  const calls = new Uint32Array(count)
  const order = new Uint32Array(count)
  let [left, openSize, depth, next, found] = [0, 0, 0, 0, 0]
  const enter = (node: number) => {
    calls[depth++] = node
    open[openSize++] = node
    index[node] = low[node] = ++next
    cursor[node] = rowStart[node]!
  }
  const leave = (node: number) => {
    order[left++] = node
    if (low[node] !== index[node]) return
    for (let member = NONE; member !== node; ) {
      member = open[--openSize]!
      of[member] = found
    }
    found++
  }
  for (let root = 0; root < count; root++) {
    if (index[root] !== 0) continue
    enter(root)
    while (depth > 0) {
      const node = calls[depth - 1]!
      const arc = cursor[node]!
      if (arc === rowEnd[node]) {
        leave(node)
        depth--
        const caller = calls[depth - 1]!
        if (depth > 0 && low[node]! < low[caller]!) low[caller] = low[node]!
        continue
      }
      cursor[node] = arc + 1
      if (!isOpen(arc)) continue
      const head = heads[arc]!
      if (index[head] === 0) enter(head)
      else if (of[head] === NONE && index[head]! < low[node]!) low[node] = index[head]!
    }
  }
  return { count: found, of, order }
}
