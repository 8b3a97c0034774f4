import { doubles, signedWords, words } from '../../graph/shared-arrays.ts'
import { type Tier, tiers } from '../../model/kinds.ts'
import { scoreOf } from '../blast.ts'
import type { Worth } from '../worth.ts'

/** One row of a ranking. */
export interface Ranked extends Worth {
  readonly node: number
  readonly score: number
  readonly exposure: number
  /** sum × exposure, the order for identity teams. */
  readonly risk: number
}

/** A ranking in columns over shared memory: as many rows as there are principals, in the order of their nodes. */
export interface RankedColumns {
  readonly node: Uint32Array
  readonly score: Float64Array
  readonly sum: Float64Array
  readonly exposure: Float64Array
  readonly risk: Float64Array
  readonly reached: Uint32Array
  /** As many in a row as there are tiers. */
  readonly byTier: Uint32Array
  /** −1 where nothing of worth is reached. */
  readonly worst: Int32Array
}

export function rankedColumns(principals: readonly number[]): RankedColumns {
  const rows = principals.length
  const node = words(rows)
  node.set(principals)
  return {
    node,
    score: doubles(rows),
    sum: doubles(rows),
    exposure: doubles(rows),
    risk: doubles(rows),
    reached: words(rows),
    byTier: words(rows * tiers.length),
    worst: signedWords(rows).fill(-1),
  }
}

export function rankedAt(
  { node, score, sum, exposure, risk, reached, byTier, worst }: RankedColumns,
  row: number,
): Ranked {
  return {
    node: node[row]!,
    score: score[row]!,
    sum: sum[row]!,
    exposure: exposure[row]!,
    risk: risk[row]!,
    reached: reached[row]!,
    byTier: Object.fromEntries(tiers.map((tier, i) => [tier, byTier[row * tiers.length + i]!])) as Record<Tier, number>,
    worst: worst[row] === -1 ? undefined : worst[row]!,
  }
}

/** Everyone, in the order of the nodes. */
export const everyRanked = (columns: RankedColumns): Ranked[] =>
  Array.from(columns.node.keys(), (row) => rankedAt(columns, row))

export function setWorth(columns: RankedColumns, row: number, { sum, reached, byTier, worst }: Worth): void {
  columns.sum[row] = sum
  columns.reached[row] = reached
  for (const [i, tier] of tiers.entries()) columns.byTier[row * tiers.length + i] = byTier[tier]
  columns.worst[row] = worst ?? -1
}

/** Score and risk of a row whose sum is known. */
export function setExposure(columns: RankedColumns, row: number, exposure: number): void {
  columns.score[row] = scoreOf(columns.sum[row]!)
  columns.exposure[row] = exposure
  columns.risk[row] = columns.sum[row]! * exposure
}
