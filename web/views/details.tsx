import type { ExposureAnswer, NodeDetail } from '../../server/api/contract.ts'
import type { RadiusAddress } from '../address.ts'
import { plainText } from '../plain-text.ts'
import { detail, openIdentity, toggleCut } from '../state.ts'
import { Around } from './around.tsx'
import { KindMark, Name, Says, TierMark } from './node-mark.tsx'
import { ProblemNote } from './problem.tsx'
import { Owners } from './score-bar.tsx'
import { day, plainType } from './words.ts'

interface Shown {
  readonly at: RadiusAddress
  readonly start: string
  readonly exposure: ExposureAnswer
}

/** Everything known of the node in hand, scope by scope, beside the picture and never instead of it. */
export function Details({ at, start, exposure }: Shown) {
  const { value, problem } = detail.value
  const isCut = value !== undefined && at.cut.includes(value.node.id)
  return (
    <aside class="details" aria-label="Details" aria-busy={!value && !problem}>
      {problem && <ProblemNote problem={problem} />}
      {value && (
        <>
          <Known detail={value} />
          {value.node.id === start ? (
            <Exposure exposure={exposure} />
          ) : (
            <p class="buttons">
              <button type="button" onClick={() => openIdentity(value.node.id)}>
                Its own radius
              </button>
              <button type="button" aria-pressed={isCut} onClick={() => toggleCut(value.node.id)}>
                {isCut ? 'Put it back' : 'What if it were gone?'}
              </button>
            </p>
          )}
          <Around at={at} />
          <Facts facts={value.facts} />
        </>
      )}
    </aside>
  )
}

function Known({ detail: { node, times, owners, dataClass } }: { detail: NodeDetail }) {
  const dates = Object.entries({
    created: times.createdAt,
    rotated: times.rotatedAt,
    'last used': times.lastUsedAt,
    expires: times.expiresAt,
  })
  const plain = Object.entries({ account: node.account, environment: node.environment, data: dataClass })
  const unsaid = dates.filter(([, time]) => time === null).map(([what]) => what)
  return (
    <>
      <h2>
        <KindMark kind={node.kind} /> <Name>{node.name}</Name>
      </h2>
      <p class="quiet id">{plainText(node.id, 400)}</p>
      <dl>
        <div>
          <dt>{node.kind.toLowerCase()}</dt>
          <dd>{plainType(node.type)}</dd>
        </div>
        <div>
          <dt>value</dt>
          <dd>
            <TierMark tier={node.tier} /> {node.tier === null ? 'not counted' : node.tierBecause}
          </dd>
        </div>
        {plain.map(
          ([what, text]) =>
            text !== null && (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{plainText(text)}</dd>
              </div>
            ),
        )}
        <div>
          <dt>owner</dt>
          <dd>
            <Owners owners={owners} of={node} />
          </dd>
        </div>
        {dates.map(
          ([what, time]) =>
            time !== null && (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{day(time)}</dd>
              </div>
            ),
        )}
      </dl>
      {unsaid.length > 0 && <p class="quiet small">No source says when it was {sayAll(unsaid)}.</p>}
    </>
  )
}

const sayAll = (unsaid: readonly string[]) =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(
    unsaid.map((what) => (what === 'expires' ? 'to expire' : what)),
  )

function Exposure({ exposure }: { exposure: ExposureAnswer }) {
  return (
    <>
      <h3>Exposure {exposure.score.toFixed(2)}</h3>
      <ul class="exposure">
        {exposure.parts.map(({ part, holds, says }) => (
          <li key={part} class={holds === null ? 'unknown' : holds ? 'yes' : 'no'}>
            <strong>{part}</strong> {holds === null ? 'unknown: ' : ''}
            <Says>{says}</Says>
          </li>
        ))}
      </ul>
    </>
  )
}

function Facts({ facts }: { facts: NodeDetail['facts'] }) {
  return (
    <>
      <h3>Evidence</h3>
      {facts.map(({ scope, claim, evidence }, i) => (
        <details key={`${scope} ${i}`}>
          <summary>{scope}</summary>
          <ul class="evidence">
            {evidence.map(({ file, pointer, collectedAt }) => (
              <li key={file + pointer}>
                <code>{file}</code> <code>{pointer}</code> <span class="quiet">{day(collectedAt)}</span>
              </li>
            ))}
          </ul>
          <pre>{JSON.stringify(claim, null, 2)}</pre>
        </details>
      ))}
    </>
  )
}
