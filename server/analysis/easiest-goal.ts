import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveringState } from '../graph/state-rows.ts'
import { CERTAIN } from './levels.ts'
import { startStates } from './starts.ts'
import { crossingsOf, type WalkOptions } from './walk-options.ts'

export interface Goal {
  readonly node: number
  readonly ease: number
}

/**
 * For every start the goal it reaches most easily, of equally easy ones that of the smallest node: Dijkstra backward
 * from all goals at once, so that asking for everyone costs one search. Goals are states; a start is not its own goal,
 * and is not to be asked for when it is one.
 */
export function easiestGoals(
  graph: PrivilegeGraph,
  goals: readonly number[],
  options: WalkOptions = {},
): (start: number) => Goal | undefined {
  const { nodeOf, rowStart, rowEnd, heads, tails, edgeOf, lookOf, backward, stateCount } = graph
  const { levels, factor, factorAtStart } = crossingsOf(graph, options)
  const isThere = (arc: number) => options.cut?.[edgeOf[arc]!] !== 1
  /** Level at which each state comes to its goal, 0 where to none. */
  const level = new Uint32Array(stateCount)
  const goalOf = new Uint32Array(stateCount)
  const waiting = new Map([[CERTAIN, goals.map((state) => ({ state, goal: nodeOf[state]! }))]])
  while (waiting.size > 0) {
    const here = [...waiting.keys()].reduce((a, b) => (levels.isEasier(b, a) ? b : a))
    const entries = waiting.get(here)!
    waiting.delete(here)
    // The smallest goal goes first, and takes all that comes to it without loss.
    for (const { state, goal } of entries.sort((a, b) => a.goal - b.goal)) spread(state, goal, here)
  }
  return easiestFrom

  function spread(from: number, goal: number, here: number): void {
    const stack = [from]
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
      if (level[state] !== 0) continue
      level[state] = here
      goalOf[state] = goal
      stack.push(coveringState(graph, state)) // whoever controls it holds this too
      for (let i = backward.starts[state]!; i < backward.starts[state + 1]!; i++) {
        const arc = backward.entries[i]!
        const by = factor[lookOf[arc]!]!
        const tail = tails[arc]!
        if (by < 0 || level[tail] !== 0 || !isThere(arc)) continue
        if (by === 0) stack.push(tail)
        else wait(levels.times(here, by), tail, goal)
      }
    }
  }

  function wait(at: number, state: number, goal: number): void {
    const entries = waiting.get(at)
    if (entries) entries.push({ state, goal })
    else waiting.set(at, [{ state, goal }])
  }

  /** Out of a start a crossing may be easier than elsewhere, so that its first one is looked at here. */
  function easiestFrom(start: number): Goal | undefined {
    const [state] = startStates(graph, [start])
    if (state === undefined) return undefined
    let best: { level: number; node: number } | undefined
    for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) {
      const head = heads[arc]!
      const by = factorAtStart[lookOf[arc]!]!
      if (by < 0 || level[head] === 0 || !isThere(arc)) continue
      const found = { level: levels.times(level[head]!, by), node: goalOf[head]! }
      const isBetter =
        !best || levels.isEasier(found.level, best.level) || (found.level === best.level && found.node < best.node)
      if (isBetter) best = found
    }
    return best && { node: best.node, ease: levels.value[best.level]! }
  }
}
