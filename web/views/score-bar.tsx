import type { BlastRadius } from '../../server/api/contract.ts'
import { select } from '../state.ts'
import { Name, TierMark } from './node-mark.tsx'
import { count, isPerson, percent, plural, score } from './words.ts'

/** How bad it is, in one row of numbers. */
export function ScoreBar({ answer }: { answer: BlastRadius }) {
  const { identity, blast, reached, totals, exposure, owners } = answer
  const total = ({ score: value, sum, reached: nodes }: (typeof totals)['granted']) =>
    sum === totals.granted.sum && nodes === totals.granted.reached
      ? 'the same'
      : `${score(value)}, ${plural(nodes, 'node')}`
  return (
    <section class="score" aria-label="Blast radius">
      <div class="big" title="100 × (1 − e^−Σ)">
        <strong>{score(blast.score)}</strong>
        <span>blast</span>
      </div>
      <dl>
        <div>
          <dt>Σ of the parts</dt>
          <dd>{blast.sum.toFixed(3)}</dd>
        </div>
        <div>
          <dt>reaches</dt>
          <dd>
            {plural(reached.total, 'node')}, {percent(reached.percentOfPrincipals)} of all principals
          </dd>
        </div>
        <div>
          <dt>with inferred</dt>
          <dd>{total(totals.withInferred)}</dd>
        </div>
        <div>
          <dt>with conditional</dt>
          <dd>{total(totals.withConditional)}</dd>
        </div>
        <div>
          <dt>exposure</dt>
          <dd>
            <button type="button" class="link" title="What speaks for and against" onClick={() => select(identity.id)}>
              {exposure.score.toFixed(2)}
            </button>
          </dd>
        </div>
        <div>
          <dt>owner</dt>
          <dd>
            <Owners owners={owners} of={identity} />
          </dd>
        </div>
      </dl>
      <ul class="tiers" aria-label="Reached by tier">
        {[0, 1, 2, 3, 4].map((tier) => (
          <li key={tier}>
            <TierMark tier={tier} /> {count(reached.byTier[tier] ?? 0)}
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Owners({
  owners,
  of,
}: {
  owners: readonly { readonly name: string }[]
  of: { readonly type: string }
}) {
  if (owners.length > 0) return <Name>{owners.map(({ name }) => name).join(', ')}</Name>
  return isPerson(of) ? <span class="quiet">–</span> : <span class="warn">nobody known</span>
}
