import { coveringState } from '../graph/state-rows.ts'
import { oncePerGraph } from './once-per-graph.ts'

/**
 * The tails of the arcs in the order of the rows backward, since the arcs of a row lie far apart: twice the least state
 * that crosses, and 1 more where control of the same node is another state, which crosses it too.
 */
export const tailsBack = oncePerGraph((graph): Uint32Array => {
  const { tails, backward } = graph
  const found = new Uint32Array(backward.entries.length)
  for (let i = 0; i < found.length; i++) {
    const tail = tails[backward.entries[i]!]!
    found[i] = 2 * tail + (coveringState(graph, tail) === tail ? 0 : 1)
  }
  return found
})
