import { type Basis, GRANTED, type PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'

export interface WalkOptions {
  /** One byte an edge: 1 = not there. What-ifs, time and plans are nothing but such masks. */
  readonly cut?: Uint8Array | undefined
  /** Which facts count: granted (the default), with inferred, with conditional. */
  readonly basis?: Basis | undefined
  /** Known gates count as half, as open, or as holding. */
  readonly gates?: 'count' | 'open' | 'hold' | undefined
  readonly table?: ScoreTable | undefined
}

/** The ease of each look under the options; 0 = no attacker crosses it. */
export interface Eases {
  readonly ease: Float64Array
  readonly atStart: Float64Array
}

export function easesOf({ looks }: PrivilegeGraph, options: WalkOptions): Eases {
  const { basis = GRANTED, gates = 'count', table = scoreTable } = options
  const factor = (count: number) => (count === 0 || gates === 'open' ? 1 : gates === 'hold' ? 0 : table.gate ** count)
  const under = (pick: 'ease' | 'easeAtStart') =>
    Float64Array.from(looks, (look) => (look.basis > basis ? 0 : look[pick] * factor(look.gates)))
  return { ease: under('ease'), atStart: under('easeAtStart') }
}

/** Several masks as one. */
export function unionOf(...masks: readonly (Uint8Array | undefined)[]): Uint8Array | undefined {
  const given = masks.filter((mask) => mask !== undefined)
  if (given.length < 2) return given[0]
  const union = given[0]!.slice()
  for (const mask of given.slice(1)) for (let i = 0; i < union.length; i++) if (mask[i]) union[i] = 1
  return union
}
