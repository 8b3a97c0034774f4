import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Tier } from '../model/kinds.ts'
import { scoreTable } from '../model/score-table.ts'
import { scoreOf } from './blast.ts'
import { exposure } from './exposure.ts'
import { type Condensed, condense } from './rank/condensed.ts'
import { type HubOptions, Hubs } from './rank/hubs.ts'
import { noTiers, Scorer, valuationOf } from './rank/scorer.ts'
import { startStates } from './starts.ts'
import { type Crossings, crossingsOf, type WalkOptions } from './walk-options.ts'
import { type Worth, worth } from './worth.ts'

export interface Ranked {
  readonly node: number
  readonly score: number
  readonly sum: number
  readonly exposure: number
  /** sum × exposure, the order for identity teams. */
  readonly risk: number
  readonly reached: number
  readonly byTier: Readonly<Record<Tier, number>>
  /** The target that counts most, or undefined when it reaches nothing of worth. */
  readonly worst: number | undefined
}

export interface RankProgress {
  readonly done: number
  readonly of: number
}

/**
 * Every principal's exact score, to the last digit what `blast` says of it alone. A generator, so that whoever drives
 * it decides when to pause, report or stop; it yields after each component.
 */
export function* rank(
  graph: PrivilegeGraph,
  asOf: number,
  options: WalkOptions & HubOptions = {},
): Generator<RankProgress, Ranked[]> {
  const { table = scoreTable } = options
  const principals: number[] = []
  for (let node = 0; node < graph.nodes.count; node++) if (isPrincipal(graph.nodes, node)) principals.push(node)
  const crossings = crossingsOf(graph, options)
  const valuation = valuationOf(graph, crossings.levels, table)
  const condensed = condense(graph, crossings, valuation, options.cut)
  const scorer = new Scorer(graph, crossings, valuation, table)
  const ranked = new Map<number, Ranked>()
  const take = (node: number, worth: Worth) => {
    const { score } = exposure(graph, node, asOf)
    ranked.set(node, { node, ...worth, score: scoreOf(worth.sum), exposure: score, risk: worth.sum * score })
  }
  const { idle, apart, together } = kindsOfStart(graph, crossings, condensed, principals)
  for (const node of idle) take(node, { sum: 0, reached: 0, byTier: noTiers(), worst: undefined })
  for (const node of apart) {
    take(node, worth(graph, node, options))
    yield { done: ranked.size, of: principals.length }
  }
  const wanted = new Uint8Array(condensed.count)
  for (const component of together.keys()) wanted[component] = 1
  const hubs = new Hubs(condensed, crossings.levels, valuation, options)
  for (const component of hubs.answer(wanted)) {
    for (const node of together.get(component) ?? []) take(node, scorer.worthOf(node, hubs.search))
    yield { done: ranked.size, of: principals.length }
  }
  return principals.map((node) => ranked.get(node)!)
}

/** Those that lead nowhere, those that share no search with others, and the others by their component. */
function kindsOfStart(
  graph: PrivilegeGraph,
  crossings: Crossings,
  { componentOf }: Condensed,
  principals: readonly number[],
) {
  const idle: number[] = []
  const apart: number[] = []
  const together = new Map<number, number[]>()
  for (const node of principals) {
    const [start] = startStates(graph, [node])
    if (start === undefined) idle.push(node)
    else if (beginsEasier(graph, crossings, start)) apart.push(node)
    else {
      const members = together.get(componentOf[start]!)
      if (members) members.push(node)
      else together.set(componentOf[start]!, [node])
    }
  }
  return { idle, apart, together }
}

/** Whether a way out of it is easier when it is the start; such a one shares no search with others. */
function beginsEasier(
  graph: PrivilegeGraph,
  { startMatters, factor, factorAtStart }: Crossings,
  start: number,
): boolean {
  if (!startMatters) return false
  for (let arc = graph.rowStart[start]!; arc < graph.rowEnd[start]!; arc++)
    if (factor[graph.lookOf[arc]!] !== factorAtStart[graph.lookOf[arc]!]) return true
  return false
}

export const rankOrders = {
  blast: (a: Ranked, b: Ranked) => b.sum - a.sum || a.node - b.node,
  risk: (a: Ranked, b: Ranked) => b.risk - a.risk || b.sum - a.sum || a.node - b.node,
} as const
export type RankOrder = keyof typeof rankOrders
