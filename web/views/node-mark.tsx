import type { NodeRef } from '../../server/api/contract.ts'
import { glyphOf, outlineOf } from '../paint/shapes.ts'
import { plainText } from '../plain-text.ts'

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

/** A name as text of its own direction, so that it cannot turn round what stands beside it. */
export function Name({ children }: { children: string | undefined }) {
  return <bdi>{plainText(children ?? '')}</bdi>
}

/** A sentence of the server's, which holds imported names. */
export function Says({ children }: { children: string }) {
  return <bdi>{plainText(children, 600)}</bdi>
}
