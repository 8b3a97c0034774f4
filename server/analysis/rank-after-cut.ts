import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { coveringState } from '../graph/state-rows.ts'
import { tiers } from '../model/kinds.ts'
import { type RankedColumns, setExposure, setWorth } from './rank/columns.ts'
import { type RankOptions, rank } from './rank.ts'
import { startStates } from './starts.ts'
import { crossingsOf, unionOf, type WalkOptions } from './walk-options.ts'
import { worth } from './worth.ts'

/** So many are searched from one by one; to lay hubs for so few would take longer. */
const FEW = 24

export interface RankedAfterCut {
  readonly columns: RankedColumns
  /** Rows that were ranked anew, ascending: all others are as they were. */
  readonly anew: readonly number[]
}

/**
 * The ranking under `options` and the cut, out of the one under `options` alone: only who reaches the tail of a cut
 * edge can lose anything, and one pass backward finds them. To the last digit what ranking everyone would say.
 */
export function* rankAfterCut(
  graph: PrivilegeGraph,
  before: RankedColumns,
  cut: Uint8Array,
  asOf: number,
  options: RankOptions = {},
): Generator<void, RankedAfterCut> {
  const leads = leadsToCut(graph, cut, options)
  const anew = [...before.node.keys()].filter((row) =>
    startStates(graph, [before.node[row]!]).some((state) => leads[state] === 1),
  )
  const columns = copyOf(before)
  const then = { ...options, cut: unionOf(options.cut, cut) }
  if (anew.length <= FEW) {
    for (const row of anew) {
      setWorth(columns, row, worth(graph, columns.node[row]!, then))
      setExposure(columns, row, columns.exposure[row]!)
      yield
    }
    return { columns, anew }
  }
  // Scores are added up in their rows. Who shares a search reaches the same cuts, so that all of them are taken or none.
  for (const row of anew) wipe(columns, row)
  const wanted = new Set(anew)
  for (const _ of rank(graph, asOf, { ...then, share: { columns, isWanted: (row) => wanted.has(row) } })) yield
  return { columns, anew }
}

/** By state, 1 where some way leads to a crossing that is cut. */
function leadsToCut(graph: PrivilegeGraph, cut: Uint8Array, options: WalkOptions): Uint8Array {
  const { tails, edgeOf, lookOf, arcCount, stateCount, backward } = graph
  const { factor, factorAtStart } = crossingsOf(graph, options)
  const isOpen = (arc: number) =>
    (factor[lookOf[arc]!]! >= 0 || factorAtStart[lookOf[arc]!]! >= 0) && options.cut?.[edgeOf[arc]!] !== 1
  const leads = new Uint8Array(stateCount)
  const queue = new Uint32Array(stateCount)
  let size = 0
  const take = (state: number) => {
    if (leads[state] === 1) return
    leads[state] = 1
    queue[size++] = state
  }
  for (let arc = 0; arc < arcCount; arc++) if (cut[edgeOf[arc]!] === 1 && isOpen(arc)) take(tails[arc]!)
  for (let at = 0; at < size; at++) {
    const state = queue[at]!
    take(coveringState(graph, state))
    for (let i = backward.starts[state]!; i < backward.starts[state + 1]!; i++) {
      const arc = backward.entries[i]!
      if (isOpen(arc)) take(tails[arc]!)
    }
  }
  return leads
}

const copyOf = (columns: RankedColumns): RankedColumns => ({
  node: columns.node,
  score: columns.score.slice(),
  sum: columns.sum.slice(),
  exposure: columns.exposure,
  risk: columns.risk.slice(),
  reached: columns.reached.slice(),
  byTier: columns.byTier.slice(),
  worst: columns.worst.slice(),
})

function wipe({ score, sum, risk, reached, byTier, worst }: RankedColumns, row: number): void {
  for (const column of [score, sum, risk, reached]) column[row] = 0
  byTier.fill(0, row * tiers.length, (row + 1) * tiers.length)
  worst[row] = -1
}
