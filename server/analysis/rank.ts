import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Tier } from '../model/kinds.ts'
import { scoreTable } from '../model/score-table.ts'
import { scoreOf } from './blast.ts'
import { exposure } from './exposure.ts'
import type { HubOptions } from './rank/hubs.ts'
import { ReachAll } from './rank/reach-all.ts'
import { Scorer, valuationOf } from './rank/scorer.ts'
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

/** Answers between two yields: short enough that whoever drives the ranking can pause it at once. */
const ANSWERS_A_TURN = 64

/**
 * Every principal's exact score, to the last digit what `blast` says of it alone. A generator, so that whoever drives
 * it decides when to pause, report or stop.
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
  const all = new ReachAll(graph, crossings, valuation, options.cut, options)
  for (const _ of all.prepare()) yield { done: 0, of: principals.length }
  const scorer = new Scorer(graph, all, crossings, valuation, table)
  const ranked = new Map<number, Ranked>()
  const take = (node: number, worth: Worth) => {
    const { score } = exposure(graph, node, asOf)
    ranked.set(node, { node, ...worth, score: scoreOf(worth.sum), exposure: score, risk: worth.sum * score })
  }
  const [apart, together] = splitBy(principals, (node) => beginsEasier(graph, crossings, node))
  let done = apart.length
  for (const node of apart) {
    take(node, worth(graph, node, options))
    yield { done, of: principals.length }
  }
  for (const members of startsByComponent(graph, all.condensed.componentOf, together)) {
    for (const [node, worth] of scorer.score(members)) take(node, worth)
    done += members.nodes.length
    if (done % ANSWERS_A_TURN < members.nodes.length) yield { done, of: principals.length }
  }
  return principals.map((node) => ranked.get(node)!)
}

/** Whether a way out of it is easier when it is the start; such a one shares no search with others. */
function beginsEasier(
  graph: PrivilegeGraph,
  { startMatters, factor, factorAtStart }: Crossings,
  node: number,
): boolean {
  if (!startMatters) return false
  const [start] = startStates(graph, [node])
  if (start === undefined) return false
  for (let arc = graph.rowStart[start]!; arc < graph.rowEnd[start]!; arc++)
    if (factor[graph.lookOf[arc]!] !== factorAtStart[graph.lookOf[arc]!]) return true
  return false
}

function splitBy<T>(all: readonly T[], fits: (it: T) => boolean): [T[], T[]] {
  const { yes = [], no = [] } = Object.groupBy(all, (it) => (fits(it) ? 'yes' : 'no'))
  return [yes, no]
}

interface Members {
  /** Undefined for those that lead nowhere. */
  readonly component: number | undefined
  readonly nodes: readonly number[]
}

/** Principals that hold each other are answered together. */
function* startsByComponent(
  graph: PrivilegeGraph,
  componentOf: Uint32Array,
  principals: readonly number[],
): Generator<Members> {
  const idle: number[] = []
  const active: { readonly component: number; readonly node: number }[] = []
  for (const node of principals) {
    const [start] = startStates(graph, [node])
    if (start === undefined) idle.push(node)
    else active.push({ component: componentOf[start]!, node })
  }
  yield { component: undefined, nodes: idle }
  active.sort((a, b) => a.component - b.component || a.node - b.node)
  for (let from = 0; from < active.length; ) {
    const { component } = active[from]!
    let end = from
    while (end < active.length && active[end]!.component === component) end++
    yield { component, nodes: active.slice(from, end).map(({ node }) => node) }
    from = end
  }
}

export const rankOrders = {
  blast: (a: Ranked, b: Ranked) => b.sum - a.sum || a.node - b.node,
  risk: (a: Ranked, b: Ranked) => b.risk - a.risk || b.sum - a.sum || a.node - b.node,
} as const
export type RankOrder = keyof typeof rankOrders
