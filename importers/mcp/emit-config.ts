import type { NodeClaim } from '../../server/model/facts.ts'
import {
  gate,
  globalId,
  location,
  mcpClient,
  mcpHost,
  mcpHostPart,
  mcpServer,
  type NodeId,
} from '../../server/model/node-id.ts'
import type { Run, ScopedEmit } from '../importer.ts'
import { type Client, granted, pointerOf, titleOf, within } from './client.ts'
import type { ClientConfig, ServerEntry } from './config.ts'
import { credentialsOf, plainUrl } from './credentials.ts'
import { emitCredential } from './emit-credential.ts'
import { launchOf } from './launch.ts'

/** The host, its agents, its session and its configuration file; then each server. */
export function emitConfig(emit: ScopedEmit, run: Run, config: ClientConfig, name: string): void {
  const client = {
    name,
    title: titleOf(name),
    host: mcpHost(name),
    session: mcpHostPart(name, 'session', ''),
    file: location('mcp', name, 'config'),
  }
  const common = { provider: 'mcp', account: name } as const
  emit.node({ ...common, id: client.host, kind: 'Identity', type: 'workload', name: `host of ${client.title}` })
  emit.node({
    ...common,
    id: client.session,
    kind: 'Resource',
    type: 'mcp_host_session',
    name: `session of ${client.title}`,
  })
  emit.edge(granted({ kind: 'RUNS_AS', from: client.session, to: client.host }))
  emit.node({ ...common, id: client.file, kind: 'Location', type: 'client_config', name })
  emit.edge(granted({ kind: 'CAN_READ', from: client.host, to: client.file }))
  emit.node({
    ...common,
    id: gate(name, 'tool approval'),
    kind: 'Gate',
    type: 'approval',
    name: `approval of tool calls in ${client.title}`,
    properties: { basis: 'assumed' },
  })
  const agents = new Map([['', config.tools], ...config.agents])
  for (const agent of agents.keys()) {
    const id = mcpClient(agentOf(name, agent))
    emit.node({
      ...common,
      id,
      kind: 'Identity',
      type: 'agent',
      name: agent === '' ? `agent of ${client.title}` : `${agent} of ${client.title}`,
    })
    emit.edge(granted({ kind: 'CAN_CONTROL', from: client.host, to: id }))
  }
  for (const server of config.servers) {
    const inside = within(emit, config.pointer + pointerOf(server.key))
    emitServer(inside, run, client, server)
    if (server.disabled) continue
    for (const [agent, tools] of agents)
      inside.edge(connection(client, server, agentOf(name, agent), { ...config.tools, ...tools }))
  }
}

const agentOf = (client: string, agent: string) => (agent === '' ? client : `${client}/${agent}`)

const connection = (
  { name }: Client,
  server: ServerEntry,
  agent: string,
  tools: Readonly<Record<string, boolean>>,
) => ({
  ...granted({ kind: 'CONNECTS_TO', from: mcpClient(agent), to: mcpServer(name, server.key) }),
  properties: { autoApprove: server.autoApprove, tools },
})

function emitServer(emit: ScopedEmit, run: Run, client: Client, server: ServerEntry): void {
  const launch = launchOf(server.command)
  const remote = server.url !== undefined
  const id = mcpServer(client.name, server.key)
  const address = server.url === undefined ? undefined : plainUrl(server.url)
  emit.node({
    id,
    kind: 'Identity',
    type: 'workload',
    name: `server ${server.key} of ${client.title}`,
    provider: 'mcp',
    account: client.name,
    properties: {
      client: client.name,
      server: server.key,
      transport: remote ? 'remote' : 'stdio',
      ...(address === undefined ? {} : { url: address }),
      ...(launch.package ? { package: launch.package, version: launch.version ?? 'floating' } : {}),
      ...(launch.container ? { container: true } : {}),
      ...(server.disabled ? { disabled: true } : {}),
    },
  })
  if (address !== undefined) emitRemote(emit, id, address)
  else emitLocal(emit, client, server, id, launch.container)
  for (const { path, readOnly } of launch.roots) emitRoot(emit, client, id, path, readOnly)
  const consumers = remote ? [id, client.host] : [id]
  for (const credential of credentialsOf(server, server.command.slice(1))) {
    emitCredential(emit, run, client, server.key, credential, consumers)
  }
}

/** Whoever runs the service serves every client of it, and sees what each sends along. */
function emitRemote(emit: ScopedEmit, server: NodeId, address: string): void {
  const service = globalId(address)
  emit.node({ id: service, kind: 'Identity', type: 'external', name: address, provider: 'mcp' })
  emit.edge(granted({ kind: 'CAN_CONTROL', from: service, to: server }))
}

/** A server that the host starts is the host's to control, and runs in the host's session unless a container holds it. */
function emitLocal(
  emit: ScopedEmit,
  client: Client,
  { key, disabled }: ServerEntry,
  server: NodeId,
  inContainer: boolean,
): void {
  emit.edge(granted({ kind: 'CAN_CONTROL', from: client.host, to: server }))
  if (disabled) return
  if (!inContainer) {
    emit.edge(granted({ kind: 'CAN_EXECUTE', from: server, to: client.session }))
    return
  }
  const container = mcpHostPart(client.name, 'container', key)
  const node: NodeClaim = {
    id: container,
    kind: 'Resource',
    type: 'container',
    name: `container of ${key} of ${client.title}`,
    provider: 'mcp',
  }
  emit.node({ ...node, account: client.name })
  emit.edge(granted({ kind: 'CAN_EXECUTE', from: server, to: container }))
  emit.edge(granted({ kind: 'RUNS_AS', from: container, to: server }))
}

function emitRoot(emit: ScopedEmit, client: Client, server: NodeId, path: string, readOnly: boolean): void {
  const id = mcpHostPart(client.name, 'path', path)
  emit.node({
    id,
    kind: 'Resource',
    type: 'directory',
    name: `${path} of ${client.title}`,
    provider: 'mcp',
    account: client.name,
  })
  emit.edge(granted({ kind: 'CAN_READ', from: server, to: id }))
  if (!readOnly) emit.edge(granted({ kind: 'CAN_WRITE', from: server, to: id }))
}
