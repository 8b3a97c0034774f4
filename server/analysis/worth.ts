import { UNVALUED } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Tier } from '../model/kinds.ts'
import { scoreTable } from '../model/score-table.ts'
import { bestPaths } from './best-paths.ts'
import { harmFactorOf, harmFactors, Tally } from './tally.ts'
import type { WalkOptions } from './walk-options.ts'

export interface Worth {
  readonly sum: number
  readonly reached: number
  readonly byTier: Readonly<Record<Tier, number>>
  /** The target that counts most, or undefined when nothing of worth is reached. */
  readonly worst: number | undefined
}

interface Scratch {
  /** By node: the walk that saw it last, and the level of its ease × harm. */
  readonly seen: Uint32Array
  readonly product: Uint32Array
  readonly nodes: Uint32Array
  walks: number
}

const scratches = new WeakMap<PrivilegeGraph, Scratch>()

function scratchOf(graph: PrivilegeGraph): Scratch {
  let scratch = scratches.get(graph)
  if (!scratch) {
    const words = () => new Uint32Array(graph.nodes.count)
    scratch = { seen: words(), product: words(), nodes: words(), walks: 0 }
    scratches.set(graph, scratch)
  }
  scratch.walks++
  return scratch
}

/** What `blast` says of a start, to the last digit, without the list: what ranking asks of every identity. */
export function worth(graph: PrivilegeGraph, start: number, options: WalkOptions = {}): Worth {
  const { table = scoreTable } = options
  const { nodeOf, capabilityOf } = graph
  const { order, size, level, crossings } = bestPaths(graph, [start], options)
  const { levels } = crossings
  const harms = harmFactors(levels, table)
  const { seen, product, nodes, walks } = scratchOf(graph)
  const column = graph.nodes.tiers
  let reached = 0
  for (let i = 0; i < size; i++) {
    const state = order[i]!
    const node = nodeOf[state]!
    if (node === start) continue
    if (seen[node] !== walks) {
      seen[node] = walks
      product[node] = 0
      nodes[reached++] = node
    }
    const tier = column[node]!
    if (tier === UNVALUED) continue
    const here = levels.times(level[state]!, harmFactorOf(harms, tier, capabilityOf[state]!))
    if (product[node] === 0 || levels.isEasier(here, product[node]!)) product[node] = here
  }
  const byTier: Record<Tier, number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 }
  const tally = new Tally(levels)
  let worst: number | undefined
  for (let i = 0; i < reached; i++) {
    const node = nodes[i]!
    const tier = column[node]!
    if (tier === UNVALUED) continue
    byTier[tier as Tier]++
    tally.add(product[node]!)
    if (worst === undefined || levels.isEasier(product[node]!, product[worst]!)) worst = node
    else if (product[node] === product[worst] && node < worst) worst = node
  }
  return { sum: tally.take(table), reached, byTier, worst }
}
