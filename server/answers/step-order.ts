import { blast } from '../analysis/blast.ts'
import { unionOf, type WalkOptions } from '../analysis/walk-options.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

/** Ordering a plan by help costs the square of its steps in scores: a longer one comes as it is. */
const GREEDY_STEPS = 24
/** Of a long plan the first steps tell the score after them; the last one's stands in `blast.after` anyway. */
const SCORED_STEPS = 200

export interface Taken {
  /** The edge, or the node. */
  readonly at: number
  /** What is left once it and those before it are cut; null where nobody computed it. */
  readonly after: { readonly score: number; readonly sum: number } | null
}

/** Greedy by what is left after each: a plan that is broken off has then done the most it could. */
export function inOrderOfHelp(
  graph: PrivilegeGraph,
  starts: readonly number[],
  steps: readonly number[],
  walk: WalkOptions,
  maskOf: (steps: readonly number[]) => Uint8Array,
): Taken[] {
  const after = (taken: readonly number[]) => {
    const cut = unionOf(walk.cut, maskOf(taken))
    const { score, sum } = blast(graph, starts, { ...walk, cut })
    return { score, sum }
  }
  if (steps.length > GREEDY_STEPS)
    return steps.map((at, i) => ({ at, after: i < SCORED_STEPS ? after(steps.slice(0, i + 1)) : null }))
  const left = new Set(steps)
  const taken: Taken[] = []
  while (left.size > 0) {
    const made = taken.map(({ at }) => at)
    const tried = [...left].map((at) => ({ at, after: after([...made, at]) }))
    const best = tried.reduce((a, b) => (b.after.sum < a.after.sum ? b : a))
    left.delete(best.at)
    taken.push(best)
  }
  return taken
}
