import { Type } from 'typebox'
import Value from 'typebox/value'
import { allowed } from '../../server/model/facts.ts'
import { mcpServer, mcpTool } from '../../server/model/node-id.ts'
import type { Emit } from '../importer.ts'
import { Annotations, type Effect, effectOf } from './effects.ts'

const ToolList = Type.Object({
  tools: Type.Array(Type.Unknown()),
  nextCursor: Type.Optional(Type.String()),
  serverInfo: Type.Optional(Type.Object({ name: Type.String(), version: Type.Optional(Type.String()) })),
})
export type ToolList = Type.Static<typeof ToolList>
const Tool = Type.Object({ name: Type.String({ minLength: 1 }), annotations: Type.Optional(Type.Unknown()) })

/** The list in a saved answer to `tools/list`, bare or still in its JSON-RPC envelope. */
export function toolListIn(document: unknown): { readonly list: ToolList; readonly pointer: string } | undefined {
  if (Value.Check(ToolList, document)) return { list: document, pointer: '' }
  const { result } = document as { readonly result?: unknown }
  return Value.Check(ToolList, result) ? { list: result, pointer: '/result' } : undefined
}

/** A list belongs to no client yet: which configured servers offer its tools is derived. */
export const LISTED = '*'

/**
 * The name of the server the list is of: given with the import, else the server's own, else the file's. Only the
 * first is certain: two different servers of GitHub call themselves `github-mcp-server`.
 */
export function listedServer({ serverInfo }: ToolList, scope: string | undefined, file: string) {
  const fileName = file.replace(/^.*[/\\]/, '').replace(/(\.tools|-tools)?\.[a-z]+$/i, '')
  if (scope !== undefined) return { name: scope, namedBy: 'scope' }
  return serverInfo ? { name: serverInfo.name, namedBy: 'server' } : { name: fileName, namedBy: 'file' }
}

export function emitTools(
  emit: Emit,
  scope: string,
  { list, pointer }: NonNullable<ReturnType<typeof toolListIn>>,
  { name, namedBy }: ReturnType<typeof listedServer>,
): void {
  const scoped = emit.into(scope)
  const server = mcpServer(LISTED, name)
  scoped.node({
    id: server,
    kind: 'Identity',
    type: 'workload',
    name: `${name} (tool list)`,
    provider: 'mcp',
    counts: false,
    properties: { listed: name, namedBy },
  })
  for (const [i, tool] of list.tools.entries()) {
    if (!Value.Check(Tool, tool)) {
      emit.skip(`tool ${i} has no name`)
      continue
    }
    const effect = effectOf(tool.name, Value.Check(Annotations, tool.annotations) ? tool.annotations : {})
    const id = mcpTool(LISTED, name, tool.name)
    const at = `${pointer}/tools/${i}`
    scoped.node(
      {
        id,
        kind: 'Tool',
        type: effect.effect,
        name: `${name} ${tool.name}`,
        provider: 'mcp',
        properties: { ...effect, reversible: isReversible(effect), tool: tool.name },
      },
      at,
    )
    scoped.edge({ kind: 'CAN_CALL', from: server, to: id, confidence: 'granted', ...allowed }, at)
  }
}

const isReversible = ({ effect }: Effect) => effect === 'read' || effect === 'additive'
