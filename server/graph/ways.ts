import type { EdgeClaim } from '../model/facts.ts'
import { confidences } from '../model/kinds.ts'
import { FIELD } from '../model/packed-facts.ts'
import type { Window } from './privilege-graph.ts'
import type { Profiles } from './profiles.ts'
import type { Segment } from './segment.ts'
import type { TextIndex } from './text-index.ts'

/** What a claim says of each edge that bears it. */
export interface Way {
  readonly kind: string
  readonly profile: number
  readonly confidence: number
  readonly conditional: boolean
  readonly missing: string | undefined
  /** By the numbers of their ids. */
  readonly gates: readonly number[] | undefined
  readonly window: Window | undefined
}

/** The claims of a segment, each read once. */
export function waysOf({ claims }: Segment, profiles: Profiles, ids: TextIndex): Way[] {
  return Array.from({ length: claims.length }, (_, claim) => {
    const said = claimAt(claims.bytes, claims.starts[claim]!, claims.starts[claim + 1]!)
    const { kind, missing, gates = [], startsAt, expiresAt } = said
    const window = {
      from: startsAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(startsAt),
      until: expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
    }
    return {
      kind,
      profile: profiles.of(said as EdgeClaim),
      confidence: confidences.indexOf(said.confidence),
      conditional: said.verdict === 'conditional',
      missing,
      gates: gates.length > 0 ? gates.map((gate) => ids.addText(gate)) : undefined,
      window: startsAt === undefined && expiresAt === undefined ? undefined : window,
    }
  })
}

function claimAt(bytes: Uint8Array, start: number, end: number): Omit<EdgeClaim, 'from' | 'to'> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const apart = text.indexOf(FIELD, start)
  const rest = JSON.parse(text.toString('utf8', apart + 1, end)) as object
  return { ...rest, kind: text.toString('utf8', start, apart) } as Omit<EdgeClaim, 'from' | 'to'>
}
