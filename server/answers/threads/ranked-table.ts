import type { RankedColumns } from '../../analysis/rank/columns.ts'
import { type RankOrder, rankOrders } from '../../analysis/rank.ts'
import { words } from '../../graph/shared-arrays.ts'

/** A ranking, and who comes first in it: a page of it costs no more than the page. */
export interface RankedTable extends RankedColumns {
  /** Rows of the table, the first first. */
  readonly orders: Readonly<Record<RankOrder, Uint32Array>>
}

export function rankedTable(columns: RankedColumns): RankedTable {
  const inOrder = (order: RankOrder) =>
    words(columns.node.length)
      .map((_, row) => row)
      .sort(rankOrders[order](columns))
  return { ...columns, orders: { blast: inOrder('blast'), risk: inOrder('risk') } }
}
