import { Type } from 'typebox'
import type { ToolEffect } from '../../server/model/kinds.ts'

/** https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations — the server's own word. */
export const Annotations = Type.Object({
  readOnlyHint: Type.Optional(Type.Boolean()),
  destructiveHint: Type.Optional(Type.Boolean()),
  openWorldHint: Type.Optional(Type.Boolean()),
})

export interface Effect {
  readonly effect: ToolEffect
  /** `claimed` by the server, `assumed` for want of its word, or `raised` by Ambit over it. */
  readonly basis: 'claimed' | 'assumed' | 'raised'
  readonly openWorld: boolean
  /** What it would be by the hints, where it was raised. */
  readonly byHints?: ToolEffect
}

/** Names of tools that run what they are given, whatever their server says of them. */
const runsCode: readonly RegExp[] = [
  /(^|[_-])(eval|evaluate|exec|execute|shell|bash|terminal|powershell)$/i,
  /(^|[_-])(run|execute|exec)[_-](code|command|script|shell|bash|python|javascript|js|terminal)([_-]|$)/i,
  /^(python|node|repl|computer|code_interpreter)$/i,
]

export function effectOf(name: string, hints: Type.Static<typeof Annotations> = {}): Effect {
  const said = byHints(hints)
  if (!runsCode.some((pattern) => pattern.test(name))) return said
  return { ...said, effect: 'execute', basis: 'raised', byHints: said.effect }
}

function byHints({ readOnlyHint, destructiveHint, openWorldHint }: Type.Static<typeof Annotations>): Effect {
  const openWorld = openWorldHint ?? true
  if (readOnlyHint) return { effect: 'read', basis: 'claimed', openWorld }
  if (destructiveHint === undefined) return { effect: 'destructive', basis: 'assumed', openWorld }
  return { effect: destructiveHint ? 'destructive' : 'additive', basis: 'claimed', openWorld }
}
