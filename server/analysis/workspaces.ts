import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

/**
 * Arrays as long as a graph, lent to one walk at a time: making them anew would cost more than most walks. What is given
 * back is lent again; what an answer keeps stays its own, so that none ever sees the marks of another.
 */
export class Workspaces<W extends object> {
  readonly #make: (graph: PrivilegeGraph) => W
  readonly #idle = new WeakMap<PrivilegeGraph, W[]>()

  constructor(make: (graph: PrivilegeGraph) => W) {
    this.#make = make
  }

  take(graph: PrivilegeGraph): W {
    return this.#idle.get(graph)?.pop() ?? this.#make(graph)
  }

  /** To be called once for what was taken; nobody may read it from then on. */
  giveBack(graph: PrivilegeGraph, space: W): void {
    const idle = this.#idle.get(graph)
    if (idle) idle.push(space)
    else this.#idle.set(graph, [space])
  }
}

/** What may be asked for several times, and is done at the first. */
export function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}
