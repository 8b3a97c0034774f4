import type { Limits } from '../api/contract.ts'
import { kindOf } from '../graph/node-table.ts'
import type { AnswerContext, Asked } from './context.ts'

/** The limits an answer was given under, and what about its starts the reader must know. */
export function limitsOf(
  { graph }: AnswerContext,
  { asOf, gates }: Asked,
  starts: readonly number[],
  set: {
    readonly maxHops?: number | undefined
    readonly contributions?: number | undefined
    readonly notes?: readonly string[]
  } = {},
): Limits {
  const { nodes } = graph
  const notes = starts.flatMap((node) => {
    const expires = nodes.expiresAt[node]!
    if (!(expires <= asOf.getTime()) || kindOf(nodes, node) !== 'Secret') return []
    return [`${nodes.names.at(node)} expired on ${new Date(expires).toISOString()}: it opens nothing any more`]
  })
  return {
    asOf: asOf.toISOString(),
    gates,
    maxHops: set.maxHops ?? null,
    contributions: set.contributions ?? null,
    notes: [...notes, ...(set.notes ?? [])],
  }
}
