import { UNVALUED } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { CAPABILITY_COUNT, capabilities } from '../model/capabilities.ts'
import { type Tier, tiers } from '../model/kinds.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import { bestPaths } from './best-paths.ts'
import { sumOf } from './sum.ts'
import type { WalkOptions } from './walk-options.ts'

export interface Worth {
  readonly sum: number
  readonly reached: number
  readonly byTier: Readonly<Record<Tier, number>>
  /** The target that counts most, or undefined when nothing of worth is reached. */
  readonly worst: number | undefined
}

interface Scratch {
  readonly seen: Uint32Array
  readonly product: Float64Array
  readonly nodes: Uint32Array
  readonly values: Float64Array
}

const scratches = new WeakMap<PrivilegeGraph, Scratch>()

function scratchOf(graph: PrivilegeGraph): Scratch {
  let scratch = scratches.get(graph)
  if (!scratch) {
    const { count } = graph.nodes
    const floats = () => new Float64Array(count)
    scratch = { seen: new Uint32Array(count), product: floats(), nodes: new Uint32Array(count), values: floats() }
    scratches.set(graph, scratch)
  }
  return scratch
}

/** Harm by tier and capability, in one flat row. */
function harms(table: ScoreTable): Float64Array {
  return Float64Array.from(
    tiers.flatMap((tier) => capabilities.map((it) => table.tierHarm[tier] * table.capabilityFactor[it])),
  )
}

/** What `blast` says of a start, to the last digit, without the list: what ranking asks of every identity. */
export function worth(graph: PrivilegeGraph, start: number, options: WalkOptions = {}): Worth {
  const { table = scoreTable } = options
  const { order, size, ease, epoch } = bestPaths(graph, [start], options)
  const { seen, product, nodes, values } = scratchOf(graph)
  const harm = harms(table)
  const column = graph.nodes.tiers
  let reached = 0
  for (let i = 0; i < size; i++) {
    const state = order[i]!
    const node = state >> 2
    if (node === start) continue
    if (seen[node] !== epoch) {
      seen[node] = epoch
      product[node] = 0
      nodes[reached++] = node
    }
    const tier = column[node]!
    if (tier === UNVALUED) continue
    const here = Math.min(ease[state]! * harm[tier * CAPABILITY_COUNT + (state & 3)]!, table.harmCap)
    if (here > product[node]!) product[node] = here
  }
  const byTier: Record<Tier, number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 }
  let valued = 0
  let worst: number | undefined
  for (let i = 0; i < reached; i++) {
    const node = nodes[i]!
    const tier = column[node]!
    if (tier === UNVALUED) continue
    byTier[tier as Tier]++
    values[valued++] = -Math.log1p(-product[node]!)
    const most = worst === undefined ? -1 : product[worst]!
    if (product[node]! > most || (product[node] === most && node < worst!)) worst = node
  }
  // Largest first, as `blast` adds them.
  return { sum: sumOf(values.subarray(0, valued).sort().reverse()), reached, byTier, worst }
}
