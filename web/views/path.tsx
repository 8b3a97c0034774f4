import type { Contribution, Hop } from '../../server/api/contract.ts'
import { toggleCut } from '../state.ts'
import { TierMark } from './node-button.tsx'

/** One way in words, hop by hop, each with what shows it to be true and what would cut it. */
export function ToldPath({ target, cut }: { target: Contribution | undefined; cut: readonly string[] }) {
  if (!target) return null
  return (
    <section class="path" aria-label="The easiest way there">
      <h2>
        To {target.name} <TierMark tier={target.tier} because={target.tierBecause} />
      </h2>
      <p class="quiet">
        {target.capability} at ease {target.ease.toFixed(3)} × harm {target.harm} ={' '}
        {(target.ease * target.harm).toFixed(4)}, so {target.value.toFixed(4)} of the sum
      </p>
      <ol>
        {target.path.map((hop) => (
          <li key={hop.edge} class={cut.includes(hop.edge) ? 'cut' : ''}>
            <HopText hop={hop} isCut={cut.includes(hop.edge)} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function HopText({ hop, isCut }: { hop: Hop; isCut: boolean }) {
  return (
    <>
      <p class="says">{hop.says}</p>
      <p class="quiet small">
        <code>{hop.kind}</code> · {hop.needs} → {hop.gives} · ease {hop.ease} ·{' '}
        <span class={hop.confidence}>{hop.confidence}</span>
        {hop.verdict === 'conditional' && (
          <>
            {' '}
            · <span class="conditional">conditional on {hop.missing}</span>
          </>
        )}
        {hop.stale && ' · stale'}
        {hop.technique !== null && ` · ${hop.technique}`}
      </p>
      <details>
        <summary>Evidence and cut</summary>
        <ul class="evidence">
          {hop.evidence.map(({ source, file, pointer, collectedAt }) => (
            <li key={file + pointer}>
              {source}: <code>{file}</code> <code>{pointer}</code>{' '}
              <span class="quiet">collected {collectedAt.slice(0, 10)}</span>
            </li>
          ))}
        </ul>
        <p>{hop.cutBy}</p>
      </details>
      <button type="button" class="toggle" aria-pressed={isCut} onClick={() => toggleCut(hop.edge)}>
        {isCut ? 'Put it back' : 'What if this were cut?'}
      </button>
    </>
  )
}
