import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import { secretTypes, type ToolEffect, toolEffects } from '../../model/kinds.ts'
import type { NodeId } from '../../model/node-id.ts'
import { type Basis, defineDerivation, type GivenEdge, type GivenNode } from '../derivation.ts'

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
  version: 1,
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
      const { holders, unknown } = holdersOf(server, from)
      if (unknown.length === 0 && holders.length === 1 && server.properties?.['url'] !== undefined) {
        emit.gap({ missing: `as whom ${server.name} acts: its configuration names no credential` })
      }
      for (const tool of tools) {
        for (const effect of effectsOf(tool)) {
          const to = (basis: Basis, target: NodeId, verdict: Verdict) =>
            emit.edge([tool, ...basis], {
              kind: 'ACTS_ON',
              key: effect,
              from: tool.id,
              to: target,
              confidence: 'granted',
              ...verdict,
            })
          const acting = effect === 'execute' ? holders.slice(0, 1) : holders
          for (const { id, basis } of acting) {
            for (const kind of rightsOf[effect]) {
              for (const right of from(kind, id)) to([...basis, right], right.to, allowed)
            }
          }
          if (effect === 'execute') continue
          for (const use of unknown)
            to(
              [use],
              use.to,
              conditionalOn(`which identity ${node(use.to)?.name ?? use.to} signs in as, and what that one holds`),
            )
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

/** The server first, then all that its credentials sign in as, with the grants and groups of those. */
function holdersOf(server: GivenNode, from: Out) {
  const holders: { readonly id: NodeId; readonly basis: Basis }[] = [{ id: server.id, basis: [server] }]
  const seen = new Set<NodeId>([server.id])
  const unknown: GivenEdge[] = []
  const take = (edge: GivenEdge, before: Basis) => {
    if (seen.has(edge.to)) return
    seen.add(edge.to)
    holders.push({ id: edge.to, basis: [...before, edge] })
  }
  for (const use of from('USES_SECRET', server.id)) {
    const logins = from('AUTHENTICATES_AS', use.to)
    if (logins.length === 0) unknown.push(use)
    for (const login of logins) take(login, [use])
  }
  // The list grows while it is walked: a group may be a member of another.
  for (const { id, basis } of holders) {
    if (id === server.id) continue
    for (const edge of [...from('HAS_GRANT', id), ...from('MEMBER_OF', id)]) take(edge, basis)
  }
  return { holders, unknown }
}

/** A tool nobody listed may do either. */
function effectsOf({ type, properties }: GivenNode): readonly ToolEffect[] {
  if (properties?.['tool'] === '*') return ['read', 'destructive']
  return toolEffects.filter((effect) => effect === type)
}
