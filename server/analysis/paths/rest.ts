/**
 * The best rest of a way, from each state to the goals: found backward from them, and only as far as a search forward
 * has use for it. What it has not come to yet is no better than what it comes to next, so that it bounds every rest
 * from below at any time. It does not know which states a path holds already; a bound need not.
 */
export interface Rest {
  /** What was found by `find`: of a rest that is no better than the real one. */
  readonly level: number
  readonly hops: number
  /** False where nothing leads from the state to a goal, as far as that is known. */
  find(state: number): boolean
  /** Whether it came to all that leads to a goal: what it does not find then never does. */
  readonly isWhole: boolean
  isGoal(state: number): boolean
  /** Looks at no more than so many arcs, those looked at before included; returns how many states it came to. */
  grow(arcs: number): number
}
