import { allowed, type EdgeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'

/** The client at hand, and what every part of it hangs on. */
export interface Client {
  readonly name: string
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
