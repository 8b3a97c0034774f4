import type { WalkOptions } from '../analysis/walk-options.ts'
import type { CutStep, NodeStep } from '../api/contract-cuts.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { breakage } from './breaks.ts'
import { type CutTerms, edgesOfNode } from './cut-terms.ts'
import type { EdgeSaid } from './evidence.ts'
import { nodeRef } from './node-ref.ts'
import type { Taken } from './step-order.ts'
import { toldEdge } from './told-edge.ts'

/** The steps of a plan in words: cut edges or nodes taken out, by the unit. */
export function toldSteps(
  graph: PrivilegeGraph,
  compromised: readonly number[],
  walk: WalkOptions,
  set: {
    readonly terms: CutTerms
    readonly ordered: readonly Taken[]
    readonly said: ReadonlyMap<string, EdgeSaid>
  },
): { readonly steps: CutStep[]; readonly nodeSteps: NodeStep[] } {
  const { terms, ordered, said } = set
  const breaks = breakage(graph, compromised, walk)
  const step = ({ at, after }: Taken, i: number) => ({ order: i + 1, cost: terms.costOf(at), after })
  if (terms.unit === 'edge') {
    const steps = ordered.map((taken, i) => ({
      ...step(taken, i),
      ...toldEdge(graph, taken.at, said),
      breaks: breaks.ofEdge(taken.at),
    }))
    return { steps, nodeSteps: [] }
  }
  const nodeSteps = ordered.map((taken, i) => {
    const edges = new Set(edgesOfNode(graph, taken.at)).size
    return {
      ...step(taken, i),
      node: nodeRef(graph.nodes, taken.at),
      edges,
      says: `Take out ${graph.nodes.names.at(taken.at)}: all its ${edges} edges go.`,
      breaks: breaks.ofNode(taken.at),
    }
  })
  return { steps: [], nodeSteps }
}
