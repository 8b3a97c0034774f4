import { UNVALUED } from '../../graph/node-table.ts'
import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { statesOf } from '../../graph/state-rows.ts'
import { CONTROL, capabilities } from '../../model/capabilities.ts'
import { type Tier, tiers } from '../../model/kinds.ts'
import type { ScoreTable } from '../../model/score-table.ts'
import { CERTAIN, type Levels } from '../levels.ts'
import { harmFactorOf, harmFactors, Tally } from '../tally.ts'
import type { Crossings } from '../walk-options.ts'
import type { Worth } from '../worth.ts'
import { NONE } from './component-rows.ts'
import { SLOTS, VALUE, type Valuation } from './condensed.ts'
import type { Search } from './search.ts'

/** Targets are told apart by tier and by the capability that is held on them; the last tier is that of no value. */
export function valuationOf({ nodes }: PrivilegeGraph, levels: Levels, table: ScoreTable): Valuation {
  const classOf = new Uint8Array(nodes.count * SLOTS)
  for (let node = 0; node < nodes.count; node++) {
    const tier = nodes.tiers[node] === UNVALUED ? tiers.length : nodes.tiers[node]!
    for (let slot = 0; slot < SLOTS; slot++) classOf[node * SLOTS + slot] = tier * SLOTS + slot
  }
  const harms = harmFactors(levels, table)
  const harmFactor = tiers.flatMap((tier) => [
    ...capabilities.map((_, capability) => harmFactorOf(harms, tier, capability)),
    levels.factor(table.tierHarm[tier]),
  ])
  return {
    classCount: (tiers.length + 1) * SLOTS,
    classOf,
    capabilityFactor: capabilities.map((it) => levels.factor(table.capabilityFactor[it])),
    harmFactor: [...harmFactor, ...Array<number>(SLOTS).fill(-1)],
  }
}

/** Turns what is reached into scores, one for each start: none of them is a target of its own. */
export class Scorer {
  readonly #graph: PrivilegeGraph
  readonly #crossings: Crossings
  readonly #valuation: Valuation
  readonly #table: ScoreTable
  readonly #tally: Tally

  constructor(graph: PrivilegeGraph, crossings: Crossings, valuation: Valuation, table: ScoreTable) {
    this.#graph = graph
    this.#crossings = crossings
    this.#valuation = valuation
    this.#table = table
    this.#tally = new Tally(crossings.levels)
  }

  /** The score of one start of the component that was searched last. */
  worthOf(node: number, { cells, worst }: Search): Worth {
    const { levels } = this.#crossings
    const { harmFactor, classOf } = this.#valuation
    const byTier = noTiers()
    let total = 0
    const count = (level: number, kind: number, targets: number) => {
      total += targets
      const factor = harmFactor[kind]!
      if (factor < 0) return
      byTier[Math.floor(kind / SLOTS) as Tier] += targets
      this.#tally.add(levels.times(level, factor), targets)
    }
    for (const cell of cells.used) {
      const targets = cells.count(cell)
      if (targets !== 0) count(cells.levelOf(cell), cells.classOf(cell), targets)
    }
    this.#countOwn(node, (level, slot) => count(level, classOf[node * SLOTS + slot]!, -1))
    const most = worst.besides(node)
    return { sum: this.#tally.take(this.#table), reached: total, byTier, worst: most === NONE ? undefined : most }
  }

  /** How the start itself was counted: held from the beginning, with all its states. */
  #countOwn(node: number, count: (level: number, slot: number) => void): void {
    const { levels } = this.#crossings
    const states = statesOf(this.#graph, node)
    if (states.length === 1) {
      count(CERTAIN, CONTROL)
      return
    }
    const values = states.map((state) =>
      levels.times(CERTAIN, this.#valuation.capabilityFactor[this.#graph.capabilityOf[state]!]!),
    )
    count(
      values.reduce((a, b) => (levels.isEasier(b, a) ? b : a)),
      VALUE,
    )
  }
}

export const noTiers = (): Record<Tier, number> => ({ 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 })
