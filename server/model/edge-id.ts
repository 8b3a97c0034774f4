import { hash } from 'node:crypto'
import type { EdgeClaim } from './facts.ts'

/**
 * Stable and short: the same claim has the same id in every scope, store and revision. A conditional edge is never
 * the same edge as its allowed twin, so that neither verdict hides the other.
 */
export function edgeId({ kind, from, to, key, verdict }: EdgeClaim): string {
  const text = JSON.stringify([kind, from, to, key ?? '', verdict])
  return `e${hash('sha256', text, 'hex').slice(0, 20)}`
}

/** The id of a file as evidence names it. */
export function sourceFileId(source: string, name: string, sha256: string): string {
  return hash('sha256', JSON.stringify([source, name, sha256]), 'hex').slice(0, 12)
}
