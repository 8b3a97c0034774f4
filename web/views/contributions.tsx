import type { BlastRadius } from '../../server/api/contract.ts'
import { select } from '../state.ts'
import { KindMark, Name, TierMark } from './node-mark.tsx'
import { count } from './words.ts'

/** Answers "why this number?": the parts, which add up to it. */
export function Contributions({ blast, target }: { blast: BlastRadius['blast']; target: string | undefined }) {
  const { contributions, rest, sum } = blast
  if (contributions.length === 0)
    return (
      <section class="parts">
        <h2>Why this number</h2>
        <p>It reaches nothing of worth.</p>
      </section>
    )
  const largest = contributions[0]!.value
  return (
    <section class="parts">
      <h2>
        Why this number <span class="quiet small">Σ {sum.toFixed(3)}</span>
      </h2>
      <ol aria-label={`The parts of ${sum.toFixed(3)}`}>
        {contributions.map(({ node, name, kind, tier, tierBecause, capability, value }) => (
          <li key={node}>
            <button type="button" aria-current={target === node} onClick={() => select(node)}>
              <KindMark kind={kind} />
              <span class="name">
                <Name>{name}</Name> <span class="quiet small">{capability}</span>
              </span>
              <TierMark tier={tier} because={tierBecause} />
              <span class="number">{value.toFixed(value < 0.001 ? 5 : 3)}</span>
              <meter min={0} max={largest} value={value} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ol>
      {rest.count > 0 && (
        <p class="quiet">
          and {count(rest.count)} more, together {rest.value.toFixed(3)}
        </p>
      )}
    </section>
  )
}
