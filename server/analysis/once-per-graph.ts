import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

/** What is made of a graph when it is first asked for, and kept as long as the graph is. */
export function oncePerGraph<T>(make: (graph: PrivilegeGraph) => T): (graph: PrivilegeGraph) => T {
  const made = new WeakMap<PrivilegeGraph, { readonly it: T }>()
  return (graph) => {
    let known = made.get(graph)
    if (!known) {
      known = { it: make(graph) }
      made.set(graph, known)
    }
    return known.it
  }
}
