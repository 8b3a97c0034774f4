import { allowed, conditionalOn, type EdgeClaim, type NodeClaim, type Verdict } from '../../model/facts.ts'
import { toolEffects } from '../../model/kinds.ts'
import { gate, mcpTool, type NodeId } from '../../model/node-id.ts'
import { type Basis, type DeriveEmit, defineDerivation, type GivenEdge, type GivenNode } from '../derivation.ts'
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
    const calls = edges.filter(({ kind }) => kind === 'CAN_CALL')
    const listed = Map.groupBy(calls, ({ from }) => from)
    const connections = edges.filter(({ kind }) => kind === 'CONNECTS_TO')
    for (const [id, ofServer] of Map.groupBy(connections, ({ to }) => to)) {
      const server = node(id)
      const { client, server: key } = server?.properties ?? {}
      if (!server || typeof client !== 'string' || typeof key !== 'string') continue
      const offer = { client, key, server, connections: ofServer, gate: node(gate(client, 'tool approval'))?.id }
      const match = matchList(server, lists)
      if (match.list) {
        const { list, isCertain } = match
        for (const call of listed.get(list.id) ?? []) {
          const tool = node(call.to)
          if (tool) emitTool(emit, offer, [list, tool, call], isCertain ? certain : likely(list))
        }
        continue
      }
      emitUnknown(emit, offer)
      if (match.candidates.length < 2) continue
      emit.gap({
        missing: `which of ${match.candidates.length} tool lists is that of ${server.name}`,
        settledBy: `ambit import mcp --scope ${client}/${key} <file>`,
      })
    }
  },
})

/** A server as one client has it. */
interface Offer {
  readonly client: string
  readonly key: string
  readonly server: GivenNode
  readonly connections: readonly GivenEdge[]
  readonly gate: NodeId | undefined
}

type How = Pick<EdgeClaim, 'confidence' | 'note'> & Verdict
const certain: How = { confidence: 'granted', ...allowed }
const likely = ({ name }: GivenNode): How => ({
  confidence: 'inferred',
  note: `The ${name} is taken for that of this server, by its name.`,
  ...allowed,
})

/** Each client has its own copy of a tool: what it acts on depends on the credential that client gave the server. */
function emitTool(emit: DeriveEmit, offer: Offer, basis: readonly [GivenNode, GivenNode, GivenEdge], how: How): void {
  const { evidence: _, aliases: __, stale: ___, ...template } = basis[1]
  const tool = String(template.properties?.['tool'] ?? template.name)
  emitCalls(emit, offer, basis, how, tool, { ...template, name: `${tool} of ${offer.server.name}` })
}

function emitUnknown(emit: DeriveEmit, offer: Offer): void {
  const { name } = offer.server
  const properties = { effect: 'destructive', basis: 'assumed', openWorld: true, reversible: false, tool: '*' }
  const how: How = {
    confidence: 'granted',
    ...conditionalOn(`which tools ${name} offers: import its tools/list result`),
  }
  const whatever = { kind: 'Tool', type: 'destructive', provider: 'mcp', counts: false, properties } as const
  emitCalls(emit, offer, offer.connections, how, '*', { ...whatever, name: `whatever ${name} offers` })
}

/** The client's own tool, and who can call it: the server itself, and each agent for which it is switched on. */
function emitCalls(
  emit: DeriveEmit,
  { client, key, server, connections, gate: approval }: Offer,
  basis: Basis,
  how: How,
  tool: string,
  claim: Omit<NodeClaim, 'id'>,
): void {
  const to = mcpTool(client, key, tool)
  const call = { kind: 'CAN_CALL', to, ...how }
  emit.node([server, ...basis], { ...claim, id: to, account: client })
  emit.edge([server, ...basis], { ...call, from: server.id })
  for (const connection of connections) {
    if (!isSwitchedOn(connection, key, tool === '*' ? '' : tool)) continue
    const gates = approval === undefined || waives(connection, tool) ? {} : { gates: [approval] }
    emit.edge([connection, server, ...basis], { ...call, from: connection.from, ...gates })
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
