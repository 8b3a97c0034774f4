import { allowed, conditionalOn } from '../../model/facts.ts'
import { secretTypes, type ToolEffect, toolEffects } from '../../model/kinds.ts'
import type { NodeId } from '../../model/node-id.ts'
import { type Basis, defineDerivation, type Given, type GivenEdge, type GivenNode } from '../derivation.ts'

/** What must be held directly for a tool of the effect to have it. */
const rightsOf: Readonly<Record<ToolEffect, readonly string[]>> = {
  read: ['CAN_READ', 'CAN_CONTROL'],
  additive: ['CAN_WRITE', 'CAN_CONTROL'],
  write: ['CAN_WRITE', 'CAN_CONTROL'],
  destructive: ['CAN_WRITE', 'CAN_CONTROL'],
  execute: ['CAN_EXECUTE'],
}

export const mcpActsOn = defineDerivation({
  id: 'mcp-acts-on',
  version: 2,
  adds: ['ACTS_ON'],
  says: 'A tool acts, within its effect, on what its server was given and on what the server’s credentials hold directly; a tool that runs code acts on where the server runs.',
  reads: {
    nodes: toolEffects,
    also: ['workload', ...secretTypes],
    edges: [
      'CAN_CALL',
      'USES_SECRET',
      'AUTHENTICATES_AS',
      'HAS_GRANT',
      'MEMBER_OF',
      'CAN_READ',
      'CAN_WRITE',
      'CAN_EXECUTE',
      'CAN_CONTROL',
    ],
  },
  derive({ nodes, edges, node }, emit) {
    const from = outgoing(edges)
    for (const server of nodes.filter(({ properties }) => typeof properties?.['client'] === 'string')) {
      const tools = from('CAN_CALL', server.id).flatMap((call) => node(call.to) ?? [])
      if (tools.length === 0) continue
      const uses = from('USES_SECRET', server.id)
      if (uses.length === 0 && server.properties?.['url'] !== undefined) {
        emit.gap({ missing: `as whom ${server.name} acts: its configuration names no credential` })
      }
      const unknown = uses.filter(({ to }) => from('AUTHENTICATES_AS', to).length === 0)
      const holders = holdersOf(server, from, node)
      for (const tool of tools) {
        for (const effect of effectsOf(tool)) {
          const act = { kind: 'ACTS_ON', key: effect, from: tool.id, confidence: 'granted' } as const
          for (const { basis, right } of rightsFor(effect, server, holders, from)) {
            emit.edge([tool, ...basis, right], { ...act, to: right.to, ...allowed })
          }
          if (effect === 'execute') continue
          for (const use of unknown) {
            const missing = `which identity ${node(use.to)?.name ?? use.to} signs in as, and what that one holds`
            emit.edge([tool, use], { ...act, to: use.to, ...conditionalOn(missing) })
          }
        }
      }
    }
  },
})

type Out = (kind: string, id: NodeId) => readonly GivenEdge[]

function outgoing(edges: readonly GivenEdge[]): Out {
  const byTail = new Map<string, GivenEdge[]>()
  for (const edge of edges) {
    const key = `${edge.kind} ${edge.from}`
    const known = byTail.get(key)
    if (known) known.push(edge)
    else byTail.set(key, [edge])
  }
  return (kind, id) => byTail.get(`${kind} ${id}`) ?? []
}

/** The server, and all that its credentials sign in as, with the grants and groups of those: by the firmest way each. */
function holdersOf(server: GivenNode, from: Out, node: Given['node']): ReadonlyMap<NodeId, Basis> {
  const holders = new Map<NodeId, Basis>([[server.id, [server]]])
  const isFirm = ({ verdict, confidence }: GivenEdge) => verdict === 'allowed' && confidence !== 'inferred'
  for (const isWanted of [isFirm, () => true]) {
    // The map grows while it is walked: a group may be a member of another.
    for (const [id, basis] of holders) {
      for (const kind of id === server.id ? ['USES_SECRET'] : ['AUTHENTICATES_AS', 'HAS_GRANT', 'MEMBER_OF']) {
        for (const edge of from(kind, id)) {
          if (!isWanted(edge) || holders.has(edge.to)) continue
          const holder = node(edge.to) // a credential that ends ends what the tool does by it
          holders.set(edge.to, [...basis, edge, ...(holder ? [holder] : [])])
        }
      }
    }
  }
  return holders
}

/** Code runs where the server runs, whatever its credentials may run elsewhere; any other effect is theirs too. */
function rightsFor(effect: ToolEffect, server: GivenNode, holders: ReadonlyMap<NodeId, Basis>, from: Out) {
  const acting = effect === 'execute' ? [[server.id, [server]] as const] : [...holders]
  return acting.flatMap(([id, basis]) =>
    rightsOf[effect].flatMap((kind) => from(kind, id).map((right) => ({ basis, right }))),
  )
}

/** A tool nobody listed may do either. */
function effectsOf({ type, properties }: GivenNode): readonly ToolEffect[] {
  if (properties?.['tool'] === '*') return ['read', 'destructive']
  return toolEffects.filter((effect) => effect === type)
}
