import { Type } from 'typebox'
import type { ToolEffect } from '../../server/model/kinds.ts'

/** https://modelcontextprotocol.io/specification — the annotations are the server's own word. */
export const Annotations = Type.Object({
  readOnlyHint: Type.Optional(Type.Boolean()),
  destructiveHint: Type.Optional(Type.Boolean()),
  idempotentHint: Type.Optional(Type.Boolean()),
  openWorldHint: Type.Optional(Type.Boolean()),
})

export interface Effect {
  readonly effect: ToolEffect
  /** `claimed` by the server, `assumed` for want of its word, or `raised` by Ambit over it. */
  readonly basis: 'claimed' | 'assumed' | 'raised'
  readonly openWorld: boolean
}

/** Names of tools that run what they are given, whatever their server says of them. */
const runsCode: readonly RegExp[] = [
  /(^|[_-])(eval|evaluate|exec|execute|shell|bash|terminal|powershell)$/i,
  /(^|[_-])(run|execute|exec)[_-](code|command|script|shell|bash|python|javascript|js|terminal)([_-]|$)/i,
  /^(python|node|repl|computer|code_interpreter)$/i,
]

export function effectOf(name: string, hints: Type.Static<typeof Annotations> = {}): Effect {
  const openWorld = hints.openWorldHint ?? true
  if (runsCode.some((pattern) => pattern.test(name))) return { effect: 'execute', basis: 'raised', openWorld }
  if (hints.readOnlyHint) return { effect: 'read', basis: 'claimed', openWorld }
  if (hints.destructiveHint === undefined) return { effect: 'destructive', basis: 'assumed', openWorld }
  return { effect: hints.destructiveHint ? 'destructive' : 'additive', basis: 'claimed', openWorld }
}
