import type { Contribution, Hop } from '../../server/api/contract.ts'
import { plainText } from '../plain-text.ts'
import { otherWay, toggleCut } from '../state.ts'
import { Name, Says, TierMark } from './node-mark.tsx'
import { ProblemNote } from './problem.tsx'
import { day } from './words.ts'

/** One way in words, hop by hop, each with what shows it to be true and what would cut it. */
export function ToldPath({ target, cut }: { target: Contribution | undefined; cut: readonly string[] }) {
  if (!target) return null
  const { ease, harm, value, capability } = target
  const product = ease * harm
  return (
    <section class="path" aria-label="The easiest way there">
      <h2>
        To <Name>{target.name}</Name> <TierMark tier={target.tier} because={target.tierBecause} />
      </h2>
      <p class="quiet small">
        {capability}: ease {ease.toFixed(3)} × harm {harm} = {product.toFixed(4)}, which is −ln(1 − {product.toFixed(4)}
        ) = {value.toFixed(4)} of Σ
      </p>
      <Hops path={target.path} cut={cut} />
    </section>
  )
}

/** The way to a node that is not among the largest parts of the score, or why there is none. */
export function OtherWay({ cut }: { cut: readonly string[] }) {
  const { value, problem } = otherWay.value
  if (problem) return <ProblemNote problem={problem} />
  if (!value) return <section class="path" aria-busy="true" />
  const [way] = value.paths
  return (
    <section class="path" aria-label="The easiest way there">
      <h2>
        To <Name>{value.to[0]?.name}</Name> <TierMark tier={value.to[0]?.tier ?? null} />
      </h2>
      {value.none && (
        <p>
          <Says>{value.none.says}</Says>
        </p>
      )}
      {way && <Hops path={way.path} cut={cut} />}
    </section>
  )
}

function Hops({ path, cut }: { path: readonly Hop[]; cut: readonly string[] }) {
  return (
    <ol>
      {path.map((hop) => (
        <li key={hop.edge} class={cut.includes(hop.edge) ? 'cut' : ''}>
          <HopText hop={hop} isCut={cut.includes(hop.edge)} />
        </li>
      ))}
    </ol>
  )
}

function HopText({ hop, isCut }: { hop: Hop; isCut: boolean }) {
  return (
    <>
      <p class="says">
        <Says>{hop.says}</Says>
      </p>
      <CutButton what={hop.edge} isCut={isCut} says={hop.says} />
      <p class="quiet small facts">
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
        <summary>Evidence, and what cuts it</summary>
        <ul class="evidence">
          {hop.evidence.map(({ source, file, pointer, collectedAt }) => (
            <li key={file + pointer}>
              {source}: <code>{file}</code> <code>{pointer}</code>{' '}
              <span class="quiet">collected {day(collectedAt)}</span>
            </li>
          ))}
        </ul>
        <p>{hop.cutBy}</p>
      </details>
    </>
  )
}

export function CutButton({ what, isCut, says }: { what: string; isCut: boolean; says: string }) {
  return (
    <button
      type="button"
      class="toggle"
      aria-pressed={isCut}
      aria-description={plainText(says)}
      onClick={() => toggleCut(what)}
    >
      {isCut ? 'Put it back' : 'What if this were cut?'}
    </button>
  )
}
