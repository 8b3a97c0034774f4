import { type BestPaths, bestPaths } from '../analysis/best-paths.ts'
import { type Blast, reachedNodes, valueReach } from '../analysis/blast.ts'
import type { WalkOptions } from '../analysis/walk-options.ts'
import type { Totals } from '../api/contract.ts'
import { type Basis, GRANTED, WITH_CONDITIONAL, WITH_INFERRED } from '../graph/look.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

interface Reached {
  readonly nodes: readonly number[]
  readonly total: Totals['granted']
}

/** What is reached over granted facts, with inferred ones, and with conditional ones. */
export interface NestedReach {
  readonly granted: Blast
  readonly inferred: Reached
  readonly conditional: Reached
}

export const totalOf = ({ score, sum, reached }: Blast) => ({ score, sum, reached: reached.total })

export const totalsOf = ({ granted, inferred, conditional }: NestedReach): Totals => ({
  granted: totalOf(granted),
  withInferred: inferred.total,
  withConditional: conditional.total,
})

/**
 * A wider reach is walked only where a crossing of that kind leads out of the narrower one: else they are the same.
 * What is told of the granted walk is read while it holds.
 */
export function nestedReach(
  graph: PrivilegeGraph,
  starts: readonly number[],
  options: WalkOptions,
  read: (walk: BestPaths, granted: Blast) => void = () => undefined,
): NestedReach {
  let walk = bestPaths(graph, starts, { ...options, basis: GRANTED })
  const granted = valueReach(graph, starts, walk, options.table)
  read(walk, granted)
  const narrowest = { nodes: reachedNodes(graph, starts, walk), total: totalOf(granted) }
  const inferred = widened(WITH_INFERRED, narrowest)
  const conditional = widened(WITH_CONDITIONAL, inferred)
  walk.release()
  return { granted, inferred, conditional }

  function widened(basis: Basis, narrower: Reached): Reached {
    if (!leadsOn(graph, walk, basis, options.cut)) return narrower
    walk.release()
    walk = bestPaths(graph, starts, { ...options, basis })
    const nodes = reachedNodes(graph, starts, walk)
    return { nodes, total: totalOf(valueReach(graph, starts, walk, options.table)) }
  }
}

/** Whether a crossing that only this basis counts leads out of what was reached. */
function leadsOn(
  graph: PrivilegeGraph,
  { order, size }: BestPaths,
  basis: Basis,
  cut: Uint8Array | undefined,
): boolean {
  const { looks, rowStart, rowEnd, lookOf, edgeOf } = graph
  const isNew = looks.map((look) => look.basis === basis)
  if (!isNew.includes(true)) return false
  for (let i = 0; i < size; i++) {
    const end = rowEnd[order[i]!]!
    for (let arc = rowStart[order[i]!]!; arc < end; arc++)
      if (isNew[lookOf[arc]!] && cut?.[edgeOf[arc]!] !== 1) return true
  }
  return false
}
