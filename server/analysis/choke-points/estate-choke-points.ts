import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import type { RankedColumns } from '../rank/columns.ts'
import { rank } from '../rank.ts'
import { sumOf } from '../sum.ts'
import { unionOf, type WalkOptions } from '../walk-options.ts'
import { CarriedOver } from './carried-over.ts'
import { edgesFrom } from './choke-points.ts'
import { type Carrier, carryingMost, type RankedCarriers } from './narrow-search.ts'

/** A node or an edge that part of what all identities can do hangs on: of a node, all that leads on from it. */
export interface EstateChokePoint extends Carrier {
  /** How many identities lose something; of a node, itself not counted. */
  readonly identities: number
}

export interface EstateChokePoints {
  /** The sums of all identities together, and how many of them there are. */
  readonly sum: number
  readonly identities: number
  readonly nodes: RankedCarriers<EstateChokePoint>
  readonly edges: RankedCarriers<EstateChokePoint>
  /**
   * Of so many identities the ways were read to choose what is tried. All of those that reach anything: then nothing
   * that was not tried carries more. Fewer: the choice is an estimate, and only what was tried is exact.
   */
  readonly read: number
  readonly reaching: number
}

export interface EstateChokeOptions extends WalkOptions {
  /** How many nodes and how many edges to tell. */
  readonly limit: number
  /** Arcs that may be ranked over for each of the two lists, each trial being a ranking of everyone. */
  readonly budget?: number | undefined
  /** Nodes that may be reached in choosing what to try. */
  readonly reading?: number | undefined
}

const BUDGET = 8_000_000
/** A trial counts for so many arcs at least: on a small graph too, each ranks everyone. */
const LEAST_TRIAL = 100_000
const READING = 2_000_000
/** Fewer would choose by chance. */
const LEAST_READ = 40

/** What all identities together lose without a node or an edge: exact for each that is tried, by ranking everyone anew. */
export function estateChokePoints(graph: PrivilegeGraph, options: EstateChokeOptions): EstateChokePoints {
  const { limit, budget = BUDGET, reading = READING } = options
  const before = ranked(graph, options)
  const { weights, reaching } = chosen(before, reading)
  const carried = new CarriedOver(graph, options)
  for (const [row, times] of weights) carried.add(before.node[row]!, times)
  const tried = (at: number, removed: Iterable<number>, isNode: boolean) => {
    const cut = new Uint8Array(graph.edges.count)
    for (const edge of removed) cut[edge] = 1
    const after = ranked(graph, { ...options, cut: unionOf(options.cut, cut) })
    const losses = before.sum.map((sum, row) => (isNode && before.node[row] === at ? 0 : sum - after.sum[row]!))
    const point = { at, carries: sumOf(losses), identities: losses.filter((loss) => loss > 0).length }
    return { point, visited: Math.max(LEAST_TRIAL, graph.arcCount + before.node.length) }
  }
  return {
    sum: sumOf(before.sum),
    identities: before.node.length,
    nodes: carryingMost(carried.nodes(), (node) => tried(node, edgesFrom(graph, node), true), { limit, budget }),
    edges: carryingMost(carried.edges(), (edge) => tried(edge, [edge], false), { limit, budget }),
    read: weights.size,
    reaching,
  }
}

function ranked(graph: PrivilegeGraph, options: WalkOptions): RankedColumns {
  const work = rank(graph, 0, options) // the instant decides exposure alone, which nobody asks for here
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/**
 * The rows whose ways are read, and what each stands for: all that reach anything, where that is not too much, else a
 * systematic sample in proportion to their sums (Madow 1949), in which those that weigh most are sure to be.
 */
function chosen({ sum, reached }: RankedColumns, reading: number) {
  const reaching = [...sum.keys()].filter((row) => sum[row]! > 0)
  const all = new Map(reaching.map((row) => [row, 1]))
  if (reaching.reduce((states, row) => states + reached[row]!, 0) <= reading)
    return { weights: all, reaching: all.size }
  const total = sumOf(reaching.map((row) => sum[row]!))
  const each = reaching.reduce((states, row) => states + (reached[row]! * sum[row]!) / total, 0)
  const wanted = Math.min(reaching.length, Math.max(LEAST_READ, Math.floor(reading / each)))
  const weights = new Map<number, number>()
  let passed = 0
  let next = 0.5
  for (const row of reaching) {
    passed += (sum[row]! * wanted) / total
    for (; next < passed; next++) weights.set(row, (weights.get(row) ?? 0) + total / (wanted * sum[row]!))
  }
  return { weights, reaching: reaching.length }
}
