import { allowed, conditionalOn, type NodeClaim } from '../../model/facts.ts'
import { toolEffects } from '../../model/kinds.ts'
import { gate, mcpTool } from '../../model/node-id.ts'
import { type DeriveEmit, defineDerivation, type GivenEdge, type GivenNode } from '../derivation.ts'
import { matchList } from './match-list.ts'

export const mcpOfferedTools = defineDerivation({
  id: 'mcp-offered-tools',
  version: 1,
  adds: ['CAN_CALL'],
  says: 'An agent can call the tools of the servers its client is connected to, past the client’s approval unless the configuration waives it; where no tool list of a server was imported, which tools there are is the missing fact.',
  reads: {
    nodes: ['agent'],
    also: ['workload', 'approval', ...toolEffects],
    edges: ['CONNECTS_TO', 'CAN_CALL'],
  },
  derive({ nodes, edges, node }, emit) {
    const lists = nodes.filter(({ properties }) => properties?.['listed'] !== undefined)
    const listed = Map.groupBy(
      edges.filter(({ kind }) => kind === 'CAN_CALL'),
      ({ from }) => from,
    )
    const connections = edges.filter(({ kind }) => kind === 'CONNECTS_TO')
    for (const [id, ofServer] of Map.groupBy(connections, ({ to }) => to)) {
      const server = node(id)
      const name = nameOf(server)
      if (!server || !name) continue
      const match = matchList(server, lists)
      const gateNode = node(gate(name.client, 'tool approval'))
      if (match.list) {
        for (const call of listed.get(match.list.id) ?? []) {
          const tool = node(call.to)
          if (tool)
            emitTool(emit, { ...name, server, ofServer, gateNode }, [match.list, tool, call], tool, match.isCertain)
        }
      } else {
        if (match.candidates.length > 1)
          emit.gap({
            missing: `which of ${match.candidates.length} tool lists is that of ${server.name}`,
            settledBy: `ambit import mcp --scope ${name.client}/${name.key} <file>`,
          })
        emitUnknown(emit, { ...name, server, ofServer, gateNode })
      }
    }
  },
})

interface Offer {
  readonly client: string
  readonly key: string
  readonly server: GivenNode
  /** The connections of agents to it. */
  readonly ofServer: readonly GivenEdge[]
  readonly gateNode: GivenNode | undefined
}

function nameOf(server: GivenNode | undefined) {
  const { client, server: key } = server?.properties ?? {}
  return typeof client === 'string' && typeof key === 'string' ? { client, key } : undefined
}

/** Each client has its own copy of a tool: what it acts on depends on the credential that client gave the server. */
function emitTool(
  emit: DeriveEmit,
  offer: Offer,
  basis: readonly [GivenNode, GivenNode, GivenEdge],
  tool: GivenNode,
  isCertain: boolean,
) {
  const toolName = String(tool.properties?.['tool'] ?? tool.name)
  const { evidence: _, aliases: __, ...template } = tool
  const claim: NodeClaim = {
    ...template,
    id: mcpTool(offer.client, offer.key, toolName),
    name: `${toolName} of ${offer.server.name}`,
    account: offer.client,
  }
  const confidence = isCertain ? 'granted' : 'inferred'
  const note = isCertain ? {} : { note: `The tool list ${basis[0].name} is taken for this server’s, by its name.` }
  emit.node([offer.server, ...basis], claim)
  emit.edge([offer.server, ...basis], {
    kind: 'CAN_CALL',
    from: offer.server.id,
    to: claim.id,
    confidence,
    ...note,
    ...allowed,
  })
  for (const connection of offer.ofServer) {
    if (!isSwitchedOn(connection, offer.key, toolName)) continue
    const isFree = waives(connection, toolName)
    const gates = isFree || !offer.gateNode ? {} : { gates: [offer.gateNode.id] }
    emit.edge([connection, ...basis], {
      kind: 'CAN_CALL',
      from: connection.from,
      to: claim.id,
      confidence,
      ...gates,
      ...note,
      ...allowed,
    })
  }
}

function emitUnknown(emit: DeriveEmit, { client, key, server, ofServer, gateNode }: Offer) {
  const id = mcpTool(client, key, '*')
  const properties = { effect: 'destructive', basis: 'assumed', openWorld: true, reversible: false, tool: '*' }
  const verdict = conditionalOn(`which tools ${server.name} offers: import its tools/list result`)
  const claim: NodeClaim = {
    id,
    kind: 'Tool',
    type: 'destructive',
    name: `whatever ${server.name} offers`,
    provider: 'mcp',
    account: client,
    counts: false,
    properties,
  }
  emit.node([server, ...ofServer], claim)
  emit.edge([server, ...ofServer], { kind: 'CAN_CALL', from: server.id, to: id, confidence: 'granted', ...verdict })
  for (const connection of ofServer) {
    if (!isSwitchedOn(connection, key, '')) continue
    const gates = waives(connection, '*') || !gateNode ? {} : { gates: [gateNode.id] }
    emit.edge([connection, server], {
      kind: 'CAN_CALL',
      from: connection.from,
      to: id,
      confidence: 'granted',
      ...gates,
      ...verdict,
    })
  }
}

function waives({ properties }: GivenEdge, tool: string): boolean {
  const names = properties?.['autoApprove']
  return Array.isArray(names) && (names.includes(tool) || names.includes('*'))
}

/** OpenCode's switches, `server_tool` with `*` for anything: the longest pattern that fits decides. */
function isSwitchedOn({ properties }: GivenEdge, server: string, tool: string): boolean {
  const name = `${server}_${tool}`
  const fits = (pattern: string) => pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))
  const switches = Object.entries((properties?.['tools'] ?? {}) as Readonly<Record<string, unknown>>)
  const deciding = switches
    .filter(([pattern]) => fits(pattern))
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
  return deciding[0]?.[1] !== false
}
