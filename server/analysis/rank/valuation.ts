import { UNVALUED } from '../../graph/node-table.ts'
import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { CAPABILITY_COUNT, capabilities } from '../../model/capabilities.ts'
import { tiers } from '../../model/kinds.ts'
import type { ScoreTable } from '../../model/score-table.ts'
import type { Levels } from '../levels.ts'
import { harmFactorOf, harmFactors } from '../tally.ts'

/** How what is reached is counted: targets of one class add the same to a score at the same ease. */
export interface Valuation {
  readonly classCount: number
  /** Class of a node by what is held on it, at `node * SLOTS + capability`; at VALUE for what it is worth at its best. */
  readonly classOf: Uint8Array
  /** Factor of the value of a capability held, by capability: what a node is worth is the best over its states. */
  readonly capabilityFactor: readonly number[]
  /** Factor of the harm done by a target of a class, by class; −1 where it is counted but worth nothing. */
  readonly harmFactor: readonly number[]
}

export const VALUE = CAPABILITY_COUNT
export const SLOTS = CAPABILITY_COUNT + 1

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
