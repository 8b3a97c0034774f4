import { FlowNetwork, UNCUTTABLE } from '../../server/analysis/cuts/max-flow.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { edgeId } from '../../server/model/edge-id.ts'
import type { EdgeClaim } from '../../server/model/facts.ts'
import type { Drawing } from '../draw.ts'
import { covers, rulesOf } from './naive-reach.ts'

/**
 * What the cheapest cut costs, by a network built state by state from the rules as restated there, for every edge a
 * gate of its cost; Infinity where what cannot be cut leads through.
 */
export function naiveCheapestCut(
  { nodes, edges }: Drawing,
  starts: readonly string[],
  targets: readonly string[],
  costOf: (edge: EdgeClaim) => number,
): number {
  const network = new FlowNetwork()
  const [source, sink] = [network.node(), network.node()]
  const numbers = new Map<string, number>()
  const place = (name: string) => {
    if (!numbers.has(name)) numbers.set(name, network.node())
    return numbers.get(name)!
  }
  for (const { id, kind } of nodes) {
    for (const held of covers('control')) network.arc(place(`${id} control`), place(`${id} ${held}`), UNCUTTABLE)
    if (targets.includes(id))
      for (const held of covers('control')) network.arc(place(`${id} ${held}`), sink, UNCUTTABLE)
    const first = kind === 'Secret' || kind === 'Location' ? 'read' : 'control'
    if (starts.includes(id)) network.arc(source, place(`${id} ${first}`), UNCUTTABLE)
  }
  for (const [id, edge] of new Map(edges.map((it) => [edgeId(it), it]))) {
    const { kind, key, from, to } = edge
    const cost = edgeKinds.get(kind)!.cuttable === false ? UNCUTTABLE : costOf(edge)
    for (const [needs, gives] of rulesOf(kind, key)) {
      const gate = `${id} ${gives}`
      if (!numbers.has(gate)) network.arc(place(gate), place(`${to} ${gives}`), cost)
      network.arc(place(`${from} ${needs}`), place(gate), UNCUTTABLE)
    }
  }
  return network.maxFlow(source, sink)
}
