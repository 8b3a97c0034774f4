import { type Static, type TSchema, Type } from 'typebox'
import Value from 'typebox/value'
import { pointerOf } from './client.ts'

const Words = Type.Array(Type.String())
const Texts = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))
const Server = Type.Object({
  command: Type.Optional(Type.Union([Type.String(), Words])),
  args: Type.Optional(Words),
  env: Type.Optional(Texts),
  environment: Type.Optional(Texts),
  url: Type.Optional(Type.String()),
  serverUrl: Type.Optional(Type.String()),
  httpUrl: Type.Optional(Type.String()),
  headers: Type.Optional(Texts),
  requestInit: Type.Optional(Type.Object({ headers: Type.Optional(Texts) })),
  disabled: Type.Optional(Type.Boolean()),
  enabled: Type.Optional(Type.Boolean()),
  trust: Type.Optional(Type.Boolean()),
  autoApprove: Type.Optional(Words),
  alwaysAllow: Type.Optional(Words),
})
const Switches = Type.Record(Type.String(), Type.Boolean())
const OpenCodeAgents = Type.Record(Type.String(), Type.Object({ tools: Type.Optional(Switches) }))

/** One server of one client, whichever of the clients' spellings the file uses. */
export interface ServerEntry {
  readonly key: string
  /** Program and arguments; empty for a remote server. */
  readonly command: readonly string[]
  readonly url: string | undefined
  readonly env: ReadonlyMap<string, string>
  readonly headers: ReadonlyMap<string, string>
  readonly disabled: boolean
  /** Tools the agent may call without being asked; `*` is all of them. */
  readonly autoApprove: readonly string[]
}

export interface ClientConfig {
  /** Names the client among the configurations of one file; empty when the file is one configuration. */
  readonly label: string
  /** To the object that holds its servers. */
  readonly pointer: string
  readonly servers: readonly ServerEntry[]
  /** Names of servers whose entry has another shape. */
  readonly odd: readonly string[]
  /** Agents beside the client's own, with the tools that are switched on or off for them (`server_tool`, `*`). */
  readonly agents: ReadonlyMap<string, Readonly<Record<string, boolean>>>
  readonly tools: Readonly<Record<string, boolean>>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const as = <S extends TSchema>(schema: S, value: unknown): Static<S> | undefined =>
  Value.Check(schema, value) ? (value as Static<S>) : undefined

/** The configurations in a document: itself, its projects, or named ones that it collects. Empty when there are none. */
export function configsIn(document: unknown): readonly ClientConfig[] {
  if (isRecord(document)) {
    const own = configOf('', '', document)
    const projects = isRecord(document['projects']) ? named('/projects', document['projects']) : []
    return own || projects.length > 0 ? [...(own ? [own] : []), ...projects] : named('', document)
  }
  if (!Array.isArray(document)) return []
  return document.flatMap((member: unknown, i) => {
    if (!isRecord(member)) return []
    const from = typeof member['from'] === 'string' ? member['from'] : ''
    const label = `${from}#${i + 1}`
    const { config } = member
    return (
      (isRecord(config) ? configOf(label, pointerOf(i, 'config'), config) : configOf(label, pointerOf(i), member)) ?? []
    )
  })
}

const named = (pointer: string, configs: Readonly<Record<string, unknown>>) =>
  Object.entries(configs).flatMap(
    ([label, body]) => (isRecord(body) && configOf(label, pointer + pointerOf(label), body)) || [],
  )

/** `mcpServers` (most), `servers` (VS Code), `mcp.servers` (VS Code's settings) or `mcp` itself (OpenCode). */
function configOf(label: string, pointer: string, config: Readonly<Record<string, unknown>>): ClientConfig | undefined {
  const { mcp } = config
  const inMcp = isRecord(mcp) ? (mcp['servers'] === undefined ? ['mcp'] : ['mcp', 'servers']) : []
  const path = ['mcpServers', 'servers'].find((key) => isRecord(config[key]))
  const keys = path === undefined ? inMcp : [path]
  const servers = keys.reduce<unknown>(
    (at, key) => (at as Readonly<Record<string, unknown>>)[key],
    keys.length ? config : undefined,
  )
  if (!isRecord(servers)) return
  const entries = Object.entries(servers).map(([key, body]) => ({ key, server: as(Server, body) }))
  if (entries.length > 0 && !entries.some(({ server }) => server && isServer(server))) return
  const agents = Object.entries(as(OpenCodeAgents, config['agent']) ?? {})
  return {
    label,
    pointer: pointer + pointerOf(...keys),
    servers: entries.flatMap(({ key, server }) => (server && isServer(server) ? entryOf(key, server) : [])),
    odd: entries.filter(({ server }) => !server || !isServer(server)).map(({ key }) => key),
    agents: new Map(agents.map(([name, { tools }]) => [name, tools ?? {}])),
    tools: as(Switches, config['tools']) ?? {},
  }
}

const urlOf = ({ url, serverUrl, httpUrl }: Static<typeof Server>) => url ?? serverUrl ?? httpUrl
const isServer = (server: Static<typeof Server>) => server.command !== undefined || urlOf(server) !== undefined

/** Some clients take the whole command line as one text. */
function wordsOf({ command, args = [] }: Static<typeof Server>): readonly string[] {
  if (command === undefined) return []
  const isLine = typeof command === 'string' && args.length === 0 && /^[\w./-]+\s/.test(command)
  return isLine ? command.trim().split(/\s+/) : [command, args].flat()
}

function entryOf(key: string, server: Static<typeof Server>): ServerEntry {
  const texts = (...maps: readonly (Static<typeof Texts> | undefined)[]) =>
    new Map(maps.flatMap((map) => Object.entries(map ?? {}).map(([name, value]) => [name, String(value)] as const)))
  return {
    key,
    command: wordsOf(server),
    url: urlOf(server),
    env: texts(server.env, server.environment),
    headers: texts(server.headers, server.requestInit?.headers),
    disabled: server.disabled === true || server.enabled === false,
    autoApprove: server.trust ? ['*'] : [...(server.autoApprove ?? []), ...(server.alwaysAllow ?? [])],
  }
}
