import { compile } from '../server/graph/compile.ts'
import type { PrivilegeGraph } from '../server/graph/privilege-graph.ts'
import { edgeId } from '../server/model/edge-id.ts'
import { allowed, conditionalOn, type EdgeClaim, type NodeClaim } from '../server/model/facts.ts'
import { type NodeKind, nodeKinds, type Tier } from '../server/model/kinds.ts'
import { globalId } from '../server/model/node-id.ts'

export interface Drawing {
  readonly nodes: readonly NodeClaim[]
  readonly edges: readonly EdgeClaim[]
}

const arrow = /^(?<from>.+?) -(?<kind>[A-Z_]+)(?<marks>[^>]*)-> (?<to>.+)$/

/**
 * A graph as one would sketch it: `draw('bot -CAN_READ-> Secret:key', 'Secret:key -AUTHENTICATES_AS-> admin')`.
 * A node is `name`, `Kind:name` or `Kind:name@tier`; without a kind it is an Identity. Marks after the edge kind:
 * `~` inferred, `?missing fact?` conditional, `#key#`, `!gate!`. A line without an arrow is a lone node.
 */
export function draw(...lines: readonly string[]): Drawing {
  const nodes = new Map<string, NodeClaim>()
  const node = (text: string) => {
    const [, kind, name, tier] = /^(?:([A-Z][a-z]+):)?(.*?)(?:@([0-4]))?$/.exec(text.trim())!
    const id = globalId(name!)
    const known = nodes.get(id)
    const claim: NodeClaim = {
      id,
      kind: kind === undefined ? (known?.kind ?? 'Identity') : (nodeKinds.find((k) => k === kind) as NodeKind),
      type: known?.type ?? (kind === undefined || kind === 'Identity' ? 'service_account' : 'thing'),
      name: name!,
      ...(tier === undefined ? { tier: known?.tier } : { tier: Number(tier) as Tier }),
    }
    nodes.set(id, claim)
    return id
  }
  const edges = lines.flatMap((line): EdgeClaim[] => {
    const groups = arrow.exec(line)?.groups
    if (!groups) {
      node(line)
      return []
    }
    const { from, kind, marks, to } = groups as { from: string; kind: string; marks: string; to: string }
    const missing = /\?([^?]*)\?/.exec(marks)?.[1]
    const key = /#([^#]*)#/.exec(marks)?.[1]
    const gate = /!([^!]*)!/.exec(marks)?.[1]
    return [
      {
        kind,
        from: node(from),
        to: node(to),
        confidence: marks.includes('~') ? 'inferred' : 'granted',
        ...(key === undefined ? {} : { key }),
        ...(gate === undefined ? {} : { gates: [node(`Gate:${gate}`)] }),
        ...(missing === undefined ? allowed : conditionalOn(missing)),
      },
    ]
  })
  return { nodes: [...nodes.values()], edges }
}

/** The drawing compiled, as a store's snapshot of it would be. */
export const compiled = ({ nodes, edges }: Drawing): Promise<PrivilegeGraph> =>
  compile({
    revision: 1,
    nodes: async function* () {
      yield nodes.map((node) => ({ scope: 'drawn', node, evidence: [] }))
    },
    edges: async function* ({ types } = {}) {
      const wanted = edges.filter((edge) => types?.includes(edge.kind) ?? true)
      yield wanted.map((edge) => ({ scope: 'drawn', id: edgeId(edge), edge, evidence: [] }))
    },
    scopes: async () => [],
  })
