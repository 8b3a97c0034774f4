import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { statesOf } from '../../graph/state-rows.ts'
import { CONTROL } from '../../model/capabilities.ts'
import { tiers } from '../../model/kinds.ts'
import type { ScoreTable } from '../../model/score-table.ts'
import { CERTAIN, type Levels } from '../levels.ts'
import { Tally } from '../tally.ts'
import type { Cells } from './cells.ts'
import type { RankedColumns } from './columns.ts'
import { NONE } from './component-rows.ts'
import { SLOTS, VALUE, type Valuation } from './valuation.ts'
import { WorstTwo } from './worst.ts'

/** Turns what is reached into scores, one for each start: none of them is a target of its own. */
export class Scorer {
  readonly #graph: PrivilegeGraph
  readonly #levels: Levels
  readonly #valuation: Valuation
  readonly #tally: Tally
  readonly #worst: WorstTwo

  constructor(graph: PrivilegeGraph, levels: Levels, valuation: Valuation, table: ScoreTable) {
    this.#graph = graph
    this.#levels = levels
    this.#valuation = valuation
    this.#tally = new Tally(levels, table)
    this.#worst = new WorstTwo(levels)
  }

  /** Writes into its row the worth of a start, given the cells of what its component reaches. */
  score({ node, sum, reached, byTier, worst }: RankedColumns, row: number, cells: Pick<Cells, 'forEach'>): void {
    const start = node[row]!
    const { harmFactor, classOf } = this.#valuation
    const count = (level: number, kind: number, targets: number, first: number, second: number) => {
      reached[row]! += targets
      const factor = harmFactor[kind]!
      if (targets === 0 || factor < 0) return
      byTier[row * tiers.length + Math.floor(kind / SLOTS)]! += targets
      const product = this.#levels.times(level, factor)
      this.#tally.add(product, targets)
      if (first !== NONE) this.#worst.offer(product, first)
      if (second !== NONE) this.#worst.offer(product, second)
    }
    this.#worst.clear()
    cells.forEach(count)
    const [level, slot] = this.#own(start)
    count(level, classOf[start * SLOTS + slot]!, -1, NONE, NONE)
    sum[row] = this.#tally.take()
    const most = this.#worst.besides(start)
    worst[row] = most === NONE ? -1 : most
  }

  /** How the start itself was counted: held from the beginning, with all its states. */
  #own(node: number): [level: number, slot: number] {
    const { held } = this.#graph
    if ((held[node]! & (held[node]! - 1)) === 0) return [CERTAIN, CONTROL]
    const values = statesOf(this.#graph, node).map((state) =>
      this.#levels.times(CERTAIN, this.#valuation.capabilityFactor[this.#graph.capabilityOf[state]!]!),
    )
    return [values.reduce((a, b) => (this.#levels.isEasier(b, a) ? b : a)), VALUE]
  }
}
