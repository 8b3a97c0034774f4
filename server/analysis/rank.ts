import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Tier } from '../model/kinds.ts'
import { scoreOf } from './blast.ts'
import { exposure } from './exposure.ts'
import { startStates } from './starts.ts'
import type { WalkOptions } from './walk-options.ts'
import { worth } from './worth.ts'

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
 * Every principal's exact score. A generator, so that whoever drives it decides when to pause, report or stop; it
 * yields after each identity. Identities that can do nothing are answered without a walk.
 */
export function* rank(
  graph: PrivilegeGraph,
  asOf: number,
  options: WalkOptions = {},
): Generator<RankProgress, Ranked[]> {
  const ranked: Ranked[] = []
  const principals: number[] = []
  for (let node = 0; node < graph.nodes.count; node++) if (isPrincipal(graph.nodes, node)) principals.push(node)
  for (const [done, node] of principals.entries()) {
    const worth = worthOf(graph, node, options)
    const { score } = exposure(graph, node, asOf)
    ranked.push({ node, ...worth, exposure: score, risk: worth.sum * score })
    yield { done: done + 1, of: principals.length }
  }
  return ranked
}

const nothing = { score: 0, sum: 0, reached: 0, byTier: { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 }, worst: undefined }

function worthOf(graph: PrivilegeGraph, node: number, options: WalkOptions) {
  if (startStates(graph, [node]).length === 0) return nothing
  const known = worth(graph, node, options)
  return { ...known, score: scoreOf(known.sum) }
}

export const rankOrders = {
  blast: (a: Ranked, b: Ranked) => b.sum - a.sum || a.node - b.node,
  risk: (a: Ranked, b: Ranked) => b.risk - a.risk || b.sum - a.sum || a.node - b.node,
} as const
export type RankOrder = keyof typeof rankOrders
