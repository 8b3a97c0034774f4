import { type Basis, GRANTED, type Look } from '../graph/look.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type Decimal, decimalOf, times, toNumber } from '../model/decimal.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import { Levels } from './levels.ts'
import { oncePerGraph } from './once-per-graph.ts'

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

/** The same as factors of `levels`; −1 = no attacker crosses it, 0 = certain. */
export interface Crossings extends Eases {
  readonly levels: Levels
  readonly factor: Int16Array
  readonly factorAtStart: Int16Array
  /** Whether every look can be crossed. */
  readonly allOpen: boolean
  /** Whether some look is harder or easier out of a start than elsewhere. */
  readonly startMatters: boolean
}

interface Known {
  readonly basis: Basis
  readonly gates: 'count' | 'open' | 'hold'
  readonly table: ScoreTable
  readonly crossings: Crossings
}

const knownOf = oncePerGraph((): Known[] => [])

/** Made once for a graph and a set of options, so that levels keep their numbers from walk to walk. */
export function crossingsOf(graph: PrivilegeGraph, options: WalkOptions): Crossings {
  const { basis = GRANTED, gates = 'count', table = scoreTable } = options
  const made = knownOf(graph)
  for (const it of made) if (it.basis === basis && it.gates === gates && it.table === table) return it.crossings
  const crossings = makeCrossings(graph.looks, basis, gates, table)
  made.push({ basis, gates, table, crossings })
  return crossings
}

export const easesOf = (graph: PrivilegeGraph, options: WalkOptions): Eases => crossingsOf(graph, options)

function makeCrossings(
  looks: readonly Look[],
  basis: Basis,
  gates: 'count' | 'open' | 'hold',
  table: ScoreTable,
): Crossings {
  const levels = new Levels()
  const exact = (ease: number, look: Look): Decimal | undefined => {
    if (look.basis > basis || ease === 0 || (gates === 'hold' && look.gates > 0)) return undefined
    let product = decimalOf(ease)
    for (let i = 0; gates === 'count' && i < look.gates; i++) product = times(product, decimalOf(table.gate))
    return product
  }
  const ease = looks.map((look) => exact(look.ease, look))
  const atStart = looks.map((look) => exact(look.easeAtStart, look))
  const factorOf = (it: Decimal | undefined) => (it === undefined || it.digits === 0n ? -1 : levels.factor(it))
  const factor = Int16Array.from(ease, factorOf)
  const factorAtStart = Int16Array.from(atStart, factorOf)
  return {
    ease: Float64Array.from(ease, (it) => (it ? toNumber(it) : 0)),
    atStart: Float64Array.from(atStart, (it) => (it ? toNumber(it) : 0)),
    levels,
    factor,
    factorAtStart,
    allOpen: factor.every((it) => it >= 0),
    startMatters: factor.some((it, i) => it !== factorAtStart[i]),
  }
}

/** Several masks as one. */
export function unionOf(...masks: readonly (Uint8Array | undefined)[]): Uint8Array | undefined {
  const given = masks.filter((mask) => mask !== undefined)
  if (given.length < 2) return given[0]
  const union = given[0]!.slice()
  for (const mask of given.slice(1)) for (let i = 0; i < union.length; i++) if (mask[i]) union[i] = 1
  return union
}
