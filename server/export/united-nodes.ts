import type { NodeClaim, NodeFact } from '../model/facts.ts'
import { mergeNodes } from '../model/merge-nodes.ts'
import type { ExportSource } from './export-format.ts'

/** Each node once, as all scopes together tell it. Only nodes that several scopes name are held until all have spoken. */
export async function* unitedNodes(source: ExportSource): AsyncGenerator<readonly NodeClaim[]> {
  const facts = new Map<string, number>()
  for await (const chunk of source.nodes())
    for (const { node } of chunk) facts.set(node.id, (facts.get(node.id) ?? 0) + 1)
  const held = new Map<string, NodeFact[]>()
  for await (const chunk of source.nodes()) {
    const whole: NodeClaim[] = []
    for (const fact of chunk) {
      const { id } = fact.node
      const said = held.get(id) ?? []
      said.push(fact)
      if (said.length === facts.get(id)) {
        whole.push(mergeNodes(said))
        held.delete(id)
      } else held.set(id, said)
    }
    yield whole
  }
}
