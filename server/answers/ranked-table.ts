import { type Ranked, type RankOrder, rankOrders } from '../analysis/rank.ts'
import { tiers } from '../model/kinds.ts'

/** A ranking in columns: a thread hands it over without a copy, and a page of it costs no more than the page. */
export interface RankedTable {
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
  /** Rows of the table, the first first. */
  readonly orders: Readonly<Record<RankOrder, Uint32Array>>
}

export function rankedTable(ranked: readonly Ranked[]): RankedTable {
  const doubles = (of: (it: Ranked) => number) => Float64Array.from(ranked, of)
  const inOrder = (order: RankOrder) =>
    Uint32Array.from(ranked.keys()).sort((a, b) => rankOrders[order](ranked[a]!, ranked[b]!))
  return {
    node: Uint32Array.from(ranked, ({ node }) => node),
    score: doubles(({ score }) => score),
    sum: doubles(({ sum }) => sum),
    exposure: doubles(({ exposure }) => exposure),
    risk: doubles(({ risk }) => risk),
    reached: Uint32Array.from(ranked, ({ reached }) => reached),
    byTier: Uint32Array.from(ranked.values().flatMap(({ byTier }) => tiers.map((tier) => byTier[tier]))),
    worst: Int32Array.from(ranked, ({ worst }) => worst ?? -1),
    orders: { blast: inOrder('blast'), risk: inOrder('risk') },
  }
}

export function rankedAt(
  { node, score, sum, exposure, risk, reached, byTier, worst }: RankedTable,
  row: number,
): Ranked {
  return {
    node: node[row]!,
    score: score[row]!,
    sum: sum[row]!,
    exposure: exposure[row]!,
    risk: risk[row]!,
    reached: reached[row]!,
    byTier: Object.fromEntries(tiers.map((tier, i) => [tier, byTier[row * tiers.length + i]!])) as Ranked['byTier'],
    worst: worst[row] === -1 ? undefined : worst[row]!,
  }
}

/** Everyone, in the order of the nodes. */
export const everyRanked = (table: RankedTable): Ranked[] =>
  Array.from(table.node.keys(), (row) => rankedAt(table, row))

/** The memory of the columns, to hand over. */
export const buffersOf = ({ orders, ...columns }: RankedTable): ArrayBuffer[] =>
  [...Object.values(columns), ...Object.values(orders)].map(({ buffer }) => buffer as ArrayBuffer)
