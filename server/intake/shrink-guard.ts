import { AppError } from '../errors.ts'
import type { ScopeChange, ScopeInfo } from '../store/store.ts'

/** The part of a scope's facts that may vanish without anybody being asked. */
const mayVanish = 0.3

/** A copy or an unzip dates its files one after the other, in an order that says nothing of what they hold. */
const sameCopyMs = 60_000

const sum = ({ nodes, edges }: { readonly nodes: number; readonly edges: number }) => nodes + edges

/** Why a change of a scope looks like a broken export rather than a changed world, or undefined. */
export function shrinkOf({ scope, removed, unchanged, removedByKind, keptByKind }: ScopeChange): string | undefined {
  const gone = sum(removed)
  const before = gone + sum(unchanged)
  if (gone > before * mayVanish) return `${scope}: ${gone} of ${before} facts would be gone`
  const lost = Object.keys(removedByKind).filter((kind) => !Object.hasOwn(keptByKind, kind))
  return lost.length > 0 ? `${scope}: every ${lost.sort().join(' and every ')} would be gone` : undefined
}

/** Asks for a confirmation before much of a scope is closed, or before older news replaces newer. */
export function guardScopes(changes: readonly ScopeChange[], before: readonly ScopeInfo[], collectedAt: string): void {
  const reasons = changes.flatMap((change) => shrinkOf(change) ?? [])
  for (const { scope } of changes) {
    const known = before.find((it) => it.scope === scope)
    if (known && Date.parse(known.collectedAt) - Date.parse(collectedAt) > sameCopyMs) {
      reasons.push(`${scope}: collected ${collectedAt}, but what is known is of ${known.collectedAt}`)
    }
  }
  if (reasons.length === 0) return
  const message = `This import would undo much of what is known: ${reasons.slice(0, 5).join('; ')}. Nothing was changed. Look at the diff, and confirm the import (--confirm) if it is right.`
  throw new AppError('needs_confirmation', message, { details: { reasons, scopes: changes } })
}
