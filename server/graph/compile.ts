import { edgeKinds } from '../edges/index.ts'
import { startCapability } from '../model/capabilities.ts'
import type { NodeFact } from '../model/facts.ts'
import type { NodeKind } from '../model/kinds.ts'
import type { NodeId } from '../model/node-id.ts'
import { type ScoreTable, scoreTable } from '../model/score-table.ts'
import { EdgeBuilder } from './edge-builder.ts'
import { bareEdges } from './edges-at.ts'
import type { FactSource } from './fact-source.ts'
import { kindOf, nodeTable } from './node-table.ts'
import type { PrivilegeGraph } from './privilege-graph.ts'
import { Profiles } from './profiles.ts'
import { stateRows } from './state-rows.ts'
import { unitedIds } from './united-ids.ts'

/**
 * Streams a revision into frozen rows. Nodes and edges stand in the order of their ids, so that the same facts give
 * the same graph from every store and in whatever order they come.
 */
export async function compile(source: FactSource, table: ScoreTable = scoreTable): Promise<PrivilegeGraph> {
  const united = await unitedIds(source)
  const numbers = new Map<string, number>()
  const facts = new Map<string, NodeFact[]>()
  for await (const chunk of source.nodes({ withoutEvidence: true }))
    for (const fact of chunk) addNode(fact, united.get(fact.node.id) ?? fact.node.id)
  let strays = 0

  function addNode(fact: NodeFact, id: string): number {
    const said = facts.get(id)
    if (said) return said.push(fact) && numbers.get(id)!
    facts.set(id, [fact])
    numbers.set(id, numbers.size)
    return numbers.size - 1
  }
  /** An end that no fact states any more becomes a stub: leaving the edge out would shrink a blast radius. */
  function numberOf(end: string, allowed: readonly NodeKind[] | 'any'): number {
    const id = united.size === 0 ? end : (united.get(end) ?? end)
    const known = numbers.get(id)
    if (known !== undefined) return known
    strays++
    return addNode(strayNode(id, allowed === 'any' ? 'Resource' : allowed[0]!), id)
  }

  const profiles = new Profiles(table)
  const builder = new EdgeBuilder(profiles)
  for await (const chunk of source.edges({ withoutEvidence: true })) {
    for (const fact of chunk) {
      const kind = edgeKinds.get(fact.edge.kind)
      const from = numberOf(fact.edge.from, kind?.from ?? 'any')
      const to = numberOf(fact.edge.to, kind?.to ?? 'any')
      builder.add(
        fact,
        from,
        to,
        (fact.edge.gates ?? []).map((gate) => numberOf(gate, ['Gate'])),
      )
    }
  }
  const nodes = nodeTable(facts, united)
  const place = new Uint32Array(numbers.size)
  for (const [id, number] of numbers) place[number] = nodes.indexOf(id)!
  const { edges, profileOf } = builder.finish(place)
  const rows = stateRows({ from: edges.from, to: edges.to, profileOf }, profiles.list, nodes.count, (node) =>
    startCapability(kindOf(nodes, node)),
  )
  return Object.freeze({
    revision: source.revision,
    scoreTable: table.version,
    nodes,
    edges,
    ...rows,
    bare: bareEdges(edges, rows, nodes.count),
    looks: profiles.looks,
    scopes: await source.scopes(),
    strays,
  })
}

const strayNode = (id: string, kind: NodeKind): NodeFact => ({
  scope: 'derived:stray',
  node: { id: id as NodeId, kind, type: 'unknown', name: id, stub: true, counts: false },
  evidence: [],
})
