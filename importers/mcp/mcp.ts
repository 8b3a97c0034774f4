// https://modelcontextprotocol.io/specification/2025-06-18/server/tools — configurations: each client's own page
import { Type } from 'typebox'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import { configsIn } from './config.ts'
import { emitConfig } from './emit-config.ts'
import { emitTools, listedServer, toolListIn } from './tools.ts'

const Document = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Array(Type.Unknown())])
const servers = /"(mcpServers|servers|mcp)"\s*:\s*\{/

export const mcp = defineImporter({
  source: 'mcp',
  version: 1,
  reads: 'MCP client configurations and saved tools/list results',
  get: [
    'claude_desktop_config.json, .mcp.json, .vscode/mcp.json, .cursor/mcp.json, opencode.json as they lie there',
    'npx @modelcontextprotocol/inspector --cli <command of the server> --method tools/list > <package>.json',
  ],
  sniff: ({ text }) =>
    (/"tools"\s*:\s*\[/.test(text) && /"inputSchema"\s*:/.test(text)) ||
    (servers.test(text) && /"(command|url|serverUrl|httpUrl)"\s*:/.test(text)) ||
    /"mcpServers"\s*:/.test(text),
  format: 'jsonc',
  open(run) {
    const configScopes = new Set<string>()
    /** Per list: whether a page was read that announces no further one. */
    const ended = new Map<string, boolean>()
    const map = (document: unknown, emit: Emit, place: Place) => {
      const found = toolListIn(document)
      if (found) {
        const server = listedServer(found.list, run.scope, place.file)
        const scope = `mcp:tools:${server.name}`
        ended.set(scope, (ended.get(scope) ?? false) || found.list.nextCursor === undefined)
        emitTools(emit, scope, found, server)
      } else mapConfigs(document, emit, place, run, configScopes)
    }
    return {
      records: [recordType('', Document, map)],
      partial: () => [...ended.values()].includes(false),
      coverage: (scope) => (configScopes.has(scope) ? configGaps : listGaps),
    }
  },
})

function mapConfigs(document: unknown, emit: Emit, { file }: Place, run: Run, scopes: Set<string>): void {
  const configs = configsIn(document)
  if (configs.length === 0) {
    emit.reject('neither a client configuration with servers nor a tools/list result')
    return
  }
  const name = run.scope === undefined ? file : `${run.scope}/${file}`
  const scope = `mcp:config:${name}`
  scopes.add(scope)
  for (const config of configs) {
    for (const key of config.odd) emit.skip(`the entry of server ${key} has neither a command nor an address`)
    emitConfig(emit.into(scope), run, config, config.label === '' ? name : `${name}#${config.label}`)
  }
}

const configGaps = [
  {
    missing: 'the tools each server offers',
    settledBy: 'its saved tools/list result: ambit import mcp --scope <package> <file>',
  },
  {
    missing: 'which values the referenced variables and inputs hold',
    settledBy: 'a scanner report or an inventory with the same value',
  },
  { missing: 'whether the client asks before a tool call where nothing says that it does not: taken for granted' },
]
const listGaps = [
  { missing: 'which clients use the server', settledBy: 'their configurations: ambit import mcp <file>' },
  {
    missing: 'what its tools really do: hints are the server’s own word, and where there are none the worst is assumed',
  },
]
