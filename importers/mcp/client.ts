import { allowed, type EdgeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'

/** The client at hand, and what every part of it hangs on. */
export interface Client {
  readonly name: string
  readonly host: NodeId
  readonly session: NodeId
  readonly file: NodeId
}

type Ends = Pick<EdgeClaim, 'kind' | 'from' | 'to'>
export const granted = (ends: Ends): EdgeClaim => ({ ...ends, confidence: 'granted', ...allowed })
