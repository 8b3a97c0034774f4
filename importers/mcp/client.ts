import { allowed, type EdgeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'

/** The client at hand, and what every part of it hangs on. */
export interface Client {
  readonly name: string
  /** For readers: the program whose configuration it is, where its file tells. */
  readonly title: string
  readonly host: NodeId
  readonly session: NodeId
  readonly file: NodeId
}

type Ends = Pick<EdgeClaim, 'kind' | 'from' | 'to'>
export const granted = (ends: Ends): EdgeClaim => ({ ...ends, confidence: 'granted', ...allowed })

/** The same emit, one place deeper in the file. */
export const within = (emit: ScopedEmit, prefix: string): ScopedEmit => ({
  node: (claim, at = '') => emit.node(claim, prefix + at),
  edge: (claim, at = '') => emit.edge(claim, prefix + at),
})

export const pointerOf = (...keys: readonly (string | number)[]): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const programs: readonly (readonly [RegExp, string])[] = [
  [/claude_desktop_config\.json$/, 'Claude Desktop'],
  [/\.claude\.json$/, 'Claude Code'],
  [/\.cursor\/mcp\.json$/, 'Cursor'],
  [/\.vscode\/mcp\.json$/, 'VS Code'],
  [/opencode\.jsonc?$/, 'OpenCode'],
  [/cline_mcp_settings\.json$/, 'Cline'],
  [/\.gemini\/settings\.json$/, 'Gemini CLI'],
]

/** `Claude Desktop (ada)`, where the file and `--scope` tell both. */
export function titleOf(name: string): string {
  const [pattern, program] = programs.find(([one]) => one.test(name)) ?? []
  const rest = pattern === undefined ? '' : name.replace(pattern, '').replace(/\/$/, '')
  if (program === undefined) return name
  return rest === '' ? program : `${program} (${rest})`
}
