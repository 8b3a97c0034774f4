import type { NodeRef } from '../../server/api/contract.ts'
import { glyphOf, outlineOf } from '../paint/shapes.ts'

/** The mark of a kind: the same shape, letter and colour as in the picture. */
export function KindMark({ kind }: { kind: NodeRef['kind'] }) {
  return (
    <svg class={`mark kind-${kind}`} viewBox="-11 -11 22 22" aria-hidden="true">
      <path class="shape" d={outlineOf(kind, 190)} />
      <text class="glyph" y="3.5">
        {glyphOf(kind)}
      </text>
    </svg>
  )
}

export function TierMark({ tier, because }: { tier: number | null; because?: string | null }) {
  if (tier === null) return null
  return (
    <span class={`tier tier-${tier}`} title={because ?? undefined}>
      tier {tier}
    </span>
  )
}

/** An address as a person reads it: the long middle of an id is of no use in a row. */
export const shortId = (id: string): string => (id.length > 64 ? `${id.slice(0, 30)}…${id.slice(-30)}` : id)
